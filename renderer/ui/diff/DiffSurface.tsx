/** The two CodeMirror views behind DiffView and DiffEditor: made once for a language, told what changed. */
import { MergeView } from '@codemirror/merge'
import type { EditorView } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { useLanguage, useText } from '../../i18n/text.ts'
import type { EditorError } from '../editor/CodeEditor.tsx'
import { editorExtensions, labelExtension, showError } from '../editor/editorExtensions.ts'
import type { CodeLanguage } from '../editor/highlight.ts'
import css from './Diff.module.css'
import { phrasesExtension, sharedExtensions, viewExtensions } from './diffExtensions.ts'

type DiffSurfaceProps = {
  left: string
  right: string
  onChange?: (right: string) => void
  language: CodeLanguage
  leftLabel: string
  rightLabel: string
  describedBy: string
  isFolded: boolean
  error?: EditorError | undefined
  onSubmit?: () => void
}

const FOLDED = { margin: 3, minSize: 4 } // lines
/** The exact search for differences gives up after this and marks larger parts: 256 KiB must not hold up the window. */
const DIFF_CONFIG = { scanLimit: 500, timeout: 200 }

export default function DiffSurface(props: DiffSurfaceProps) {
  const { left, right, language, leftLabel, rightLabel, describedBy, isFolded, error } = props
  const t = useText()
  const interfaceLanguage = useLanguage()
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<MergeView | null>(null)
  const latest = useRef(props)
  latest.current = props
  const heldRight = useRef(right)
  const isEditable = props.onChange !== undefined

  // biome-ignore lint/correctness/useExhaustiveDependencies: the texts and the fold are told to the views below
  useEffect(() => {
    if (!host.current) return
    const shared = [sharedExtensions(language), phrasesExtension(t('common.diff.equalLines'))]
    const made = new MergeView({
      parent: host.current,
      a: {
        doc: latest.current.left,
        extensions: [viewExtensions(), shared, labelExtension({ label: leftLabel, describedBy })],
      },
      b: {
        doc: latest.current.right,
        extensions: [
          isEditable
            ? editorExtensions({
                language: 'text', // the grammar is in what both share
                onSubmit: () => latest.current.onSubmit?.(),
                onChange: (text) => {
                  heldRight.current = text
                  latest.current.onChange?.(text)
                },
              })
            : viewExtensions(),
          shared,
          labelExtension({ label: rightLabel, describedBy }),
        ],
      },
      ...(latest.current.isFolded && { collapseUnchanged: FOLDED }),
      diffConfig: DIFF_CONFIG,
    })
    heldRight.current = latest.current.right
    view.current = made
    return () => {
      view.current = null
      made.destroy()
    }
  }, [language, leftLabel, rightLabel, describedBy, isEditable, isFolded, interfaceLanguage])

  useEffect(() => {
    if (view.current && view.current.a.state.doc.toString() !== left) replaceText(view.current.a, left)
  }, [left])

  useEffect(() => {
    if (!view.current || heldRight.current === right) return
    heldRight.current = right
    replaceText(view.current.b, right)
  }, [right])

  useEffect(() => {
    if (view.current && isEditable) showError(view.current.b, error)
  }, [error, isEditable])

  return <div ref={host} className={css.surface} />
}

function replaceText(editor: EditorView, text: string): void {
  editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } })
}
