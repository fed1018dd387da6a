/** A choice of one among two to five, all in sight. Radio buttons to the keyboard and to a screen reader. */
import { useId } from 'react'
import { classes } from '../classes.ts'
import css from './Segmented.module.css'

export type SegmentedProps<Value extends string> = {
  options: readonly { value: Value; label: string }[]
  value: Value
  onChange: (value: Value) => void
  label: string
}

export function Segmented<Value extends string>({ options, value, onChange, label }: SegmentedProps<Value>) {
  const name = useId()
  return (
    <div className={css.segments} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} className={classes(css.segment, option.value === value && css.on)}>
          <input
            type="radio"
            className={css.radio}
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  )
}
