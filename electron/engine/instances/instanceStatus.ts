/**
 * The state of an instance and its reports. Idle and busy alternate thousands of times a second under
 * short tasks: those two are reported when somebody asks (`tell`), every other change at once.
 */
import { type InstanceState, instanceStates } from '../../../shared/domain/instanceStates.ts'
import type { Clock } from '../../base/clock.ts'
import type { InstanceReport } from '../messages.ts'

type Who = Pick<InstanceReport, 'instanceId' | 'functionId' | 'codeHash' | 'revision' | 'interpreterVersion'>
/** What is told with each report. */
export type ReportedFacts = Pick<
  InstanceReport,
  'pid' | 'pidStartedAtTicks' | 'coldStartMs' | 'servedCount' | 'peakMemoryBytes'
>
export type InstanceStatusDeps = {
  clock: Clock
  who: Who
  facts(): ReportedFacts
  emit(report: InstanceReport): void
}
type Event = (typeof instanceStates.events)[number]

export class InstanceStatus {
  readonly #deps: InstanceStatusDeps
  #state: InstanceState = 'starting'
  #reported: InstanceState | null = null

  constructor(deps: InstanceStatusDeps) {
    this.#deps = deps
  }

  get state(): InstanceState {
    return this.#state
  }

  get isReady(): boolean {
    return this.#state === 'idle' || this.#state === 'busy'
  }

  move(event: Event, detail: string | null = null): void {
    this.#state = instanceStates.next(this.#state, event)
    if (event !== 'assign' && event !== 'free') this.tell(detail)
  }

  /** Idempotent: reports the state if it is another than the one reported last. */
  tell(detail: string | null = null): void {
    if (this.#state === this.#reported) return
    this.#reported = this.#state
    const { clock, who, facts, emit } = this.#deps
    emit({ ...who, ...facts(), state: this.#state, atMs: clock.nowMs(), detail })
  }
}
