/** What a chart is given: columns over the same times, what happened meanwhile, and what was selected. Times are in epoch milliseconds. */

/** Names of tokens: identity of a source, or a status. */
export const CHART_TONES = [
  'accent',
  'cat-1',
  'cat-2',
  'cat-3',
  'cat-4',
  'cat-5',
  'cat-6',
  'ok-solid',
  'fail-solid',
  'retry-solid',
  'run-solid',
  'wait-solid',
  'lapsed-solid',
  'ended-solid',
] as const
export type ChartTone = (typeof CHART_TONES)[number]

export type ChartValues = readonly (number | null)[] // null: nothing was measured

export type ChartSeries = {
  id: string
  label: string
  tone: ChartTone
  values: ChartValues
  isFilled?: boolean // the one that matters
  /** Of what happened in a step, which says little before the step is over; else a level, which is of now. */
  isCount?: boolean
  /** The value of now, where the last step has another one. */
  nowValue?: number | null
}

export type ChartMark = { atMs: number; label: string }

/** `beforeMs` is the first instant that is no longer in it. */
export type TimeSpan = { fromMs: number; beforeMs: number }

export type ChartData = {
  atMs: readonly number[] // where each step begins
  stepMs: number
  isLastPartial: boolean // the last step is not over yet
  series: readonly ChartSeries[]
  marks: readonly ChartMark[]
}

/** `duration` is logarithmic, from milliseconds to days. */
export type ChartScale = 'count' | 'duration' | 'logDuration'
