/** The way between a time in the charts and the filter of the task list, both directions. Pure. */
import { timesOf } from '../../shared/query/edit.ts'
import { queryText, readQuery, type Term } from '../../shared/query/terms.ts'
import { sinceMs, untilMs, type When } from '../../shared/query/times.ts'
import type { MetricsRoute, TimeSpan } from './route.ts'

/** The grammar is exact to the second; what begins or ends within one is in it. */
export function tasksQueryOf({ fromMs, beforeMs }: TimeSpan, functionName: string | null): string {
  const terms: Term[] = [
    ...(functionName === null ? [] : [{ isNegated: false, meaning: { key: 'fn' as const, patterns: [functionName] } }]),
    { isNegated: false, meaning: { key: 'since', when: instantOf(Math.floor(fromMs / 1_000) * 1_000) } },
    { isNegated: false, meaning: { key: 'until', when: instantOf(Math.ceil(beforeMs / 1_000) * 1_000) } },
  ]
  return queryText(terms)
}

/** In local time, as the grammar writes it. */
function instantOf(atMs: number): When {
  const date = new Date(atMs)
  return {
    kind: 'instant',
    year: date.getFullYear(),
    month: date.getMonth() + 1,
    day: date.getDate(),
    hour: date.getHours(),
    minute: date.getMinutes(),
    second: date.getSeconds(),
  }
}

/**
 * The charts of the time that a filter keeps, and of its function if it is exactly one; null when it says nothing
 * about a time. `since:1h` alone is a range that ends now.
 */
export function metricsRouteOf(query: string, nowMs: number): MetricsRoute | null {
  const [since, until] = [whenIn(query, 'since'), whenIn(query, 'until')]
  if (timesOf(query).length === 0 || since === null) return null
  const span = { fromMs: sinceMs(since, nowMs), beforeMs: until === null ? nowMs : untilMs(until, nowMs) }
  if (span.beforeMs <= span.fromMs) return null
  const base = { screen: 'metrics' as const, functionName: onlyFunctionIn(query) }
  const range = until === null && since.kind === 'ago' ? RANGE_OF_MS.get(since.agoMs) : undefined
  return range === undefined ? { ...base, range: null, zoom: span } : { ...base, range }
}

const MINUTES_MS = 60_000
const RANGE_OF_MS = new Map([
  [15 * MINUTES_MS, '15m' as const],
  [60 * MINUTES_MS, '1h' as const],
  [24 * 60 * MINUTES_MS, '24h' as const],
  [7 * 24 * 60 * MINUTES_MS, '7d' as const],
])

function whenIn(query: string, key: 'since' | 'until'): When | null {
  for (const { term } of readQuery(query))
    if (term?.meaning.key === key && 'when' in term.meaning) return term.meaning.when
  return null
}

function onlyFunctionIn(query: string): string | null {
  const patterns = readQuery(query).flatMap(({ term }) =>
    term?.meaning.key === 'fn' && !term.isNegated ? term.meaning.patterns : [],
  )
  const [only] = patterns
  return only === undefined || patterns.length > 1 || only.endsWith('*') ? null : only
}
