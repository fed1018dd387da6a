/** An id short enough for a row, with both ends, because either end may be the one that somebody knows. */
const HEAD_LENGTH = 12
const TAIL_LENGTH = 4

/** `1-692c1f04-8d31-…-a7d4` becomes `1-692c1f04-…a7d4`; what is not longer stays whole. */
export function shortId(id: string): string {
  if (id.length <= HEAD_LENGTH + TAIL_LENGTH + 1) return id
  return `${id.slice(0, HEAD_LENGTH).replace(/-+$/, '')}…${id.slice(-TAIL_LENGTH)}`
}
