/** What every field has around its control: the label above, a hint or an error below. */
import type { ReactNode } from 'react'
import css from './Field.module.css'

export type FieldTexts = { label: string; isLabelHidden?: boolean; hint?: string; error?: string }
type FieldFrameProps = FieldTexts & { id: string; children: ReactNode }

/** The ids that tie the texts to the control. */
export const describedBy = (id: string, { hint, error }: Pick<FieldTexts, 'hint' | 'error'>): string | undefined => {
  if (error) return `${id}-error`
  return hint ? `${id}-hint` : undefined
}

export function FieldFrame({ id, label, isLabelHidden = false, hint, error, children }: FieldFrameProps) {
  return (
    <div className={css.field}>
      <label className={isLabelHidden ? css.unseen : css.label} htmlFor={id}>
        {label}
      </label>
      {children}
      {error ? (
        <p className={css.error} id={`${id}-error`} role="alert">
          {error}
        </p>
      ) : (
        hint && (
          <p className={css.hint} id={`${id}-hint`}>
            {hint}
          </p>
        )
      )}
    </div>
  )
}
