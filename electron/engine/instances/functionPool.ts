/**
 * The instances of one function: gives them its invocations, starts more when that helps, and lets
 * those of an older revision finish (DESIGN.md section 5).
 */
import { AppError, ERROR_CODES } from '../../../shared/errors.ts'
import type { Clock } from '../../base/clock.ts'
import type { AttemptEnd, AttemptStart, FunctionSpec, Invocation } from '../messages.ts'
import type { Instance, InstanceOwner } from './instance.ts'
import { Pace } from './pace.ts'
import { hasRoom, type Room, roomiest } from './room.ts'
import type { StartGate } from './startGate.ts'
import { needsAnotherInstance } from './startPolicy.ts'
import { refusalText, WantedStarts } from './wantedStarts.ts'

/** A guess, until one has come up. */
const FIRST_COLD_START_MS = 50
/** After a start that failed, before the next is tried. */
const START_AGAIN_AFTER_MS = 500
/** More than this is never sent ahead to one instance, whatever its concurrency. */
const MAX_AHEAD_COUNT = 64

export type FunctionPoolDeps = {
  clock: Clock
  gate: StartGate
  /** Throws an `AppError` for what can never start, anything else for what may start later. */
  start(spec: FunctionSpec, owner: InstanceOwner): Instance
  started(start: AttemptStart): void
  ended(key: number, end: AttemptEnd): void
  /** False when the machine runs as many executions as it may (DESIGN.md section 4). */
  mayBegin(): boolean
  /** There is something that `pump` should look at soon. */
  wake(): void
}
/** What becomes of the tasks of a function that is not there (any more). */
export const DELETED: AttemptEnd = { outcome: 'invalid', reason: 'the function was deleted' }

type Waiting = { invocation: Invocation; sinceMs: number }

export class FunctionPool {
  readonly #deps: FunctionPoolDeps
  readonly #pace = new Pace()
  readonly #owner: InstanceOwner
  readonly #instances = new Set<Instance>()
  readonly #starting = new Set<Instance>()
  readonly #wanted = new WantedStarts()
  /** Those of the present revision, oldest first: the first ones get the work, the last ones go idle. */
  #current: Instance[] = []
  #waiting: Waiting[] = []
  #spec: FunctionSpec
  #coldStartMs = FIRST_COLD_START_MS
  #lastReadyMs = Number.NEGATIVE_INFINITY
  #noStartUntilMs = Number.NEGATIVE_INFINITY
  #isRemoved = false

  constructor(spec: FunctionSpec, deps: FunctionPoolDeps) {
    this.#spec = spec
    this.#deps = deps
    this.#owner = {
      started: deps.started,
      ended: ({ key }, end) => deps.ended(key, end),
      ran: (runMs) => this.#pace.sample(runMs),
      free: (instance) => this.#onFree(instance),
      returned: (invocations) => this.#onReturned(invocations),
      gone: (instance, failure) => this.#onGone(instance, failure),
    }
  }

  get depth(): number {
    return this.#pace.depth
  }

  get instances(): ReadonlySet<Instance> {
    return this.#instances
  }

  get isRemoved(): boolean {
    return this.#isRemoved
  }

  /** Removed, and nothing of it is left. */
  get isOver(): boolean {
    return this.#isRemoved && this.#instances.size === 0
  }

  setSpec(spec: FunctionSpec): void {
    const isOther = spec.revision !== this.#spec.revision || this.#isRemoved
    this.#spec = spec
    this.#isRemoved = false
    if (isOther) this.#supersede('its code or configuration has changed')
  }

  remove(): void {
    this.#isRemoved = true
    this.#wanted.clear()
    this.#endWaiting(DELETED)
    this.#current = []
    for (const instance of this.#instances) instance.drain('its function was deleted')
  }

  run(invocation: Invocation): void {
    if (this.#isRemoved) return this.#deps.ended(invocation.key, DELETED)
    const instance = this.#waiting.length === 0 ? roomiest(this.#current, this.#room) : null
    if (instance !== null) {
      instance.give(invocation)
    } else {
      this.#waiting.push({ invocation, sinceMs: this.#deps.clock.elapsedMs() })
      this.startMore()
    }
    this.#deps.wake()
  }

  stop(key: number): boolean {
    const index = this.#waiting.findIndex(({ invocation }) => invocation.key === key)
    if (index >= 0) {
      this.#waiting.splice(index, 1)
      this.#deps.ended(key, { outcome: 'stopped', facts: null })
      return true
    }
    for (const instance of this.#instances) if (instance.stop(key)) return true
    return false
  }

  close(): void {
    this.#isRemoved = true
    this.#wanted.clear()
    this.#current = []
    this.#endWaiting({ outcome: 'released' })
    for (const instance of this.#instances) instance.close()
  }

  /** Ends one of its instances: after what it runs, or at once. */
  retire(instance: Instance, { when, detail }: { when: 'afterTasks' | 'now'; detail: string }): void {
    this.#current = this.#current.filter((other) => other !== instance)
    if (when === 'now') instance.end(detail)
    else instance.drain(detail)
    this.startMore()
  }

  /** Returns why no other could be started; then this one stays. Null: it ends after what it runs. */
  restart(instance: Instance, detail: string): string | null {
    if (instance.isLeaving) return null
    if (!this.#isRemoved) this.#wanted.replace()
    const failure = this.#startWanted()
    if (failure === null) this.retire(instance, { when: 'afterTasks', detail })
    return failure
  }

  /** Starts up to `count` although no task waits. `machineRoom`: what this machine still has room for. */
  prewarm(count: number, machineRoom: number): { startedCount: number; refusal: string | null } {
    const { maxInstances } = this.#spec
    const room = Math.max(0, maxInstances - this.#size - this.#wanted.count)
    const acceptedCount = Math.min(count, room, machineRoom)
    this.#wanted.prewarm(acceptedCount)
    const before = this.#instances.size
    const failure = this.#startWanted()
    if (failure !== null) return { startedCount: this.#instances.size - before, refusal: failure }
    if (acceptedCount === count) return { startedCount: count, refusal: null }
    return { startedCount: acceptedCount, refusal: refusalText(machineRoom < room ? null : maxInstances) }
  }

  /** False when nothing is under way that must be looked at again soon. */
  pump(): boolean {
    for (const instance of this.#current) this.#giveWaiting(instance) // another function may have left room
    let isWaiting = this.startMore() || this.#waiting.length > 0
    for (const instance of this.#instances) if (instance.pump()) isWaiting = true
    return isWaiting
  }

  /** Starts as many instances as help now. True when it is worth asking again soon. */
  startMore(): boolean {
    while (this.#waiting.length > 0 && this.#deps.mayBegin() && this.#needsAnother()) {
      if (!this.#deps.gate.enter()) return true
      this.#startOne()
    }
    this.#startWanted()
    return this.#waiting.length > 0 && this.#size < this.#spec.maxInstances
  }

  #needsAnother(): boolean {
    const nowMs = this.#deps.clock.elapsedMs()
    if (nowMs < this.#noStartUntilMs) return false
    const [oldest] = this.#waiting
    const startingCount = this.#current.filter(({ isStarting }) => isStarting).length
    return needsAnotherInstance({
      waitingCount: this.#waiting.length,
      stalledMs: nowMs - Math.max(oldest?.sinceMs ?? nowMs, this.#lastReadyMs),
      startingCount,
      readyCount: this.#current.length - startingCount,
      totalCount: this.#size,
      maxInstances: this.#spec.maxInstances,
      concurrency: this.#spec.instanceConcurrency,
      typicalRunMs: this.#pace.typicalRunMs,
      isQuick: this.#pace.isQuick,
      coldStartMs: this.#coldStartMs,
    })
  }

  /** As many as the gate and the limit let in. Returns why the last one could not start; then no more are tried. */
  #startWanted(): string | null {
    if (this.#wanted.count === 0) return null // asked with each task that waits
    if (this.#size >= this.#spec.maxInstances) this.#wanted.isFull()
    while (this.#wanted.count > 0 && this.#size < this.#spec.maxInstances && this.#deps.gate.enter()) {
      this.#wanted.take()
      const failure = this.#startOne()
      if (failure !== null) return failure
    }
    return null
  }

  /** Returns why it could not be started. */
  #startOne(): string | null {
    try {
      const instance = this.#deps.start(this.#spec, this.#owner)
      this.#instances.add(instance)
      this.#starting.add(instance)
      this.#current.push(instance)
      return null
    } catch (error) {
      this.#wanted.clear() // before the gate lets somebody else in, who may ask for more of these
      const reason = error instanceof Error ? error.message : String(error)
      if (error instanceof AppError && !isRetryable(error)) {
        this.#endWaiting({ outcome: 'invalid', reason })
      } else {
        this.#onStartFailed(reason)
      }
      this.#deps.gate.leave()
      return reason
    }
  }

  /** Refusal 3 of DESIGN.md section 4, unless another instance will serve those that wait. */
  #onStartFailed(reason: string): void {
    this.#noStartUntilMs = this.#deps.clock.elapsedMs() + START_AGAIN_AFTER_MS
    this.#wanted.clear()
    if (this.#current.length === 0) this.#endWaiting({ outcome: 'refused', reason })
  }

  #onFree(instance: Instance): void {
    this.#giveWaiting(instance)
    this.#deps.wake() // to report what has changed
    if (!this.#starting.delete(instance)) return
    this.#lastReadyMs = this.#deps.clock.elapsedMs()
    if (instance.coldStartMs !== null) this.#coldStartMs = instance.coldStartMs
    this.#deps.gate.leave()
  }

  #onGone(instance: Instance, failure: string | null): void {
    this.#instances.delete(instance)
    this.#current = this.#current.filter((other) => other !== instance)
    if (failure !== null) this.#onStartFailed(failure)
    if (this.#starting.delete(instance)) this.#deps.gate.leave()
    this.startMore()
  }

  #onReturned(invocations: Invocation[]): void {
    if (this.#isRemoved) {
      for (const { key } of invocations) this.#deps.ended(key, { outcome: 'released' })
      return
    }
    const sinceMs = this.#deps.clock.elapsedMs()
    this.#waiting.unshift(...invocations.map((invocation) => ({ invocation, sinceMs })))
    for (const instance of this.#current) this.#onFree(instance)
    this.#deps.wake()
  }

  #giveWaiting(instance: Instance): void {
    while (this.#waiting.length > 0 && hasRoom(instance, this.#room)) {
      const next = this.#waiting.shift()
      if (next !== undefined) instance.give(next.invocation)
    }
  }

  get #room(): Room {
    const aheadLimit = Math.min(MAX_AHEAD_COUNT, this.#spec.instanceConcurrency * (this.#pace.depth - 1))
    return { aheadLimit, mayBegin: this.#deps.mayBegin }
  }

  #supersede(detail: string): void {
    this.#current = []
    for (const instance of this.#instances) instance.supersede(detail)
    this.startMore()
  }

  /** Those that count towards the limit: one that is here only for its terminals executes nothing. */
  get #size(): number {
    let size = 0
    for (const instance of this.#instances) if (!instance.isKeptForTerminals) size += 1
    return size
  }

  #endWaiting(end: AttemptEnd): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const { invocation } of waiting) this.#deps.ended(invocation.key, end)
  }
}

function isRetryable(error: AppError): boolean {
  return ERROR_CODES[error.code].canRetry
}
