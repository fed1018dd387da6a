/**
 * How differences look, from the tokens. Left and right are two sources, neither of them good or bad: they
 * have colours of identity, no status, and the marked words are underlined as well.
 */
import { EditorView } from '@codemirror/view'

const tint = (colour: string, percent: number) => `color-mix(in srgb, ${colour} ${percent}%, transparent)`

function side(name: 'a' | 'b', colour: string) {
  return {
    [`&.cm-merge-${name} .cm-changedLine`]: { backgroundColor: tint(colour, 9) },
    [`&.cm-merge-${name} .cm-changedText`]: {
      background: tint(colour, 20),
      borderBottom: `var(--b-1) solid ${colour}`,
    },
    [`&.cm-merge-${name} .cm-changedLineGutter`]: { background: colour },
  }
}

export const diffTheme = EditorView.theme({
  '&': { height: 'auto' },
  ...side('a', 'var(--cat-3)'),
  ...side('b', 'var(--cat-2)'),
  '.cm-changeGutter': { width: 'var(--s-3q)', paddingLeft: '0' },
  '.cm-mergeSpacer': { backgroundColor: 'var(--canvas)' },
  '.cm-collapsedLines': {
    padding: 'var(--s-1) var(--s-2)',
    background: 'var(--active)',
    color: 'var(--fg-2)',
    font: 'var(--t-11) var(--font-ui)',
    '&:before, &:after': { content: 'none' },
    '&:hover': { color: 'var(--fg-1)' },
  },
})
