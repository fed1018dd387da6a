/** An instance on its way out: it lets what has begun finish, runs preStop, and is killed. */
import { SECOND_MS } from '../../../shared/units/time.ts'
import type { FunctionSpec } from '../messages.ts'
import type { JudgedTime } from './judgedTime.ts'

const KILL_AGAIN_AFTER_MS = SECOND_MS

type Step = 'finishing' | 'hook' | 'killed'
export type DepartureDeps = { spec: Pick<FunctionSpec, 'preStop'>; time: JudgedTime }

export class Departure {
  readonly #deps: DepartureDeps
  #step: Step | null = null
  #sinceMs = 0
  #detail: string | null = null
  #mayStay = false

  constructor(deps: DepartureDeps) {
    this.#deps = deps
  }

  get hasBegun(): boolean {
    return this.#step !== null
  }

  /** Null: it is not on its way out. */
  get step(): Step | null {
    return this.#step
  }

  /** Why; the first reason counts. */
  get detail(): string | null {
    return this.#detail
  }

  /** It was superseded only, so it may stay as long as somebody looks around in it. */
  get mayStay(): boolean {
    return this.#mayStay
  }

  letStay(mayStay: boolean): void {
    this.#mayStay = mayStay
  }

  /** Moves on to a step, or takes it again, with a time of its own. */
  take(step: Step, detail: string | null = null): void {
    this.#step = step
    this.#detail ??= detail
    this.#sinceMs = this.#deps.time.nowMs
  }

  get isOverdue(): boolean {
    if (this.#step === null || this.#step === 'finishing') return false
    const limitMs = this.#step === 'hook' ? (this.#deps.spec.preStop?.timeoutMs ?? 0) : KILL_AGAIN_AFTER_MS
    return this.#deps.time.nowMs - this.#sinceMs >= limitMs
  }
}
