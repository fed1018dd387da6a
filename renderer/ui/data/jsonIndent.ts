/** How far a row of JSON stands to the right. */

/** Deeper than this the text no longer moves: it would leave the pane. */
const MOST_INDENTS = 32

export const indentOf = (depth: number): string => `calc(${Math.min(depth, MOST_INDENTS)} * var(--s-4) + var(--s-5))`
