/** From the measurements of several runs to figures: median, extremes, and ours against each of the others. */
import { type Bench, isMoreBetter, type Measurement, type Subject, type Target } from './bench.ts'

/** One subject, measured once. */
export type Sample = { subject: string; measurement: Measurement }
export type Figure = {
  figure: string
  subject: string
  kind: Subject['kind']
  median: number
  min: number
  max: number
  runs: number
}
/** `ratio` is ours divided by theirs. */
export type Comparison = Figure & { against: string; ratio: number }

export function figuresOf(bench: Bench, samples: Sample[]): Figure[] {
  const byFigure = new Map<string, Figure[]>()
  for (const { name, kind } of bench.subjects) {
    const own = samples.filter(({ subject }) => subject === name).map(({ measurement }) => measurement)
    for (const figure of new Set(own.flatMap((measurement) => Object.keys(measurement)))) {
      const values = own.map((measurement) => measurement[figure]).filter((value) => value !== undefined)
      const rows = byFigure.get(figure) ?? []
      const [min, max] = [Math.min(...values), Math.max(...values)]
      byFigure.set(figure, [
        ...rows,
        { figure, subject: name, kind, median: percentile(values, 0.5), min, max, runs: values.length },
      ])
    }
  }
  return [...byFigure.values()].flat()
}

/** Ours against each of the others that gave the same figure. */
export function comparisons(figures: Figure[]): Comparison[] {
  return figures
    .filter(({ kind }) => kind === 'ours')
    .flatMap((ours) =>
      figures
        .filter(({ figure, kind }) => figure === ours.figure && kind !== 'ours')
        .map((theirs) => ({ ...ours, against: theirs.subject, ratio: ours.median / theirs.median })),
    )
}

/** One line of JSON for each figure of ours; one for each of the others beside it, where there are any. */
export function jsonLines(bench: Bench, figures: Figure[]): string[] {
  const compared = comparisons(figures)
  const alone = figures.filter(
    ({ figure, kind }) => kind === 'ours' && !compared.some((comparison) => comparison.figure === figure),
  )
  return [...compared, ...alone].map(({ figure, median, min, max, runs, ...rest }) => {
    const { against, ratio } = rest as Partial<Comparison> // absent where nothing was compared
    return JSON.stringify({ bench: bench.name, figure, median, min, max, runs, against, ratio })
  })
}

/** Null when a subject of the target was not measured. */
export function judged(
  { figure, times, against }: Target,
  figures: Figure[],
): { value: number; isMet: boolean } | null {
  const medianOf = (isIt: (figure: Figure) => boolean) =>
    figures.find((one) => one.figure === figure && isIt(one))?.median
  const ours = medianOf(({ kind }) => kind === 'ours')
  const theirs = against === null ? 1 : medianOf(({ subject }) => subject === against)
  if (ours === undefined || theirs === undefined) return null
  const value = ours / theirs
  return { value, isMet: isMoreBetter(figure) ? value >= times : value <= times }
}

/** The value that `ratio` of all values do not exceed. Throws a RangeError when there are none. */
export function percentile(values: number[], ratio: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(ratio * sorted.length))]
  if (value === undefined) throw new RangeError('there is no percentile of nothing')
  return value
}
