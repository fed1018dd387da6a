/** What the editor of ours is made of: the parts of CodeMirror in use, its look from the tokens, its keys. */
import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { jsonLanguage } from '@codemirror/lang-json'
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { setDiagnostics } from '@codemirror/lint'
import { search, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { INVISIBLE_PATTERN, markOf } from '../../../shared/format/invisibles.ts'
import type { EditorError } from './CodeEditor.tsx'
import { editorTheme } from './editorTheme.ts'
import { syntaxColours } from './highlight.ts'

type EditorParts = {
  /** Text: no grammar, or one that comes from elsewhere. */ language: 'json' | 'text'
  onSubmit: () => void
  onChange: (text: string) => void
}

export function editorExtensions({ language, onSubmit, onChange }: EditorParts): Extension {
  return [
    // before the default keys, which would put in a line
    keymap.of([
      {
        key: 'Mod-Enter',
        run: () => {
          onSubmit()
          return true
        },
      },
    ]),
    lineNumbers(),
    foldGutter(),
    highlightSpecialChars({ specialChars: INVISIBLE_PATTERN, render: specialMark }),
    history(),
    drawSelection(),
    EditorState.allowMultipleSelections.of(true),
    indentOnInput(),
    syntaxHighlighting(syntaxColours),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    search({ top: true }),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap]),
    language === 'json' ? jsonLanguage : [],
    editorTheme,
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString())
    }),
  ]
}

export function labelExtension({ label, describedBy }: { label: string; describedBy: string }): Extension {
  // tabindex: what scrolls must have something that the keyboard reaches, and axe counts no contenteditable
  const attributes = { 'aria-label': label, 'aria-describedby': describedBy, spellcheck: 'false', tabindex: '0' }
  return EditorView.contentAttributes.of(attributes)
}

export function editableExtension(isReadOnly: boolean): Extension {
  return EditorState.readOnly.of(isReadOnly)
}

/** Marks the place of the error, one character or the end of the text. */
export function showError(view: EditorView, error: EditorError | undefined): void {
  const length = view.state.doc.length
  const from = Math.min(Math.max(0, error?.at ?? 0), length)
  const diagnostics = error
    ? [{ from, to: Math.min(from + 1, length), severity: 'error' as const, message: error.message }]
    : []
  view.dispatch(setDiagnostics(view.state, diagnostics))
}

export function specialMark(code: number): HTMLElement {
  const mark = document.createElement('span')
  mark.className = 'cm-specialChar'
  mark.textContent = markOf(String.fromCodePoint(code))
  mark.title = mark.textContent
  return mark
}
