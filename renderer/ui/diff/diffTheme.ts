/**
 * How differences look, from the tokens. Left and right are two sources, neither of them good or bad: they
 * have colours of identity, no status, and the marked words are underlined as well.
 */
import { EditorView } from '@codemirror/view'

/** As much as leaves coloured code on them readable, in the light theme too; the line under the words does the rest. */
const LINE_PERCENT = 4
const WORDS_PERCENT = 5

const tint = (colour: string, percent: number) => `color-mix(in srgb, ${colour} ${percent}%, transparent)`

function side(name: 'a' | 'b', colour: string) {
  return {
    [`&.cm-merge-${name} .cm-changedLine`]: { backgroundColor: tint(colour, LINE_PERCENT) },
    [`&.cm-merge-${name} .cm-changedText`]: {
      background: tint(colour, WORDS_PERCENT),
      borderBottom: `var(--b-2) solid ${colour}`,
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
