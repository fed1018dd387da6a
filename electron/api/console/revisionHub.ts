/**
 * Follows the revisions of the host's threads for all windows together: each thread is asked once,
 * however many watch, and each answer waits at the thread until there is one. While nobody watches
 * nothing is asked; while nothing changes nothing runs.
 *
 * What it gives out are numbers of its own: those of a thread begin anew when it is replaced.
 */
import type { CancelSignal, ItemOf } from '../../../shared/contract/contract.ts'
import type { liveContract } from '../../../shared/contract/live.contract.ts'
import { SECOND_MS } from '../../../shared/units/time.ts'
import { NO_REVISION, type RevisionSource } from '../../base/revision.ts'

export type Revisions = ItemOf<(typeof liveContract)['live.revisions']>

/** At most four ticks a second. */
export const TICK_MS = SECOND_MS / 4

export type RevisionHubDeps = {
  sources: Record<keyof Revisions, RevisionSource>
  /** A number that no gateway of this workspace gave out before; milliseconds will do. */
  firstRevision: number
  waitMs?: (ms: number) => Promise<void>
}

export class RevisionHub {
  readonly #sources: [keyof Revisions, RevisionSource][]
  readonly #waitMs: (ms: number) => Promise<void>
  readonly #revisions: Revisions
  readonly #watchers = new Set<(revisions: Revisions) => void>()
  readonly #followed = new Set<keyof Revisions>()
  readonly #known = new Map<keyof Revisions, number>()
  #isResting = false // a tick was given a moment ago
  #hasNews = false // for the next tick

  constructor({ sources, firstRevision, waitMs = pause }: RevisionHubDeps) {
    this.#sources = Object.entries(sources) as [keyof Revisions, RevisionSource][] // the keys of the record
    this.#waitMs = waitMs
    this.#revisions = {
      tasks: firstRevision,
      logs: firstRevision,
      host: firstRevision,
      instances: firstRevision,
      terminals: firstRevision,
      metrics: firstRevision,
    }
  }

  /** Learns where every thread stands before any window pulls, so that this is no news to the first one. */
  async begin(): Promise<void> {
    await Promise.all(
      this.#sources.map(async ([name, source]) => {
        const revision = await source.revisionAfter(NO_REVISION).catch(() => null)
        if (revision !== null && !this.#known.has(name)) this.#known.set(name, revision)
      }),
    )
  }

  /** Gives the numbers as they are at once, and then whenever one grew, until `signal` is aborted. */
  async watch(emit: (revisions: Revisions) => void, signal: CancelSignal): Promise<void> {
    if (signal.aborted) return
    const watcher = (revisions: Revisions) => emit(revisions) // one for each call, whoever emits
    this.#watchers.add(watcher)
    emit({ ...this.#revisions })
    for (const [name, source] of this.#sources) void this.#follow(name, source)
    await new Promise<void>((resolve) => signal.addEventListener('abort', resolve))
    this.#watchers.delete(watcher)
  }

  /** One loop for each source; it ends with the first answer that nobody watches any more. */
  async #follow(name: keyof Revisions, source: RevisionSource): Promise<void> {
    if (this.#followed.has(name)) return
    this.#followed.add(name)
    while (this.#watchers.size > 0) {
      try {
        this.#known.set(name, await source.revisionAfter(this.#known.get(name) ?? NO_REVISION))
        this.#grow(name)
      } catch {
        this.#known.delete(name) // the thread is being replaced: whatever its new number is, it is news
      }
      await this.#waitMs(TICK_MS)
    }
    this.#followed.delete(name)
  }

  #grow(name: keyof Revisions): void {
    this.#revisions[name]++
    this.#hasNews = true
    if (!this.#isResting) void this.#tick()
  }

  async #tick(): Promise<void> {
    this.#isResting = true
    while (this.#hasNews) {
      this.#hasNews = false
      for (const watcher of this.#watchers) watcher({ ...this.#revisions })
      await this.#waitMs(TICK_MS)
    }
    this.#isResting = false
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms))
