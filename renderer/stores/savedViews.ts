/**
 * The views under Tasks: those that every project has, and the user's own. Their numbers are counted in the
 * engine once a minute while somebody looks, not at every change.
 */
import { create } from 'zustand'
import { dayText } from '../../shared/query/suggest.ts'
import { readFilter } from '../../shared/query/toFilter.ts'
import { MINUTE_MS } from '../../shared/units/time.ts'
import { client } from '../bridge/client.ts'
import { useLive } from './live.ts'
import { pause } from './pause.ts'
import { usePreferences } from './preferences.ts'
import { whileVisible } from './visibility.ts'

export const SYSTEM_VIEWS = ['running', 'failedToday', 'waiting', 'retriedToday'] as const
export type SystemView = (typeof SYSTEM_VIEWS)[number]

export type ViewCount = { count: number; isExact: boolean }

/** By the query's text; those that are missing were not counted yet. */
export const useViewCounts = create<Record<string, ViewCount>>(() => ({}))

/** The filter's text. `today` is a day of the calendar here, so the text changes at midnight. */
export function queryOf(view: SystemView, nowMs: number): string {
  if (view === 'running') return 'status:running'
  if (view === 'failedToday') return `status:failed since:${dayText(nowMs)}`
  if (view === 'waiting') return 'status:waiting until:1m'
  return `attempt:2.. since:${dayText(nowMs)}`
}

/** Once, after `connect`. Ends when the returned function is called. */
export function startViewCounts(): () => void {
  return whileVisible(() => {
    const recount = () => void countViews()
    const first = setTimeout(recount, FIRST_COUNT_MS)
    const timer = setInterval(recount, MINUTE_MS)
    const stopLive = useLive.subscribe((now, before) => {
      if (now.status === 'open' && before.status === 'lost') recount()
    })
    const stopViews = usePreferences.subscribe((now, before) => {
      if (now.savedViews !== before.savedViews) recount()
    })
    return () => {
      clearTimeout(first)
      clearInterval(timer)
      stopLive()
      stopViews()
    }
  })
}

/** From the beginning: the last numbers are another project's. */
export function recountViews(): void {
  useViewCounts.setState({}, true)
  void countViews()
}

let isCounting = false
let isCountWanted = false

/** One round at a time, so that a slow count is not asked for twice. */
async function countViews(): Promise<void> {
  isCountWanted = true
  if (isCounting) return
  isCounting = true
  while (isCountWanted) {
    isCountWanted = false
    const nowMs = Date.now()
    const own = usePreferences.getState().savedViews.map(({ query }) => query)
    for (const query of new Set([...SYSTEM_VIEWS.map((view) => queryOf(view, nowMs)), ...own])) {
      const { connection } = useLive.getState()
      const counted = await countQuery(query, nowMs).catch(() => null) // the last number stays
      if (counted !== null && connection === useLive.getState().connection) useViewCounts.setState({ [query]: counted })
    }
  }
  isCounting = false
}

const FIRST_COUNT_MS = 1_500 // what the window shows first comes first
const PAUSE_MS = 100 // between slices: a badge may take its time, others wait for the reader
const MAX_COUNT = 10_000 // beyond it a badge says "10,000+"
const MAX_SLICES = 40 // of a filter that matches few among very many

export async function countQuery(query: string, nowMs: number): Promise<ViewCount> {
  const { filter } = readFilter(query, nowMs)
  if (filter === null) return { count: 0, isExact: true } // its terms contradict each other
  let count = 0
  let cursor: string | undefined
  for (let slices = 0; slices < MAX_SLICES && count < MAX_COUNT; slices += 1) {
    const slice = await client['tasks.count']({ filter, ...(cursor === undefined ? {} : { cursor }) })
    count += slice.count
    if (slice.nextCursor === null) return { count, isExact: true }
    cursor = slice.nextCursor
    await pause(PAUSE_MS)
  }
  return { count: Math.min(count, MAX_COUNT), isExact: false }
}
