/**
 * An editor for payloads and code. CodeMirror loads when the first editor is shown, in its own chunk.
 *
 * Keyboard: Tab and Shift+Tab always move the focus on (no trap); Mod+] and Mod+[ indent, Enter keeps the
 * indentation, Mod+Enter submits, Escape is left to the dialog around it. The description tells so.
 */
import { lazy, Suspense, useId } from 'react'
import { useText } from '../../i18n/text.ts'
import { classes } from '../classes.ts'
import css from './CodeEditor.module.css'
import { loadUntilThere } from './loadUntilThere.ts'
import '../data/syntax.css'

export type EditorError = {
  /** Position in the text, in UTF-16 units. */
  at: number
  message: string
}

export type CodeEditorProps = {
  value: string
  onChange: (value: string) => void
  language: 'json' | 'text'
  label: string
  /** A token: `var(--h-editor)`. */
  minHeight?: string
  error?: EditorError | undefined
  isReadOnly?: boolean
  onSubmit?: () => void
}

const EditorSurface = lazy(() => loadUntilThere(() => import('./EditorSurface.tsx')))

/** Line and column, both from 1, of a position in a text. */
export function lineAndColumn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, Math.max(0, at))
  const lastBreak = before.lastIndexOf('\n')
  return { line: before.split('\n').length, column: before.length - lastBreak }
}

export function CodeEditor(props: CodeEditorProps) {
  const { value, error, label, minHeight } = props
  const t = useText()
  const id = useId()
  return (
    <div className={css.editor} style={{ minHeight }}>
      <div className={classes(css.frame, error && css.invalid)}>
        <Suspense fallback={<Waiting value={value} label={label} />}>
          <EditorSurface {...props} describedBy={`${id}-keys${error ? ` ${id}-error` : ''}`} />
        </Suspense>
      </div>
      <p className={css.unseen} id={`${id}-keys`}>
        {t('common.editor.keys')}
      </p>
      {error && (
        <p className={css.error} id={`${id}-error`} role="alert">
          {t('common.editor.errorAt', { ...lineAndColumn(value, error.at), message: error.message })}
        </p>
      )}
    </div>
  )
}

/** The text stands there at once; it can be edited when the editor is there. */
function Waiting({ value, label }: { value: string; label: string }) {
  return <textarea className={css.waiting} aria-label={label} readOnly value={value} />
}
