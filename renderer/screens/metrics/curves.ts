/** The charts of the screen: which columns each has, in which tones, and in which unit. Pure. */
import { formatCount } from '../../../shared/format/count.ts'
import { formatDurationMs } from '../../../shared/format/duration.ts'
import type { ChartData, ChartMark, ChartScale, ChartTone } from '../../charts/index.ts'
import type { MetricSeries } from '../../stores/metricsSeries.ts'

type Column = keyof MetricSeries['columns']
export type SeriesWord =
  | 'submitted'
  | 'succeeded'
  | 'failed'
  | 'retried'
  | 'backlog'
  | 'oldestAgeMs'
  | 'executing'
  | 'instances'
  | 'p50'
  | 'p95'
  | 'p99'
  | 'coldStarts'

export type Curve = { column: Column; word: SeriesWord; tone: ChartTone; isFilled?: boolean; isCount?: boolean }
export type ChartId = 'tasks' | 'backlog' | 'oldest' | 'running' | 'wait' | 'run' | 'coldStarts'
export type ChartPlan = { id: ChartId; scale: ChartScale; curves: readonly Curve[] }

const percentiles = (kind: 'wait' | 'run'): Curve[] => [
  { column: `${kind}P50Ms`, word: 'p50', tone: 'cat-2' },
  { column: `${kind}P95Ms`, word: 'p95', tone: 'cat-1' },
  { column: `${kind}P99Ms`, word: 'p99', tone: 'cat-4' },
]

export const CHARTS: readonly ChartPlan[] = [
  {
    id: 'tasks',
    scale: 'count',
    curves: [
      { column: 'submitted', word: 'submitted', tone: 'cat-1', isCount: true },
      { column: 'succeeded', word: 'succeeded', tone: 'ok-solid', isCount: true, isFilled: true },
      { column: 'retried', word: 'retried', tone: 'retry-solid', isCount: true },
      { column: 'failed', word: 'failed', tone: 'fail-solid', isCount: true },
    ],
  },
  {
    id: 'backlog',
    scale: 'count',
    curves: [{ column: 'backlog', word: 'backlog', tone: 'cat-1', isFilled: true }],
  },
  {
    id: 'oldest',
    scale: 'duration',
    curves: [{ column: 'oldestAgeMs', word: 'oldestAgeMs', tone: 'cat-3', isFilled: true }],
  },
  {
    id: 'running',
    scale: 'count',
    curves: [
      { column: 'executing', word: 'executing', tone: 'run-solid', isFilled: true },
      { column: 'instances', word: 'instances', tone: 'cat-5' },
    ],
  },
  { id: 'wait', scale: 'logDuration', curves: percentiles('wait') },
  { id: 'run', scale: 'logDuration', curves: percentiles('run') },
  {
    id: 'coldStarts',
    scale: 'count',
    curves: [{ column: 'coldStarts', word: 'coldStarts', tone: 'cat-6', isCount: true, isFilled: true }],
  },
]

export const formatOf = (scale: ChartScale): ((value: number) => string) =>
  scale === 'count' ? formatCount : formatDurationMs

type Words = { label: (word: SeriesWord) => string; marks: readonly ChartMark[] }

export const chartData = (answer: MetricSeries, curves: readonly Curve[], { label, marks }: Words): ChartData => ({
  atMs: answer.atMs,
  stepMs: answer.stepSeconds * 1_000,
  isLastPartial: answer.isLastPartial,
  series: curves.map(({ column, word, ...look }) => ({
    id: column,
    label: label(word),
    values: answer.columns[column],
    ...look,
  })),
  marks,
})
