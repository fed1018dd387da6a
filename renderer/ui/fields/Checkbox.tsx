/** Something that is so or not. */
import { useId } from 'react'
import { Icon } from '../status/Icon.tsx'
import css from './Field.module.css'

export type CheckboxProps = {
  label: string
  isLabelHidden?: boolean
  isChecked: boolean
  onChange: (isChecked: boolean) => void
  isDisabled?: boolean
  hint?: string
}

export function Checkbox({ label, isLabelHidden = false, isChecked, onChange, isDisabled, hint }: CheckboxProps) {
  const id = useId()
  return (
    <span className={css.check}>
      <span className={css.box}>
        <input
          id={id}
          type="checkbox"
          className={css.checkInput}
          checked={isChecked}
          disabled={isDisabled}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <Icon name="check" size={12} />
      </span>
      <span className={isLabelHidden ? css.unseen : css.checkText}>
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p className={css.hint} id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </span>
    </span>
  )
}
