/**
 * Where a text or a pattern occurs in the stream: all hits, the newest found first, and the one that is looked at.
 * The host searches everything that is stored, in slices; hits come in while it does.
 */
import { create } from 'zustand'
import type { LogHit } from '../../shared/contract/logs.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { client } from '../bridge/client.ts'
import { follow } from './live.ts'
import { filterOf, loadedChunks, logStreamActions, type StreamFilter } from './logStream.ts'
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

let search: { filter: StreamFilter; pattern: LogPattern; lastChunk: number } | null = null

/** Hits of a line, by `chunk:line`; the same object until hits are found. */
let byLine = new Map<string, LogHit[]>()
export const hitsOf = ({ chunk, line }: { chunk: number; line: number }): readonly LogHit[] | undefined =>
  byLine.get(`${chunk}:${line}`)

/** Until the returned function is called. */
export function openLogSearch(filter: StreamFilter, pattern: LogPattern): () => void {
  const opened = { filter, pattern, lastChunk: 0 }
  search = opened
  byLine = new Map()
  useLogSearch.setState({ ...NOTHING, pattern, isSearching: true })
  void searchBackward(opened)
  const stop = whileVisible(() =>
    follow(
      'logs',
      paced(() => searchNews(opened)),
    ),
  )
  return () => {
    stop()
    if (search === opened) {
      search = null
      byLine = new Map()
      useLogSearch.setState(NOTHING)
    }
  }
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
  if (hit !== undefined) void logStreamActions.showAround(hit.chunk)
}

async function searchBackward(opened: NonNullable<typeof search>): Promise<void> {
  try {
    const { last } = loadedChunks()
    opened.lastChunk = last
    let fromChunk: number | undefined
    for (;;) {
      const page = await ask(opened, { direction: 'backward', ...(fromChunk !== undefined && { fromChunk }) })
      if (search !== opened) return
      const newest = page.hits[0]?.chunk ?? 0
      opened.lastChunk = Math.max(opened.lastChunk, newest)
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

/** What was written since: found from the last chunk that was searched on. */
async function searchNews(opened: NonNullable<typeof search>): Promise<void> {
  const { isSearching, error } = useLogSearch.getState()
  const { last } = loadedChunks()
  if (search !== opened || isSearching || error !== null || opened.lastChunk === 0 || last <= opened.lastChunk) return
  let fromChunk = opened.lastChunk
  opened.lastChunk = last
  for (;;) {
    const page = await ask(opened, { direction: 'forward', fromChunk })
    if (search !== opened) return
    addHits(page.hits, 'after')
    opened.lastChunk = Math.max(opened.lastChunk, page.hits.at(-1)?.chunk ?? 0)
    if (page.nextChunk === null || useLogSearch.getState().hits.length >= MAX_HITS) return
    fromChunk = page.nextChunk
  }
}

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
  useLogSearch.setState(({ hits, current }) =>
    place === 'after'
      ? { hits: [...hits, ...news] }
      : { hits: [...news, ...hits], current: current === null ? null : current + news.length },
  )
}

const idOf = ({ chunk, line, column }: LogHit) => `${chunk}:${line}:${column}`
