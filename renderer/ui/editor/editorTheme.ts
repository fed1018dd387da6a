/** The look of the editor, from the tokens: it follows the theme without being told. */
import { EditorView } from '@codemirror/view'

export const editorTheme = EditorView.theme({
  '&': { backgroundColor: 'var(--inset)', color: 'var(--fg-1)', height: '100%' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { font: 'var(--t-mono) var(--font-mono)', fontVariantLigatures: 'none', overflow: 'auto' },
  '.cm-content': { padding: 'var(--s-2) 0', caretColor: 'var(--accent)' },
  '.cm-line': { padding: '0 var(--s-2)' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)' },
  '.cm-gutters': { backgroundColor: 'var(--inset)', color: 'var(--fg-3)', border: '0' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--hover)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    background: 'color-mix(in srgb, var(--accent-solid) 45%, transparent)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--active)',
    outline: 'var(--b-1) solid var(--line-3)',
  },
  '.cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket': { color: 'var(--fail)' },
  '.cm-specialChar': { color: 'var(--retry)', backgroundColor: 'var(--retry-bg)', borderRadius: 'var(--r-1)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    backgroundColor: 'var(--fail-bg)',
    borderBottom: 'var(--b-2) solid var(--fail)',
  },
  '.cm-tooltip': {
    border: '0',
    borderRadius: 'var(--r-2)',
    backgroundColor: 'var(--raised)',
    color: 'var(--fg-1)',
    boxShadow: 'var(--shadow-float)',
  },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--fail)' },
  '.cm-panels': { backgroundColor: 'var(--raised)', color: 'var(--fg-1)' },
  '.cm-panels-top': { borderBottom: 'var(--b-1) solid var(--line-2)' },
  '.cm-searchMatch': { backgroundColor: 'var(--mark)', color: 'var(--mark-on)' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--active)', border: '0', color: 'var(--fg-2)' },
})
