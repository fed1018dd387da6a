/**
 * What was, on the left and read-only, and what shall be, on the right and editable; what differs is marked.
 *
 * Keyboard as in CodeEditor: Tab and Shift+Tab move the focus on, Mod+Enter submits, Escape is left to the
 * dialog around it. Without `onChange` the right side is read-only, too.
 */
import { lazy, Suspense, useId } from 'react'
import { useText } from '../../i18n/text.ts'
import { classes } from '../classes.ts'
import { type EditorError, lineAndColumn } from '../editor/CodeEditor.tsx'
import { loadUntilThere } from '../editor/loadUntilThere.ts'
import css from './Diff.module.css'
import { DiffWaiting } from './DiffWaiting.tsx'
import '../data/syntax.css'

export type DiffEditorProps = {
  left: string
  right: string
  onChange?: (right: string) => void
  language: 'json' | 'text'
  leftLabel: string
  rightLabel: string
  /** A token: `var(--h-editor)`. */
  minHeight?: string
  /** In the right text. */
  error?: EditorError | undefined
  onSubmit?: () => void
}

const DiffSurface = lazy(() => loadUntilThere(() => import('./DiffSurface.tsx')))

export function DiffEditor(props: DiffEditorProps) {
  const { left, right, leftLabel, rightLabel, minHeight, error } = props
  const t = useText()
  const id = useId()
  return (
    <div className={css.diff}>
      <div className={css.labels}>
        <span className={css.label}>{leftLabel}</span>
        <span className={css.label}>{rightLabel}</span>
      </div>
      <div className={classes(css.frame, error && css.invalid)} style={{ minHeight }}>
        <Suspense fallback={<DiffWaiting {...{ left, right, leftLabel, rightLabel }} />}>
          <DiffSurface {...props} describedBy={`${id}-keys${error ? ` ${id}-error` : ''}`} isFolded={false} />
        </Suspense>
      </div>
      <p className={css.unseen} id={`${id}-keys`}>
        {`${t('common.editor.keys')} ${t('common.diff.keys')}`}
      </p>
      {error && (
        <p className={css.error} id={`${id}-error`} role="alert">
          {t('common.editor.errorAt', { ...lineAndColumn(right, error.at), message: error.message })}
        </p>
      )}
    </div>
  )
}
