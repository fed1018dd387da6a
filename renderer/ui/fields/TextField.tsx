/** One line of text. */
import { type ReactNode, type Ref, useId } from 'react'
import { classes } from '../classes.ts'
import type { IconName } from '../icons.ts'
import { Icon } from '../status/Icon.tsx'
import css from './Field.module.css'
import { describedBy, FieldFrame, type FieldTexts } from './FieldFrame.tsx'

export type TextFieldProps = FieldTexts & {
  value: string
  onChange: (value: string) => void
  unit?: ReactNode
  placeholder?: string
  icon?: IconName
  isMono?: boolean
  isDisabled?: boolean
  /** In a dialog: takes the focus when it opens. */
  hasFirstFocus?: boolean
  inputRef?: Ref<HTMLInputElement>
}

export function TextField(props: TextFieldProps) {
  const { value, onChange, unit, placeholder, icon, isMono, isDisabled, hasFirstFocus, inputRef, ...texts } = props
  const id = useId()
  return (
    <FieldFrame id={id} {...texts}>
      <span className={classes(css.frame, texts.error && css.invalid)}>
        {icon && <Icon name={icon} size={14} />}
        <input
          id={id}
          ref={inputRef}
          type="text"
          className={classes(css.input, isMono && css.mono)}
          value={value}
          placeholder={placeholder}
          disabled={isDisabled}
          spellCheck={false}
          autoComplete="off"
          data-autofocus={hasFirstFocus || undefined}
          aria-invalid={texts.error ? true : undefined}
          aria-describedby={describedBy(id, texts)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        {unit && <span className={css.unit}>{unit}</span>}
      </span>
    </FieldFrame>
  )
}
