/** What an instance is at, how long that may take, and which of its attempts have taken too long. */
import { SECOND_MS } from '../../../shared/units/time.ts'
import type { FunctionSpec } from '../messages.ts'
import type { Attempt } from './attempt.ts'
import type { JudgedTime } from './judgedTime.ts'
import { initializerTimedOut, loadTimedOut, type PlatformError, timedOut } from './platformErrors.ts'

/** From the start of the process to its first word. */
const START_LIMIT_MS = 10 * SECOND_MS
/** From the first invocation to loaded code; the function's own time-out begins after it. */
const LOAD_LIMIT_MS = 120 * SECOND_MS

export type Stage = 'starting' | 'loading' | 'initializing' | 'prepared'
export type Overdue =
  | { kind: 'start'; reason: string }
  | { kind: 'idle'; reason: string }
  | { kind: 'attempts'; attempts: Attempt[]; error(peakBytes: number): PlatformError }

export class Deadlines {
  readonly #spec: FunctionSpec
  readonly #time: JudgedTime
  #stage: Stage = 'starting'
  #sinceMs: number
  #idleSinceMs = 0
  #isKept = false

  constructor(spec: FunctionSpec, time: JudgedTime) {
    this.#spec = spec
    this.#time = time
    this.#sinceMs = time.nowMs
  }

  get stage(): Stage {
    return this.#stage
  }

  enter(stage: Stage): void {
    this.#stage = stage
    this.#sinceMs = this.#time.nowMs
    this.#idleSinceMs = this.#sinceMs
  }

  becomesIdle(): void {
    this.#idleSinceMs = this.#time.nowMs
  }

  /** Somebody looks at it: it is never overdue for being idle. Afterwards its idle time begins anew. */
  keep(isKept: boolean): void {
    if (this.#isKept && !isKept) this.becomesIdle()
    this.#isKept = isKept
  }

  /** How long it may still be idle. Null: for ever. */
  get idleLeftMs(): number | null {
    return this.#isKept ? null : Math.max(0, this.#idleSinceMs + this.#spec.idleTimeoutMs - this.#time.nowMs)
  }

  /** The first invocation after idleness: code that is not loaded yet begins to load now. */
  becomesBusy(): void {
    if (this.#stage !== 'prepared') this.enter(this.#stage)
  }

  overdue(begun: Iterable<Attempt>): Overdue | null {
    const { timeoutMs, idleTimeoutMs, initializer } = this.#spec
    const nowMs = this.#time.nowMs
    const inStageMs = nowMs - this.#sinceMs
    if (this.#stage === 'starting') {
      if (inStageMs < START_LIMIT_MS) return null
      return { kind: 'start', reason: `it did not come up within ${START_LIMIT_MS / SECOND_MS} s` }
    }
    const attempts = [...begun]
    if (attempts.length === 0) {
      if (this.#isKept || nowMs - this.#idleSinceMs < idleTimeoutMs) return null
      return { kind: 'idle', reason: `idle for ${idleTimeoutMs / SECOND_MS} s` }
    }
    if (this.#stage === 'prepared') {
      const late = attempts.filter(({ begunJudgedMs }) => nowMs - begunJudgedMs >= timeoutMs)
      return late.length === 0 ? null : overdueAttempts(late, (peakBytes) => timedOut(timeoutMs, peakBytes))
    }
    if (this.#stage === 'loading') {
      return inStageMs < LOAD_LIMIT_MS ? null : overdueAttempts(attempts, (peak) => loadTimedOut(LOAD_LIMIT_MS, peak))
    }
    const limitMs = initializer?.timeoutMs ?? LOAD_LIMIT_MS
    return inStageMs < limitMs ? null : overdueAttempts(attempts, (peak) => initializerTimedOut(limitMs, peak))
  }
}

function overdueAttempts(attempts: Attempt[], error: (peakBytes: number) => PlatformError): Overdue {
  return { kind: 'attempts', attempts, error }
}
