/** How fast do pages of a long list of tasks come? */

import type { TaskFilter, TaskQueries } from '../../electron/engine/ports.ts'
import { createTaskQueries } from '../../electron/engine/tasks/taskQueries.ts'
import { openTaskDatabaseReadOnly } from '../../electron/storage/taskDatabase.ts'
import { DAY_MS, HOUR_MS } from '../../shared/units/time.ts'
import type { Bench, Measurement, RunSize } from './bench.ts'
import { type BenchHost, startBenchHost } from './benchHost.ts'
import { percentile } from './figures.ts'
import { type Seeded, seedTasks, storedFunction } from './seedTasks.ts'

const PAGE_LIMIT = 100
const NAME = storedFunction(7)

const sizeOf = ({ isQuick, isLarge }: RunSize) =>
  isQuick
    ? { taskCount: 50_000, pageCount: 20, deepPageCount: 20 }
    : { taskCount: isLarge ? 5_000_000 : 1_000_000, pageCount: 300, deepPageCount: 1_000 }

type Times = Map<string, number[]>

/** The views of the window and the CLI; the FC API has those that name a function. */
function filtersOf({ accountId, firstAtMs }: Seeded): Record<string, TaskFilter> {
  const all: TaskFilter = {
    accountId,
    functionName: null,
    states: null,
    idPrefix: null,
    startedFromMs: null,
    startedToMs: null,
    onlyTasks: false,
  }
  const startedFromMs = firstAtMs + 3 * DAY_MS
  return {
    newest: all,
    by_function: { ...all, functionName: NAME },
    by_state: { ...all, states: ['Failed'] },
    by_function_and_state: { ...all, functionName: NAME, states: ['Stopped'] },
    by_narrow_prefix: { ...all, idPrefix: 'order-00001' },
    by_wide_prefix: { ...all, idPrefix: 'order-' },
    by_time_range: { ...all, startedFromMs, startedToMs: startedFromMs + HOUR_MS },
    by_function_and_time_range: { ...all, functionName: NAME, startedFromMs, startedToMs: startedFromMs + DAY_MS },
  }
}

/** What the window's filter bar adds; rows come with the heads of their payloads. */
function windowFiltersOf({ accountId, firstAtMs }: Seeded): Record<string, TaskFilter> {
  const { newest: all } = filtersOf({ accountId, firstAtMs, lastAtMs: firstAtMs })
  if (all === undefined) return {}
  const submittedFromMs = firstAtMs + 3 * DAY_MS
  const range = { submittedFromMs, submittedBeforeMs: submittedFromMs + DAY_MS }
  return {
    newest: all,
    all_combined: { ...all, functions: [NAME], states: ['Succeeded'], idPrefix: 'order-', ...range },
    time_range: { ...all, ...range },
    function_beginnings: { ...all, functions: ['stored1*'], notFunctions: [storedFunction(11)] },
    text_of_ids: { ...all, text: 'ORDER-00001' },
    text_of_many_ids: { ...all, text: 'order' },
    text_in_vain: { ...all, text: 'card declined' },
    error_in_vain: { ...all, errorText: 'card declined' },
    excluded_prefix: { ...all, notIdPrefixes: ['1-'] },
    attempts_in_vain: { ...all, minAttempts: 3 },
  }
}

async function measureReader(workspaceDir: string, seeded: Seeded, size: RunSize): Promise<Times> {
  const { pageCount, deepPageCount } = sizeOf(size)
  const db = openTaskDatabaseReadOnly(workspaceDir)
  const queries = createTaskQueries(db)
  const times: Times = new Map()
  for (const [view, filter] of Object.entries(filtersOf(seeded))) {
    times.set(`reader_${view}`, await walk(pageCount, (cursor) => readPage(queries, filter, cursor)))
  }
  const { newest } = filtersOf(seeded)
  if (newest) times.set('reader_deep_pages', await walk(deepPageCount, (cursor) => readPage(queries, newest, cursor)))
  for (const [view, filter] of Object.entries(windowFiltersOf(seeded))) {
    times.set(
      `window_${view}`,
      await walk(
        pageCount,
        async (cursor) => (await queries.listRows({ filter, cursor, order: 'desc', limit: PAGE_LIMIT })).nextCursor,
      ),
    )
  }
  db.close()
  return times
}

async function readPage(queries: TaskQueries, filter: TaskFilter, cursor: string | null): Promise<string | null> {
  const page = await queries.listTasks({ filter, cursor, order: 'desc', limit: PAGE_LIMIT, includePayload: false })
  return page.nextCursor
}

async function measureFcApi({ client }: BenchHost, { firstAtMs }: Seeded, size: RunSize): Promise<Times> {
  const { pageCount, deepPageCount } = sizeOf(size)
  const startedFromMs = firstAtMs + 3 * DAY_MS
  const views = {
    by_function: '',
    by_function_and_state: 'status=Stopped',
    by_narrow_prefix: 'prefix=order-00001',
    by_wide_prefix: 'prefix=order-',
    by_function_and_time_range: `startedTimeBegin=${startedFromMs}&startedTimeEnd=${startedFromMs + DAY_MS}`,
  }
  const pagesOf = (query: string) => async (cursor: string | null) => {
    const from = cursor === null ? '' : `nextToken=${encodeURIComponent(cursor)}`
    const parts = [`limit=${PAGE_LIMIT}`, query, from, 'sortOrderByTime=desc']
    const { nextToken } = await client.listTasks(
      NAME,
      parts
        .filter((part) => part !== '')
        .sort()
        .join('&'),
    )
    return nextToken ?? null
  }
  const times: Times = new Map()
  for (const [view, query] of Object.entries(views)) times.set(`fc_api_${view}`, await walk(pageCount, pagesOf(query)))
  times.set('fc_api_deep_pages', await walk(deepPageCount, pagesOf('')))
  return times
}

/** Page after page, from the first again when they are used up; how long each one took. */
async function walk(pageCount: number, page: (cursor: string | null) => Promise<string | null>): Promise<number[]> {
  const timesMs: number[] = []
  let cursor: string | null = null
  while (timesMs.length < pageCount) {
    const startedMs = performance.now()
    cursor = await page(cursor)
    timesMs.push(performance.now() - startedMs)
  }
  return timesMs
}

function figuresOf(times: Times): Measurement {
  const measurement: Measurement = {}
  for (const [view, timesMs] of times) {
    measurement[`${view}_p50_ms`] = percentile(timesMs, 0.5)
    measurement[`${view}_p95_ms`] = percentile(timesMs, 0.95)
  }
  const p95sMs = (face: string) =>
    [...times].filter(([view]) => view.startsWith(face)).map(([, timesMs]) => percentile(timesMs, 0.95))
  measurement.reader_worst_p95_ms = Math.max(...p95sMs('reader_'))
  measurement.window_worst_p95_ms = Math.max(...p95sMs('window_'))
  measurement.fc_api_worst_p95_ms = Math.max(...p95sMs('fc_api_'))
  return measurement
}

export const list: Bench = {
  name: 'list',
  about:
    'pages of 100 among a million stored tasks (--large: five) of twenty functions; each view paged from its start',
  notes: [
    'reader_*: the query itself; fc_api_*: ListAsyncTasks of the host with its HTTP request and signature;',
    "window_*: as the window's list asks, payload heads included. deep_pages goes",
    'through the newest tasks page after page. A page of a filter that keeps few rows may come short, with a cursor.',
  ],
  subjects: [
    {
      name: 'taskyard',
      kind: 'ours',
      async measure(size) {
        let seeded: Seeded | null = null
        await using host = await startBenchHost((workspaceDir) => {
          seeded = seedTasks(workspaceDir, sizeOf(size).taskCount)
        })
        if (seeded === null) throw new Error('the workspace was not filled')
        const reader = await measureReader(host.workspaceDir, seeded, size)
        const fcApi = await measureFcApi(host, seeded, size)
        return figuresOf(new Map([...reader, ...fcApi]))
      },
    },
  ],
  targets: [
    { figure: 'reader_worst_p95_ms', times: 20, against: null },
    { figure: 'window_worst_p95_ms', times: 20, against: null },
    { figure: 'fc_api_worst_p95_ms', times: 20, against: null },
  ],
}
