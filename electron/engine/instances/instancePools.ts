/**
 * All function instances of one scheduler, by function. Each invocation given to `run` ends exactly
 * once through `onEnded`; `onStarted` comes before it for runs that last longer than a few milliseconds.
 */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../../base/clock.ts'
import type { HostOptions } from '../../base/hostOptions.ts'
import type { LoginTarget, Samples } from '../../base/instanceCalls.ts'
import type { Notice } from '../../base/threadLink.ts'
import type { AttemptEnd, AttemptStart, FunctionSpec, InstanceReport, Invocation, OutputChunk } from '../messages.ts'
import { DELETED, FunctionPool } from './functionPool.ts'
import { HeldInstances } from './heldInstances.ts'
import { Instance, type InstanceOwner } from './instance.ts'
import { type Isolation, probeIsolation } from './isolation.ts'
import { JudgedTime } from './judgedTime.ts'
import { launchOf } from './launch.ts'
import { interpreterLocator, type LocateInterpreter } from './locateInterpreter.ts'
import { StartGate } from './startGate.ts'
import { UsageRounds } from './usageRounds.ts'

const PUMP_EVERY_MS = 5
/** While closing there is nobody else to call `tick`. */
const CLOSING_TICK_MS = 100
const RUNTIME_DIR = fileURLToPath(new URL('../../runtimes/node/', import.meta.url))

export type InstancePoolsDeps = {
  clock: Clock
  options: Pick<HostOptions, 'workspaceDir' | 'maxStartsAtOnce' | 'machineConcurrency'>
  notify(notice: Notice): void
  onStarted(start: AttemptStart): void
  onEnded(key: number, end: AttemptEnd): void
  onOutput(chunk: OutputChunk): void
  onInstance(report: InstanceReport): void
  /** What an instance used so far, to be kept; the last time after its end. */
  onSamples?(instanceId: string, samples: Samples): void
  /** After each round of samples; there is none while no instance lives. */
  onSampled?(): void
  /** What was held is not any more. */
  onHoldEnded?(): void
  isolation?: Isolation // probed when it is not given
  locateInterpreter?: LocateInterpreter
}

export class InstancePools {
  readonly #deps: InstancePoolsDeps
  readonly #isolation: Isolation
  readonly #locate: LocateInterpreter
  readonly #time: JudgedTime
  readonly #gate: StartGate
  readonly #pools = new Map<number, FunctionPool>()
  readonly #rounds: UsageRounds
  /** Ended, but kept to be looked at. */
  readonly held: HeldInstances
  #pumpTimer: NodeJS.Timeout | null = null
  #isOutputPaused = false
  #onceAllGone: (() => void) | null = null

  constructor(deps: InstancePoolsDeps) {
    this.#deps = deps
    const { workspaceDir, maxStartsAtOnce } = deps.options
    this.#isolation = deps.isolation ?? probeIsolation({ workspaceDir })
    this.#locate = deps.locateInterpreter ?? interpreterLocator(placesOfHost())
    this.#time = new JudgedTime(deps.clock)
    this.#rounds = new UsageRounds({
      clock: deps.clock,
      instances: () => this.instances(),
      keep: (instanceId, samples) => deps.onSamples?.(instanceId, samples),
      sampled: () => deps.onSampled?.(),
    })
    this.held = new HeldInstances({ clock: deps.clock, gone: (instance) => this.#onHeldGone(instance) })
    this.#gate = new StartGate(maxStartsAtOnce, () => this.#startMore())
    const { notice } = this.#isolation
    if (notice !== null) deps.notify({ level: 'notice', code: 'no_isolation', message: notice })
  }

  /** A new revision: busy instances finish what they run, idle ones end, the next invocation is on the new. */
  setFunction(spec: FunctionSpec): void {
    const pool = this.#pools.get(spec.functionId)
    if (pool !== undefined) return pool.setSpec(spec)
    const { clock, onStarted, onEnded } = this.#deps
    this.#pools.set(
      spec.functionId,
      new FunctionPool(spec, {
        clock,
        gate: this.#gate,
        start: (revision, owner) => this.#start(revision, owner),
        started: onStarted,
        ended: onEnded,
        mayBegin: () => this.#mayBegin(),
        wake: () => this.#wake(),
      }),
    )
  }

  /** What waits becomes invalid, what runs may finish. */
  removeFunction(functionId: number): void {
    this.held.endOf(functionId)
    const pool = this.#pools.get(functionId)
    if (pool === undefined) return
    pool.remove()
    if (pool.isOver) this.#pools.delete(functionId)
  }

  run(invocation: Invocation): void {
    const pool = this.#pools.get(invocation.functionId)
    if (this.#onceAllGone !== null) this.#deps.onEnded(invocation.key, { outcome: 'released' })
    else if (pool === undefined) this.#deps.onEnded(invocation.key, DELETED)
    else pool.run(invocation)
  }

  /** Ignored when the task has ended meanwhile. */
  stop(key: number): void {
    for (const pool of this.#pools.values()) if (pool.stop(key)) return
  }

  /** Deadlines, memory, idle instances: the scheduler calls it ten times a second. */
  tick(): void {
    this.#time.tick()
    const overdue: Instance[] = []
    for (const instance of this.instances()) {
      instance.sampleMemory()
      if (instance.isOverdue()) overdue.push(instance)
    }
    if (overdue.length > 0) {
      afterReading(() => {
        for (const instance of overdue) instance.expire()
      })
    }
    this.held.tick()
    this.#rounds.tick()
    for (const [functionId, pool] of this.#pools) if (pool.isOver) this.#pools.delete(functionId)
  }

  /** By function: how many invocations hide the latency of a hop, for each place (`Pace`). */
  *depths(): IterableIterator<[functionId: number, depth: number]> {
    for (const [functionId, pool] of this.#pools) yield [functionId, pool.depth]
  }

  /** Throws instance_not_found, also for one that has ended, and instance_unavailable while it starts. */
  loginTarget(instanceId: string): LoginTarget {
    for (const instance of this.instances()) if (instance.id === instanceId) return instance.loginTarget
    const held = this.held.find(instanceId)
    if (held !== null) return held.loginTarget
    throw new AppError('instance_not_found', `no instance '${instanceId}' lives: it has ended, or there never was one`)
  }

  /** Stops reading what handlers print: they block in their next write. Their time-outs stand still. */
  pauseOutput(): void {
    this.#isOutputPaused = true
    this.#time.hold()
    for (const instance of this.instances()) instance.pauseOutput()
  }

  resumeOutput(): void {
    this.#isOutputPaused = false
    this.#time.release()
    for (const instance of this.instances()) instance.resumeOutput()
  }

  /** Runs preStop, then kills. Resolves when every process has ended; what ran was `stopped`. */
  async close(): Promise<void> {
    if (this.#isOutputPaused) this.resumeOutput()
    const allGone = new Promise<void>((resolve) => {
      this.#onceAllGone = resolve
    })
    const ticking = setInterval(() => this.tick(), CLOSING_TICK_MS)
    this.held.endAll()
    for (const pool of this.#pools.values()) pool.close()
    this.#checkAllGone()
    await allGone
    clearInterval(ticking)
    if (this.#pumpTimer !== null) clearTimeout(this.#pumpTimer)
  }

  all(): Iterable<FunctionPool> {
    return this.#pools.values()
  }

  /** Null: the function was deleted, or there never was one. */
  poolOf(functionId: number): FunctionPool | null {
    const pool = this.#pools.get(functionId)
    return pool === undefined || pool.isRemoved ? null : pool
  }

  /** How many more instances could ever run something at once. */
  get roomOnMachine(): number {
    let count = 0
    for (const pool of this.#pools.values()) count += pool.instances.size
    return Math.max(0, this.#deps.options.machineConcurrency - count)
  }

  *instances(): IterableIterator<Instance> {
    for (const pool of this.#pools.values()) yield* pool.instances
  }

  #start(spec: FunctionSpec, owner: InstanceOwner): Instance {
    const { clock, options, onInstance, onOutput } = this.#deps
    if (!existsSync(spec.codePath)) {
      throw new AppError('instance_unavailable', `the code folder ${spec.codePath} does not exist`)
    }
    const interpreter = this.#locate(spec)
    const id = `c-${randomBytes(4).toString('hex')}-${randomBytes(10).toString('hex')}` // FC.md section 1.4
    const { workspaceDir } = options
    const launch = launchOf(spec, {
      instanceId: id,
      interpreter,
      isolation: this.#isolation,
      workspaceDir,
      runtimeDir: RUNTIME_DIR,
    })
    const gone: InstanceOwner['gone'] = (instance, failure) => {
      if (instance.heldUntilMs === null) instance.removeFiles()
      this.#rounds.ended(instance)
      owner.gone(instance, failure)
      this.#checkAllGone()
    }
    const instance = new Instance({
      id,
      clock,
      time: this.#time,
      spec,
      interpreter,
      launch,
      owner: { ...owner, gone },
      held: this.held,
      onInstance,
      onOutput,
    })
    if (this.#isOutputPaused) instance.pauseOutput()
    return instance
  }

  /** The store grants by places; for functions with a pipeline only this is exact. */
  #mayBegin(): boolean {
    let runningCount = 0
    for (const instance of this.instances()) runningCount += instance.runningCount
    return runningCount < this.#deps.options.machineConcurrency
  }

  #startMore(): void {
    for (const pool of this.#pools.values()) pool.startMore()
  }

  #onHeldGone(instance: Instance): void {
    instance.removeFiles()
    this.#deps.onHoldEnded?.()
    this.#checkAllGone()
  }

  #checkAllGone(): void {
    if (this.#onceAllGone !== null && this.held.isEmpty && this.instances().next().done) {
      this.#onceAllGone()
    }
  }

  #wake(): void {
    this.#pumpTimer ??= setTimeout(() => this.#pump(), PUMP_EVERY_MS)
  }

  #pump(): void {
    this.#pumpTimer = null
    for (const pool of this.#pools.values()) if (pool.pump()) this.#wake()
  }
}

/** This thread may itself have been late: the answers that wait in the pipes are read first, which takes
 *  a whole turn of the event loop, wherever in a turn we are. */
function afterReading(run: () => void): void {
  setImmediate(() => setImmediate(run))
}

export function placesOfHost() {
  return {
    setting: null,
    path: process.env.PATH ?? '',
    homeDir: homedir(),
    ownNode: process.versions.electron === undefined ? process.execPath : null,
  }
}
