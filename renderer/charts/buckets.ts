/** Steps of a chart: which are drawn whole, which dashed, which stand alone, and which a time selects. Pure. */
import type { ChartData, ChartSeries, ChartValues, TimeSpan } from './chartData.ts'

export const MAX_SERIES = 6

/** Both included. */
export type StepRange = { first: number; last: number }

/** Without the step that is not over yet. */
export const solidValues = (values: ChartValues, isLastPartial: boolean): (number | null)[] =>
  isLastPartial ? [...values.slice(0, -1), null] : [...values]

/** The line from the last whole step into the one that is not over; nulls elsewhere. */
export function dashedValues(values: ChartValues, isLastPartial: boolean): (number | null)[] {
  const first = isLastPartial ? values.length - 2 : values.length
  return values.map((value, index) => (index >= first ? value : null))
}

/** Values with nothing at either side: no line goes through them, so they are drawn as dots. */
export function lonelyIndices(values: ChartValues): number[] {
  return values.flatMap((value, index) =>
    value !== null && (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null ? [index] : [],
  )
}

/** The step whose value stands in the legend: a count of a step that is not over yet would always be low. */
export function liveIndex({ values, isCount = false }: ChartSeries, isLastPartial: boolean): number {
  const last = values.length - 1
  return isCount && isLastPartial && last > 0 ? last - 1 : last
}

/** What the legend shows when the crosshair is nowhere. */
export const liveValue = (series: ChartSeries, isLastPartial: boolean): number | null =>
  series.nowValue === undefined ? (series.values[liveIndex(series, isLastPartial)] ?? null) : series.nowValue

/** At most so many series: the largest as they are, the rest added up under one name. */
export function withOther(
  series: readonly ChartSeries[],
  { label, limit = MAX_SERIES }: { label: string; limit?: number },
): ChartSeries[] {
  if (series.length <= limit) return [...series]
  const bySize = series.toSorted((left, right) => sumOf(right.values) - sumOf(left.values))
  const kept = new Set(bySize.slice(0, limit - 1))
  const rest = bySize.slice(limit - 1)
  const values = (rest[0]?.values ?? []).map((_, index) => addUp(rest.map((one) => one.values[index] ?? null)))
  const isCount = rest.every((one) => one.isCount)
  return [...series.filter((one) => kept.has(one)), { id: 'other', label, tone: 'cat-6', values, isCount }]
}

const sumOf = (values: ChartValues) => values.reduce<number>((sum, value) => sum + (value ?? 0), 0)

function addUp(values: ChartValues): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : sumOf(known)
}

type Steps = Pick<ChartData, 'atMs' | 'stepMs'>

/** The time that these steps cover; null when there are none. */
export function spanOf({ atMs, stepMs }: Steps, { first, last }: StepRange): TimeSpan | null {
  const fromMs = atMs[Math.max(0, Math.min(first, last))]
  const lastMs = atMs[Math.min(atMs.length - 1, Math.max(first, last))]
  return fromMs === undefined || lastMs === undefined ? null : { fromMs, beforeMs: lastMs + stepMs }
}

/** The steps that a time touches; null when it lies outside of the chart. */
export function stepsIn({ atMs, stepMs }: Steps, { fromMs, beforeMs }: TimeSpan): StepRange | null {
  const first = atMs.findIndex((startMs) => startMs + stepMs > fromMs)
  const last = atMs.findLastIndex((startMs) => startMs < beforeMs)
  return first < 0 || last < first ? null : { first, last }
}
