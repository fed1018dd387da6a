/**
 * One instance: a process (tree) that serves one revision of one function. It starts, gets invocations,
 * some of them ahead of time, and ends: idle, drained, stopped, crashed, or because an attempt took too
 * long or too much memory.
 */
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs'
import { SECOND_MS } from '../../../shared/units/time.ts'
import type { Clock } from '../../base/clock.ts'
import type { LiveInstance, LoginTarget } from '../../base/instanceCalls.ts'
import type { FunctionSpec, InstanceReport, Invocation, OutputChunk } from '../messages.ts'
import type { Attempt } from './attempt.ts'
import { exitText } from './attemptEnds.ts'
import { type AttemptOwner, Attempts } from './attempts.ts'
import { Deadlines } from './deadlines.ts'
import { decodeFrame, encodeFrame, type InstanceFrame, type ResultFrame } from './frames.ts'
import type { HeldInstances } from './heldInstances.ts'
import { initFrame } from './initFrame.ts'
import { InstanceOutput } from './instanceOutput.ts'
import { type Exit, InstanceProcess } from './instanceProcess.ts'
import { InstanceStatus } from './instanceStatus.ts'
import type { JudgedTime } from './judgedTime.ts'
import type { Launch } from './launch.ts'
import { loginTargetOf } from './loginTarget.ts'
import { MemoryWatch } from './memoryWatch.ts'
import { outOfMemory, type PlatformError } from './platformErrors.ts'
import { UsageSampler } from './usageSampler.ts'
import { WorkList } from './workList.ts'

const KILL_AGAIN_AFTER_MS = SECOND_MS

export type InstanceOwner = AttemptOwner & {
  /** It has come up, or a place became free. */
  free(instance: Instance): void
  /** `failure`: it never came up, and why. */
  gone(instance: Instance, failure: string | null): void
}
export type InstanceDeps = {
  id: string
  clock: Clock
  time: JudgedTime
  spec: FunctionSpec
  interpreter: { version: string; notice: string | null }
  launch: Launch
  owner: InstanceOwner
  held: Pick<HeldInstances, 'take' | 'gone'>
  onInstance(report: InstanceReport): void
  onOutput(chunk: OutputChunk): void
}

/** On its way out: lets what has begun finish, runs preStop, is killed. */
type Leaving = { detail: string; step: 'finishing' | 'hook' | 'killed'; sinceMs: number }

export class Instance {
  readonly #deps: InstanceDeps
  readonly #attempts: Attempts
  readonly #status: InstanceStatus
  readonly #deadlines: Deadlines
  readonly #output: InstanceOutput
  readonly #memory: MemoryWatch
  readonly #process: InstanceProcess
  readonly usage: UsageSampler
  readonly #createdAtMs: number
  readonly #spawnedElapsedMs: number
  #idleSinceMs: number | null = null
  #terminalCount = 0
  #staysForTerminals = false
  #coldStartMs: number | null = null
  #leaving: Leaving | null = null
  #failure: string | null = null
  #isClosing = false
  #isHeld = false
  #heldUntilMs: number | null = null

  /** Throws when the system refuses to start any process. */
  constructor(deps: InstanceDeps) {
    const { id: instanceId, clock, time, spec, launch, interpreter, owner } = deps
    const { functionId, codeHash } = spec
    const token = randomBytes(8).toString('hex')
    const work = new WorkList<Attempt>(spec.instanceConcurrency)
    this.#deps = deps
    this.#memory = new MemoryWatch(spec.memoryBytes)
    this.#deadlines = new Deadlines(spec, time)
    this.#output = new InstanceOutput({
      clock,
      token,
      instanceId,
      functionId,
      work,
      emit: deps.onOutput,
    })
    this.#attempts = new Attempts({
      instanceId,
      spec,
      clock,
      time,
      work,
      output: this.#output,
      owner,
      peakBytes: () => this.#memory.peakBytes,
      send: (text) => this.#process.send(text),
    })
    this.#status = new InstanceStatus({
      clock,
      who: { instanceId, functionId, codeHash, interpreterVersion: interpreter.version },
      facts: () => ({
        ...this.#process.identity,
        coldStartMs: this.#coldStartMs,
        servedCount: this.#attempts.servedCount,
        peakMemoryBytes: this.#memory.peakBytes || null,
      }),
      emit: deps.onInstance,
    })
    this.#createdAtMs = clock.nowMs()
    this.#spawnedElapsedMs = clock.elapsedMs()
    this.usage = new UsageSampler(clock)
    this.#process = new InstanceProcess(launch, {
      line: (line) => this.#onLine(line),
      output: (stream, bytes) => this.#output.push(stream, bytes),
      programEnded: (exit) => this.#onProgramEnded(exit),
      gone: () => this.#onGone(),
    })
    this.#process.send(encodeFrame(initFrame(spec, { token, codePath: launch.codePath })))
    this.#status.tell(interpreter.notice)
  }

  get isStarting(): boolean {
    return this.#status.state === 'starting' && this.#leaving === null
  }

  get hasFreePlace(): boolean {
    return this.#status.isReady && this.#attempts.hasFreePlace
  }

  get runningCount(): number {
    return this.#attempts.runningCount
  }

  /** How many it has been sent ahead; null when it takes none. */
  get aheadCount(): number | null {
    return this.#status.isReady ? this.#attempts.aheadCount : null
  }

  get coldStartMs(): number | null {
    return this.#coldStartMs
  }

  get id(): string {
    return this.#deps.id
  }

  /** Throws instance_unavailable while it starts. */
  get loginTarget(): LoginTarget {
    const { id, spec, launch } = this.#deps
    return loginTargetOf({
      instanceId: id,
      spec,
      launch,
      inside: this.#process.inside,
      runs: this.#isHeld ? this.#attempts.failedRuns : this.#attempts.runs,
      lastTaskId: this.#attempts.lastTaskId,
      isHeld: this.#isHeld,
    })
  }

  get functionId(): number {
    return this.#deps.spec.functionId
  }

  get terminalCount(): number {
    return this.#terminalCount
  }

  get heldUntilMs(): number | null {
    return this.#heldUntilMs
  }

  /** After the end of its last process: the temporary folder that it has without namespaces. */
  removeFiles(): void {
    const { temporaryDir } = this.#deps.launch
    if (temporaryDir !== null) rm(temporaryDir, { recursive: true, force: true }, () => {})
  }

  /** Ends what was held; `gone` follows. */
  endHold(): void {
    this.#process.release()
  }

  get isLeaving(): boolean {
    return this.#leaving !== null
  }

  get live(): LiveInstance {
    const { id, clock, spec } = this.#deps
    const { state } = this.#status
    const leftMs = state === 'idle' ? this.#deadlines.idleLeftMs : null
    return {
      instanceId: id,
      functionId: spec.functionId,
      state,
      pid: this.#process.identity.pid,
      codeHash: spec.codeHash,
      createdAtMs: this.#createdAtMs,
      coldStartMs: this.#coldStartMs,
      servedCount: this.#attempts.servedCount,
      runs: this.#isHeld ? this.#attempts.failedRuns : this.#attempts.runs,
      idleSinceMs: state === 'idle' ? this.#idleSinceMs : null,
      stopsAtMs: leftMs === null ? null : Math.round(clock.nowMs() + leftMs),
      terminalCount: this.#terminalCount,
      heldUntilMs: this.#heldUntilMs,
      memoryLimitBytes: spec.memoryBytes,
      timeoutMs: spec.timeoutMs,
      peakMemoryBytes: this.#memory.peakBytes || null,
      recent: this.usage.recent,
    }
  }

  /** While there is one it does not end for being idle. */
  setTerminals(count: number): void {
    this.#terminalCount = count
    this.#deadlines.keep(count > 0)
    if (this.#leaving !== null && this.#attempts.isIdle) this.#runPreStop()
  }

  give(invocation: Invocation): void {
    if (this.#attempts.isIdle) this.#deadlines.becomesBusy()
    if (this.#status.state === 'idle') this.#status.move('assign')
    this.#attempts.give(invocation)
  }

  /** False when the instance does not have it. */
  stop(key: number): boolean {
    const place = this.#attempts.stop(key)
    if (place === 'begun') this.#restart()
    return place !== null
  }

  /** Takes nothing new, finishes what has begun, runs preStop, ends. */
  drain(detail: string): void {
    this.#staysForTerminals = false
    this.#leave(detail)
    if (this.#attempts.isIdle) this.#runPreStop()
  }

  /** As `drain`, because there is newer code: but it stays as long as somebody looks around in it. */
  supersede(detail: string): void {
    if (this.#leaving !== null) return
    this.#staysForTerminals = true
    this.#leave(detail)
    if (this.#attempts.isIdle) this.#runPreStop()
  }

  /** It was superseded, and is here only for the terminals in it. */
  get isKeptForTerminals(): boolean {
    const isWaiting = this.#leaving?.step === 'finishing' && this.#attempts.isIdle
    return isWaiting && this.#staysForTerminals && this.#terminalCount > 0
  }

  /** At once: what runs in it ends as if its process had died. */
  end(detail: string): void {
    this.#kill(detail)
  }

  /** The host closes: what runs is stopped, and will run again later. */
  close(): void {
    this.#isClosing = true
    this.#staysForTerminals = false
    this.#attempts.stopAll()
    this.#leave('the host was closed')
    this.#runPreStop()
  }

  /** Every few milliseconds while something is under way. False when nothing is left to wait for. */
  pump(): boolean {
    this.#status.tell()
    return this.#attempts.pump()
  }

  /** Is a deadline over? `expire` judges again, after what has already arrived was read. */
  isOverdue(): boolean {
    return this.#leavingIsOverdue() || this.#deadlines.overdue(this.#attempts.begun) !== null
  }

  expire(): void {
    if (this.#leavingIsOverdue()) return this.#kill('it did not end')
    const overdue = this.#deadlines.overdue(this.#attempts.begun)
    if (overdue === null || this.#leaving?.step === 'hook' || this.#leaving?.step === 'killed') return
    if (overdue.kind === 'attempts') {
      this.#condemn(overdue.attempts, overdue.error(this.#memory.peakBytes))
    } else if (overdue.kind === 'idle') {
      this.drain(overdue.reason)
    } else {
      this.#failure = overdue.reason
      this.#kill(overdue.reason)
    }
  }

  /** The memory of the process tree, while it works. */
  sampleMemory(): void {
    const { pid } = this.#process.identity
    if (pid === null || this.#attempts.isIdle || this.#leaving?.step === 'killed') return
    if (!this.#memory.exceeds(pid)) return
    this.#condemn(this.#attempts.begun, outOfMemory(this.#deps.spec.memoryBytes, this.#memory.peakBytes))
  }

  /** Once a second. False when there is nothing to sample. */
  sampleUsage(): boolean {
    const { pid } = this.#process.identity
    if (pid === null || this.#leaving?.step === 'killed') return false
    return this.usage.sample(() => this.#memory.usage(pid))
  }

  pauseOutput(): void {
    this.#output.pause()
    this.#process.pauseOutput()
  }

  resumeOutput(): void {
    this.#output.resume()
    this.#process.resumeOutput()
  }

  #onLine(line: string): void {
    const frame = decodeFrame(line)
    if (frame === null) this.#kill('something else wrote to its channel, file descriptor 3')
    else if (frame.kind === 'result') this.#onResult(frame)
    else this.#onFrame(frame)
  }

  #onFrame(frame: Exclude<InstanceFrame, ResultFrame>): void {
    switch (frame.kind) {
      case 'hello':
        return this.#onHello()
      case 'loading':
      case 'initializing':
        return this.#deadlines.enter(frame.kind)
      case 'prepared':
        this.#deadlines.enter(frame.kind)
        return this.#attempts.restartTimers()
      case 'memory':
        return this.#memory.note(frame.bytes)
      case 'back':
        return this.#attempts.takeBack(frame.ids)
      case 'retire':
        return this.drain('its initializer failed')
      case 'stopped':
        return this.#kill('preStop has run')
    }
  }

  #onHello(): void {
    this.#process.findRoot()
    this.#coldStartMs = this.#deps.clock.elapsedMs() - this.#spawnedElapsedMs
    this.#deadlines.enter('loading')
    this.#idleSinceMs = this.#deps.clock.nowMs()
    if (this.#leaving !== null) return
    this.#status.move('ready', this.#deps.interpreter.notice)
    this.#deps.owner.free(this)
  }

  #onResult(frame: ResultFrame): void {
    const answer = this.#attempts.answer(frame)
    if (answer === null) return
    if (answer.mustStop) this.#restart()
    if (this.#attempts.failedRuns.length > 0) this.#leave('kept, because an attempt failed in it')
    if (this.#attempts.isIdle) {
      this.#deadlines.becomesIdle()
      this.#idleSinceMs = this.#deps.clock.nowMs()
      if (this.#leaving === null) this.#status.move('free')
      else this.#runPreStop()
    }
    if (this.#status.isReady) this.#deps.owner.free(this)
  }

  #onProgramEnded(exit: Exit): void {
    this.#output.flush()
    const { lastWords } = this.#output
    this.#attempts.endBegun({ exit, lastWords, isInitializing: this.#deadlines.stage === 'initializing' })
    this.#output.close()
    if (this.#coldStartMs === null && this.#leaving === null) {
      this.#failure = [exitText(exit), lastWords.trim()].filter((part) => part !== '').join(': ')
    }
    const detail = this.#failure ?? this.#leaving?.detail ?? exitText(exit)
    this.#status.move(this.#leaving === null ? 'crash' : 'stop', detail)
    this.#attempts.handBackAll() // only now, or they would be given to this one again
    this.#isHeld = !this.#isClosing && this.#attempts.failedRuns.length > 0 && this.#process.hold()
    if (!this.#isHeld) return this.#process.release()
    this.#heldUntilMs = this.#deps.clock.nowMs() + this.#deps.spec.holdMs
    this.#deps.held.take(this)
    this.#deps.owner.gone(this, null) // others take its place meanwhile
  }

  #onGone(): void {
    if (this.#isHeld) this.#deps.held.gone(this)
    else this.#deps.owner.gone(this, this.#failure)
  }

  #condemn(attempts: Attempt[], error: PlatformError): void {
    this.#attempts.condemn(attempts, error)
    this.#kill(error.message)
  }

  /** As in FC, stopping a task that runs costs its instance (FC.md section 2.2). */
  #restart(): void {
    this.#staysForTerminals = false
    this.#leave('restarted to stop a task')
    this.#runPreStop()
  }

  #leave(detail: string): void {
    if (this.#leaving !== null) return
    this.#leaving = { detail, step: 'finishing', sinceMs: this.#deps.time.nowMs }
    if (this.#status.isReady) this.#status.move('drain', detail)
    this.#attempts.recall()
  }

  #runPreStop(): void {
    if (this.#leaving?.step !== 'finishing' || this.isKeptForTerminals) return
    const { spec, time } = this.#deps
    if (spec.preStop === null || this.#deadlines.stage !== 'prepared') return this.#kill(this.#leaving.detail)
    this.#leaving = { ...this.#leaving, step: 'hook', sinceMs: time.nowMs }
    this.#process.send(encodeFrame({ t: 'stop' }))
  }

  #kill(detail: string): void {
    this.#leaving = { detail: this.#leaving?.detail ?? detail, step: 'killed', sinceMs: this.#deps.time.nowMs }
    this.#process.kill()
  }

  #leavingIsOverdue(): boolean {
    if (this.#leaving === null || this.#leaving.step === 'finishing') return false
    const limitMs = this.#leaving.step === 'hook' ? (this.#deps.spec.preStop?.timeoutMs ?? 0) : KILL_AGAIN_AFTER_MS
    return this.#deps.time.nowMs - this.#leaving.sinceMs >= limitMs
  }
}
