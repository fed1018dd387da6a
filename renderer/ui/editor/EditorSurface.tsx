/** The CodeMirror view behind CodeEditor: made once, told what changed. */
import { Compartment } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import type { CodeEditorProps } from './CodeEditor.tsx'
import { editableExtension, editorExtensions, labelExtension, showError } from './editorExtensions.ts'

type EditorSurfaceProps = CodeEditorProps & { describedBy: string }

export default function EditorSurface(props: EditorSurfaceProps) {
  const { value, error, label, describedBy, isReadOnly = false, language } = props
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const labels = useRef(new Compartment())
  const editable = useRef(new Compartment())
  const latest = useRef(props)
  latest.current = props
  /** What the view holds, without asking it: a text of 1 MB is not put together again for each key. */
  const heldText = useRef(value)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the other values are told to the view below
  useEffect(() => {
    if (!host.current) return
    const made = new EditorView({
      parent: host.current,
      doc: latest.current.value,
      extensions: [
        editorExtensions({
          language,
          onSubmit: () => latest.current.onSubmit?.(),
          onChange: (text) => {
            heldText.current = text
            latest.current.onChange(text)
          },
        }),
        labels.current.of(labelExtension({ label, describedBy })),
        editable.current.of(editableExtension(isReadOnly)),
      ],
    })
    heldText.current = latest.current.value
    view.current = made
    return () => {
      view.current = null
      made.destroy()
    }
  }, [language])

  useEffect(() => {
    view.current?.dispatch({ effects: labels.current.reconfigure(labelExtension({ label, describedBy })) })
  }, [label, describedBy])

  useEffect(() => {
    view.current?.dispatch({ effects: editable.current.reconfigure(editableExtension(isReadOnly)) })
  }, [isReadOnly])

  useEffect(() => {
    const current = view.current
    if (!current || heldText.current === value) return
    heldText.current = value
    current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: value } })
  }, [value])

  useEffect(() => {
    if (view.current) showError(view.current, error)
  }, [error])

  return <div ref={host} />
}
