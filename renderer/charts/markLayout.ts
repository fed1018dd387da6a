/** Where the labels of marks stand: left of their line, or right of it at the edge, lower when they would touch. Pure. Units: pixels. */

export type PlacedMark = { left: number; isLabelled: boolean; isLabelRight: boolean; row: number }

type Room = { widths: readonly number[]; plotWidth: number; gap: number; rows: number }

/** `lefts` are the places of the lines, in order. The latest choose first; a label that fits in no row is left out. */
export function placeMarks(lefts: readonly number[], { widths, plotWidth, gap, rows }: Room): PlacedMark[] {
  const taken: { from: number; to: number }[][] = Array.from({ length: rows }, () => [])
  const place = (left: number, width: number): PlacedMark => {
    const isLabelRight = left - gap - width < 0
    const from = isLabelRight ? left + gap : left - gap - width
    const to = from + width
    const row =
      to > plotWidth
        ? -1
        : taken.findIndex((others) => others.every((one) => to + gap < one.from || from > one.to + gap))
    taken[row]?.push({ from, to })
    return { left, isLabelled: row >= 0, isLabelRight, row: Math.max(0, row) }
  }
  return lefts
    .map((left, index) => ({ left, width: widths[index] ?? 0 }))
    .toReversed()
    .map(({ left, width }) => place(left, width))
    .toReversed()
}
