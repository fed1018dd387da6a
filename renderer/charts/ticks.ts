/** Where the axes have their labels: three or four values, at most five times. Pure. */
import { formatCount } from '../../shared/format/count.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/units/time.ts'
import type { ChartScale, ChartValues } from './chartData.ts'

/** `values` are in the unit of the drawing: milliseconds or counts, and for a logarithmic axis their log10. */
export type ValueAxis = { min: number; max: number; ticks: { value: number; label: string }[] }

const ROUND_STEPS = [1, 2, 2.5, 5, 10]
const ROUND_SPANS_MS = [
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 4, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 5, 10, 20, 50, 100].map((days) => days * DAY_MS),
]
const LOG_TICKS_MS = [
  ...[0.1, 1, 10, 100],
  ...[SECOND_MS, 10 * SECOND_MS, MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, 10 * HOUR_MS, 4 * DAY_MS, 40 * DAY_MS],
]
/** What is shorter is drawn here: a logarithm has no zero. */
export const LOG_FLOOR_MS = 0.1
const MOST_TICKS = 4

export function valueAxis(scale: ChartScale, columns: readonly ChartValues[]): ValueAxis {
  if (scale === 'logDuration') return logAxis(columns)
  const max = largestOf(columns)
  const step = scale === 'duration' ? durationStep(max) : countStep(max)
  const count = Math.max(2, Math.ceil(max / step - 1e-9))
  const ticks = Array.from({ length: count + 1 }, (_, index) => index * step)
  const label = scale === 'duration' ? shortDuration : shortCount
  return { min: 0, max: step * count, ticks: ticks.map((value) => ({ value, label: label(value) })) }
}

/** The smallest round step that needs at most three of them. */
function countStep(max: number): number {
  if (max <= 2) return 1
  const raw = max / (MOST_TICKS - 1)
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = (ROUND_STEPS.find((round) => round * power >= raw - 1e-9) ?? 10) * power
  return Number.isInteger(step) ? step : Math.ceil(step)
}

const durationStep = (max: number): number => {
  const raw = max / (MOST_TICKS - 1)
  return ROUND_SPANS_MS.find((span) => span >= Math.max(raw, 1)) ?? raw
}

function logAxis(columns: readonly ChartValues[]): ValueAxis {
  const known = columns.flatMap((values) => values.filter((value) => value !== null))
  const smallest = Math.max(
    LOG_FLOOR_MS,
    known.reduce((left, right) => Math.min(left, right), known[0] ?? 1),
  )
  const largest = Math.max(smallest, largestOf(columns))
  const first = LOG_TICKS_MS.findLastIndex((tick) => tick <= smallest)
  const above = LOG_TICKS_MS.findIndex((tick) => tick >= largest)
  const last = Math.max(first + 2, above < 0 ? LOG_TICKS_MS.length - 1 : above)
  const within = LOG_TICKS_MS.slice(Math.max(0, first), last + 1)
  const every = Math.ceil(within.length / MOST_TICKS)
  const ticks = within.filter((_, index) => (within.length - 1 - index) % every === 0)
  return {
    min: Math.log10(within[0] ?? 1),
    max: Math.log10(within.at(-1) ?? 1_000),
    ticks: ticks.map((value) => ({ value: Math.log10(value), label: shortDuration(value) })),
  }
}

const largestOf = (columns: readonly ChartValues[]): number =>
  columns.reduce((most, values) => values.reduce<number>((max, value) => Math.max(max, value ?? 0), most), 0)

/** `500`, `1,500`, `20k`: never wider than the gutter. */
export function shortCount(value: number): string {
  if (value < 10_000) return formatCount(value)
  if (value < 1_000_000) return `${trimmed(value / 1_000)}k`
  return `${trimmed(value / 1_000_000)}M`
}

/** `0`, `100 ms`, `2 s`, `5 m`, `1 h`, `2 d`: of round values. */
export function shortDuration(ms: number): string {
  if (ms === 0) return '0'
  if (ms < SECOND_MS) return `${trimmed(ms)} ms`
  if (ms < MINUTE_MS) return `${trimmed(ms / SECOND_MS)} s`
  if (ms < HOUR_MS) return `${trimmed(ms / MINUTE_MS)} m`
  if (ms < DAY_MS) return `${trimmed(ms / HOUR_MS)} h`
  return `${trimmed(ms / DAY_MS)} d`
}

const trimmed = (value: number) => String(Math.round(value * 10) / 10)

const TIME_STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 4, 7, 14, 28].map((days) => days * DAY_MS),
]
const MOST_TIMES = 4 // and the end of the axis

/** Round times of the clock on the wall, at most four. */
export function timeTicks(fromMs: number, beforeMs: number): { ticks: number[]; stepMs: number } {
  const spanMs = Math.max(1, beforeMs - fromMs)
  const stepMs = TIME_STEPS_MS.find((step) => spanMs / step <= MOST_TIMES) ?? spanMs
  const offsetMs = new Date(fromMs).getTimezoneOffset() * MINUTE_MS
  const first = Math.ceil((fromMs - offsetMs) / stepMs) * stepMs + offsetMs
  const ticks: number[] = []
  for (let atMs = first; atMs <= beforeMs; atMs += stepMs) ticks.push(atMs)
  return { ticks, stepMs }
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** As exact as the distance of the labels asks for: `14:02:30`, `14:02`, `24 Nov`. */
export function timeLabel(atMs: number, { stepMs, language }: { stepMs: number; language: string }): string {
  const detail = stepMs >= DAY_MS ? 'day' : stepMs >= MINUTE_MS ? 'minute' : 'second'
  const key = `${detail} ${language}`
  const format =
    formats.get(key) ??
    new Intl.DateTimeFormat(language, {
      ...(detail === 'day'
        ? { day: 'numeric', month: 'short' }
        : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
      ...(detail === 'second' && { second: '2-digit' }),
    })
  formats.set(key, format)
  return format.format(atMs)
}
