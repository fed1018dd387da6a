/** A number with its unit at the right; empty is `null`. Letters cannot be typed, so what is shown is what is sent. */
import { NumberInput } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { classes } from '../classes.ts'
import css from './Field.module.css'
import { describedBy, FieldFrame, type FieldTexts } from './FieldFrame.tsx'

export type NumberFieldProps = FieldTexts & {
  value: number | null
  onChange: (value: number | null) => void
  unit?: ReactNode
  placeholder?: string
  min?: number
  max?: number
  hasDecimals?: boolean
  isDisabled?: boolean
}

export function NumberField(props: NumberFieldProps) {
  const { value, onChange, unit, placeholder, min, max, hasDecimals = false, isDisabled = false, ...texts } = props
  const id = useId()
  return (
    <FieldFrame id={id} {...texts}>
      <span className={classes(css.frame, texts.error && css.invalid)}>
        <NumberInput
          id={id}
          value={value ?? ''}
          onChange={(entered) => onChange(typeof entered === 'number' ? entered : null)}
          {...(min !== undefined && { min })}
          {...(max !== undefined && { max })}
          {...(placeholder !== undefined && { placeholder })}
          allowDecimal={hasDecimals}
          allowNegative={min === undefined || min < 0}
          clampBehavior="none"
          disabled={isDisabled}
          hideControls
          aria-invalid={texts.error ? true : undefined}
          aria-describedby={describedBy(id, texts)}
          classNames={{ root: css.wrapper ?? '', wrapper: css.wrapper ?? '', input: css.input ?? '' }}
        />
        {unit && <span className={css.unit}>{unit}</span>}
      </span>
    </FieldFrame>
  )
}
