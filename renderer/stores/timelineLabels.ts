/**
 * Where the labels under a timeline's axis stand, so that none is printed over another: what is said of a cut moves
 * aside, an instant that has no room is left out. Pure; lengths in ch, as text of the axis is that wide at most.
 */
export type AxisLabel = { kind: 'tick' | 'cut'; atRatio: number; text: string; title?: string }
/** A box of `axisCh`, as ratios of it; `align` is where in the box the text stands. */
export type PlacedLabel = AxisLabel & { fromRatio: number; widthRatio: number; align: 'start' | 'center' | 'end' }

export const LABEL_GAP_CH = 1

type Box = { fromCh: number; widthCh: number }

/** In the order of the axis. */
export function placeLabels(labels: readonly AxisLabel[], axisCh: number): PlacedLabel[] {
  const placed: { label: AxisLabel; box: Box }[] = []
  for (const label of labels.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    const boxes = placed.map(({ box }) => box)
    const box = boxFor(label, { boxes, axisCh })
    if (box !== null) placed.push({ label, box })
  }
  return placed
    .toSorted((a, b) => a.box.fromCh - b.box.fromCh)
    .map(({ label, box: { fromCh, widthCh } }) => ({
      ...label,
      fromRatio: fromCh / axisCh,
      widthRatio: widthCh / axisCh,
      align: label.atRatio === 0 ? 'start' : label.atRatio === 1 ? 'end' : 'center',
    }))
}

/** Both ends are named first, then what is cut, then the instants between. */
function rankOf({ kind, atRatio }: AxisLabel): number {
  if (kind === 'cut') return 2
  return atRatio === 0 ? 0 : atRatio === 1 ? 1 : 3
}

/** The free place that is next to its own; null: too far from it, or none. */
function boxFor(label: AxisLabel, { boxes, axisCh }: { boxes: readonly Box[]; axisCh: number }): Box | null {
  const widthCh = label.text.length
  const lastCh = axisCh - widthCh
  if (lastCh < 0) return null
  const ownCh = Math.min(Math.max(label.atRatio * axisCh - widthCh / 2, 0), lastCh)
  const aside = boxes.flatMap((box) => [box.fromCh + box.widthCh + LABEL_GAP_CH, box.fromCh - LABEL_GAP_CH - widthCh])
  const reachCh = label.kind === 'cut' ? widthCh : 0
  const [fromCh] = [ownCh, ...aside]
    .filter((at) => at >= 0 && at <= lastCh && Math.abs(at - ownCh) <= reachCh)
    .filter((at) => boxes.every((box) => isApart({ fromCh: at, widthCh }, box)))
    .toSorted((a, b) => Math.abs(a - ownCh) - Math.abs(b - ownCh))
  return fromCh === undefined ? null : { fromCh, widthCh }
}

function isApart(one: Box, other: Box): boolean {
  const [left, right] = one.fromCh <= other.fromCh ? [one, other] : [other, one]
  return right.fromCh - (left.fromCh + left.widthCh) >= LABEL_GAP_CH - 1e-9
}
