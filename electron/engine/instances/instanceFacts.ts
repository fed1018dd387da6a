/** What is told of an instance: to whoever looks at it now, to whoever wants to log in, and to the database. */
import type { Clock } from '../../base/clock.ts'
import type { LiveInstance, LoginTarget } from '../../base/instanceCalls.ts'
import type { FunctionSpec } from '../messages.ts'
import type { Attempts } from './attempts.ts'
import type { Deadlines } from './deadlines.ts'
import type { InstanceProcess } from './instanceProcess.ts'
import type { InstanceStatus, ReportedFacts } from './instanceStatus.ts'
import type { Launch } from './launch.ts'
import { loginTargetOf } from './loginTarget.ts'
import type { MemoryWatch } from './memoryWatch.ts'
import type { UsageSampler } from './usageSampler.ts'

export type InstanceFactsDeps = {
  id: string
  clock: Clock
  spec: FunctionSpec
  launch: Launch
  process: InstanceProcess
  status: InstanceStatus
  attempts: Attempts
  deadlines: Deadlines
  memory: MemoryWatch
  usage: UsageSampler
}

export class InstanceFacts {
  readonly #deps: InstanceFactsDeps
  readonly #createdAtMs: number
  readonly #spawnedElapsedMs: number
  #idleSinceMs: number | null = null
  #coldStartMs: number | null = null
  #heldUntilMs: number | null = null
  terminalCount = 0

  /** Once its process has been started. */
  constructor(deps: InstanceFactsDeps) {
    this.#deps = deps
    this.#createdAtMs = deps.clock.nowMs()
    this.#spawnedElapsedMs = deps.clock.elapsedMs()
  }

  get coldStartMs(): number | null {
    return this.#coldStartMs
  }

  get heldUntilMs(): number | null {
    return this.#heldUntilMs
  }

  cameUp(): void {
    this.#coldStartMs = this.#deps.clock.elapsedMs() - this.#spawnedElapsedMs
    this.becameIdle()
  }

  becameIdle(): void {
    this.#idleSinceMs = this.#deps.clock.nowMs()
  }

  /** It has ended, and is kept to be looked at. */
  isHeldNow(): void {
    this.#heldUntilMs = this.#deps.clock.nowMs() + this.#deps.spec.holdMs
  }

  get reported(): ReportedFacts {
    const { process, attempts, memory } = this.#deps
    return {
      ...process.identity,
      coldStartMs: this.#coldStartMs,
      servedCount: attempts.servedCount,
      peakMemoryBytes: memory.peakBytes || null,
    }
  }

  /** Throws instance_unavailable while it starts. */
  get loginTarget(): LoginTarget {
    const { id, spec, launch, process, attempts } = this.#deps
    return loginTargetOf({
      instanceId: id,
      spec,
      launch,
      inside: process.inside,
      runs: this.#runs,
      lastTaskId: attempts.lastTaskId,
      isHeld: this.#heldUntilMs !== null,
    })
  }

  get live(): LiveInstance {
    const { id, clock, spec, process, status, attempts, deadlines, memory, usage } = this.#deps
    const { state } = status
    const leftMs = state === 'idle' ? deadlines.idleLeftMs : null
    return {
      instanceId: id,
      functionId: spec.functionId,
      state,
      pid: process.identity.pid,
      codeHash: spec.codeHash,
      createdAtMs: this.#createdAtMs,
      coldStartMs: this.#coldStartMs,
      servedCount: attempts.servedCount,
      runs: this.#runs,
      idleSinceMs: state === 'idle' ? this.#idleSinceMs : null,
      stopsAtMs: leftMs === null ? null : Math.round(clock.nowMs() + leftMs),
      terminalCount: this.terminalCount,
      heldUntilMs: this.#heldUntilMs,
      memoryLimitBytes: spec.memoryBytes,
      timeoutMs: spec.timeoutMs,
      peakMemoryBytes: memory.peakBytes || null,
      recent: usage.recent,
    }
  }

  /** What runs, or of a held one what failed. */
  get #runs() {
    const { failedRuns, runs } = this.#deps.attempts
    return this.#heldUntilMs === null ? runs : failedRuns
  }
}
