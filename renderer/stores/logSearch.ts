/**
 * Where a text or a pattern occurs in the stream: all hits, the newest found first, and the one that is looked at.
 * The host searches everything that is stored, in slices; hits come in while it does.
 */
import { create } from 'zustand'
import type { LogHit } from '../../shared/contract/logs.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { client } from '../bridge/client.ts'
import { follow } from './live.ts'
import { filterOf, type StreamFilter } from './logFilter.ts'
import { logStreamActions } from './logStream.ts'
import { paced } from './paced.ts'
import { whileVisible } from './visibility.ts'

export type LogPattern = { text: string; isRegex: boolean; isCaseSensitive: boolean }

type LogSearch = {
  pattern: LogPattern | null // null: nothing is looked for
  hits: readonly LogHit[] // in the order of the stream
  /** Of `hits`; null: none was gone to yet. */
  current: number | null
  isSearching: boolean
  hasTooMany: boolean // there are more than are kept
  error: AppError | null
}

const NOTHING: LogSearch = {
  pattern: null,
  hits: [],
  current: null,
  isSearching: false,
  hasTooMany: false,
  error: null,
}
export const useLogSearch = create<LogSearch>(() => NOTHING)

export const MAX_HITS = 10_000
const PAGE_HITS = 1_000

/** `lastChunk`: of those that were searched; null: not known yet. */
let search: { filter: StreamFilter; pattern: LogPattern; lastChunk: number | null } | null = null

/** Hits of a line, by `chunk:line`; the same object until hits are found. */
let byLine = new Map<string, LogHit[]>()
export const hitsOf = ({ chunk, line }: { chunk: number; line: number }): readonly LogHit[] | undefined =>
  byLine.get(`${chunk}:${line}`)

/** Until the returned function is called. */
export function openLogSearch(filter: StreamFilter, pattern: LogPattern): () => void {
  begin(filter, pattern)
  const stop = whileVisible(() =>
    follow(
      'logs',
      paced(async () => {
        if (search?.filter === filter && search.pattern === pattern) await searchNews(search)
      }),
    ),
  )
  return () => {
    stop()
    if (search?.filter !== filter || search.pattern !== pattern) return
    search = null
    byLine = new Map()
    useLogSearch.setState(NOTHING)
  }
}

/** Another project has other output: what is looked for is looked for there. */
export function forgetLogSearch(): void {
  if (search !== null) begin(search.filter, search.pattern)
}

function begin(filter: StreamFilter, pattern: LogPattern): void {
  search = { filter, pattern, lastChunk: null }
  byLine = new Map()
  useLogSearch.setState({ ...NOTHING, pattern, isSearching: true })
  void searchBackward(search)
}

export const logSearchActions = {
  next: (): void => step(1),
  previous: (): void => step(-1),
}

function step(by: 1 | -1): void {
  const { hits, current } = useLogSearch.getState()
  if (hits.length === 0) return
  // the first one gone to is the newest
  const next = current === null ? hits.length - 1 : (current + by + hits.length) % hits.length
  useLogSearch.setState({ current: next })
  const hit = hits[next]
  if (hit !== undefined) void logStreamActions.showAround(hit)
}

async function searchBackward(opened: NonNullable<typeof search>): Promise<void> {
  try {
    opened.lastChunk = await newestChunk()
    let fromChunk: number | undefined
    for (;;) {
      const page = await ask(opened, { direction: 'backward', ...(fromChunk !== undefined && { fromChunk }) })
      if (search !== opened) return
      addHits(page.hits.toReversed(), 'before')
      const isFull = useLogSearch.getState().hits.length >= MAX_HITS
      if (page.nextChunk === null || isFull) {
        useLogSearch.setState({ isSearching: false, hasTooMany: page.nextChunk !== null })
        return
      }
      fromChunk = page.nextChunk
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (search === opened) useLogSearch.setState({ error, isSearching: false })
  }
}

/** What was written since: found from the last chunk that was searched on. Rejects with `AppError`. */
async function searchNews(opened: NonNullable<typeof search>): Promise<void> {
  const { isSearching, error } = useLogSearch.getState()
  if (isSearching || error?.code === 'invalid_input') return
  const newest = await newestChunk()
  if (search !== opened) return
  // it failed, or other output is stored there now
  if (error !== null || opened.lastChunk === null || newest < opened.lastChunk) {
    begin(opened.filter, opened.pattern)
    return
  }
  let fromChunk = opened.lastChunk
  if (newest === fromChunk) return
  opened.lastChunk = newest
  for (;;) {
    const page = await ask(opened, { direction: 'forward', fromChunk })
    if (search !== opened) return
    addHits(page.hits, 'after')
    if (page.nextChunk === null) return
    fromChunk = page.nextChunk
  }
}

/** Of everything that is stored. */
const newestChunk = async (): Promise<number> =>
  (await client['logs.read']({ filter: {}, direction: 'backward', limitBytes: 1 })).lastChunk

function ask(
  { filter, pattern }: NonNullable<typeof search>,
  wish: { direction: 'forward' | 'backward'; fromChunk?: number },
) {
  return client['logs.search']({ filter: filterOf(filter), ...pattern, ...wish, limit: PAGE_HITS })
}

function addHits(found: readonly LogHit[], place: 'before' | 'after'): void {
  const known = new Set(useLogSearch.getState().hits.map(idOf))
  const news = found.filter((hit) => !known.has(idOf(hit)))
  if (news.length === 0) return
  for (const hit of news) {
    const key = `${hit.chunk}:${hit.line}`
    const ofLine = byLine.get(key)
    if (ofLine === undefined) byLine.set(key, [hit])
    else ofLine.push(hit)
  }
  const { hits, current } = useLogSearch.getState()
  const all = place === 'after' ? [...hits, ...news] : [...news, ...hits]
  const kept = all.slice(-MAX_HITS)
  for (const hit of all.slice(0, -MAX_HITS)) byLine.delete(`${hit.chunk}:${hit.line}`)
  const moved = current === null ? null : current + kept.length - hits.length - (place === 'after' ? news.length : 0)
  useLogSearch.setState(({ hasTooMany }) => ({
    hits: kept,
    current: moved === null || moved < 0 ? null : moved,
    hasTooMany: hasTooMany || kept.length < all.length,
  }))
}

const idOf = ({ chunk, line, column }: LogHit) => `${chunk}:${line}:${column}`
