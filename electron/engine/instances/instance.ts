/**
 * One instance: a process (tree) that serves one revision of one function. It starts, gets invocations,
 * some of them ahead of time, and ends: idle, drained, stopped, crashed, or because an attempt took too
 * long or too much memory.
 */
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs'
import type { Clock } from '../../base/clock.ts'
import type { LiveInstance, LoginTarget } from '../../base/instanceCalls.ts'
import type { FunctionSpec, InstanceReport, Invocation, OutputChunk } from '../messages.ts'
import type { Attempt } from './attempt.ts'
import { exitText } from './attemptEnds.ts'
import { type AttemptOwner, Attempts } from './attempts.ts'
import { Deadlines } from './deadlines.ts'
import { Departure } from './departure.ts'
import { decodeFrame, encodeFrame, type InstanceFrame, type ResultFrame } from './frames.ts'
import type { HeldInstances } from './heldInstances.ts'
import { initFrame } from './initFrame.ts'
import { InstanceFacts } from './instanceFacts.ts'
import { InstanceOutput } from './instanceOutput.ts'
import { type Exit, InstanceProcess } from './instanceProcess.ts'
import { InstanceStatus } from './instanceStatus.ts'
import type { JudgedTime } from './judgedTime.ts'
import type { Launch } from './launch.ts'
import { MemoryWatch } from './memoryWatch.ts'
import { outOfMemory, type PlatformError } from './platformErrors.ts'
import { UsageSampler } from './usageSampler.ts'
import { WorkList } from './workList.ts'

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

export class Instance {
  readonly #deps: InstanceDeps
  readonly #attempts: Attempts
  readonly #status: InstanceStatus
  readonly #deadlines: Deadlines
  readonly #output: InstanceOutput
  readonly #memory: MemoryWatch
  readonly #process: InstanceProcess
  readonly #facts: InstanceFacts
  readonly #departure: Departure
  readonly usage: UsageSampler
  #failure: string | null = null
  #isClosing = false

  /** Throws when the system refuses to start any process. */
  constructor(deps: InstanceDeps) {
    const { id: instanceId, clock, time, spec, launch, interpreter, owner } = deps
    const { functionId, codeHash, revision } = spec
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
      who: { instanceId, functionId, codeHash, revision, interpreterVersion: interpreter.version },
      facts: () => this.#facts.reported,
      emit: deps.onInstance,
    })
    this.#departure = new Departure({ spec, time })
    this.usage = new UsageSampler(clock)
    this.#process = new InstanceProcess(launch, {
      line: (line) => this.#onLine(line),
      output: (stream, bytes) => this.#output.push(stream, bytes),
      programEnded: (exit) => this.#onProgramEnded(exit),
      gone: () => this.#onGone(),
    })
    this.#facts = new InstanceFacts({
      id: instanceId,
      clock,
      spec,
      launch,
      process: this.#process,
      status: this.#status,
      attempts: this.#attempts,
      deadlines: this.#deadlines,
      memory: this.#memory,
      usage: this.usage,
    })
    this.#process.send(encodeFrame(initFrame(spec, { token, codePath: launch.codePath })))
    this.#status.tell(interpreter.notice)
  }

  get isStarting(): boolean {
    return this.#status.state === 'starting' && !this.isLeaving
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
    return this.#facts.coldStartMs
  }

  get id(): string {
    return this.#deps.id
  }

  /** Throws instance_unavailable while it starts. */
  get loginTarget(): LoginTarget {
    return this.#facts.loginTarget
  }

  get functionId(): number {
    return this.#deps.spec.functionId
  }

  get terminalCount(): number {
    return this.#facts.terminalCount
  }

  get heldUntilMs(): number | null {
    return this.#facts.heldUntilMs
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
    return this.#departure.hasBegun
  }

  get live(): LiveInstance {
    return this.#facts.live
  }

  /** While there is one it does not end for being idle. */
  setTerminals(count: number): void {
    this.#facts.terminalCount = count
    this.#deadlines.keep(count > 0)
    if (this.isLeaving && this.#attempts.isIdle) this.#runPreStop()
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
    this.#departure.letStay(false)
    this.#leave(detail)
    if (this.#attempts.isIdle) this.#runPreStop()
  }

  /** As `drain`, because there is newer code: but it stays as long as somebody looks around in it. */
  supersede(detail: string): void {
    if (this.isLeaving) return
    this.#departure.letStay(true)
    this.#leave(detail)
    if (this.#attempts.isIdle) this.#runPreStop()
  }

  /** It was superseded, and is here only for the terminals in it. */
  get isKeptForTerminals(): boolean {
    const isWaiting = this.#departure.step === 'finishing' && this.#attempts.isIdle
    return isWaiting && this.#departure.mayStay && this.terminalCount > 0
  }

  /** At once: what runs in it ends as if its process had died. */
  end(detail: string): void {
    this.#kill(detail)
  }

  /** The host closes: what runs is stopped, and will run again later. */
  close(): void {
    this.#isClosing = true
    this.#departure.letStay(false)
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
    return this.#departure.isOverdue || this.#deadlines.overdue(this.#attempts.begun) !== null
  }

  expire(): void {
    if (this.#departure.isOverdue) return this.#kill('it did not end')
    const overdue = this.#deadlines.overdue(this.#attempts.begun)
    const { step } = this.#departure
    if (overdue === null || step === 'hook' || step === 'killed') return
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
    if (pid === null || this.#attempts.isIdle || this.#departure.step === 'killed') return
    if (!this.#memory.exceeds(pid)) return
    this.#condemn(this.#attempts.begun, outOfMemory(this.#deps.spec.memoryBytes, this.#memory.peakBytes))
  }

  /** Once a second. False when there is nothing to sample. */
  sampleUsage(): boolean {
    const { pid } = this.#process.identity
    if (pid === null || this.#departure.step === 'killed') return false
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
    this.#facts.cameUp()
    this.#deadlines.enter('loading')
    if (this.isLeaving) return
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
      this.#facts.becameIdle()
      if (!this.isLeaving) this.#status.move('free')
      else this.#runPreStop()
    }
    if (this.#status.isReady) this.#deps.owner.free(this)
  }

  #onProgramEnded(exit: Exit): void {
    this.#output.flush()
    const { lastWords } = this.#output
    this.#attempts.endBegun({ exit, lastWords, isInitializing: this.#deadlines.stage === 'initializing' })
    this.#output.close()
    if (this.coldStartMs === null && !this.isLeaving) {
      this.#failure = [exitText(exit), lastWords.trim()].filter((part) => part !== '').join(': ')
    }
    const detail = this.#failure ?? this.#departure.detail ?? exitText(exit)
    this.#status.move(this.isLeaving ? 'stop' : 'crash', detail)
    this.#attempts.handBackAll() // only now, or they would be given to this one again
    const isHeld = !this.#isClosing && this.#attempts.failedRuns.length > 0 && this.#process.hold()
    if (!isHeld) return this.#process.release()
    this.#facts.isHeldNow()
    this.#deps.held.take(this)
    this.#deps.owner.gone(this, null) // others take its place meanwhile
  }

  #onGone(): void {
    if (this.heldUntilMs !== null) this.#deps.held.gone(this)
    else this.#deps.owner.gone(this, this.#failure)
  }

  #condemn(attempts: Attempt[], error: PlatformError): void {
    this.#attempts.condemn(attempts, error)
    this.#kill(error.message)
  }

  /** As in FC, stopping a task that runs costs its instance (FC.md section 2.2). */
  #restart(): void {
    this.#departure.letStay(false)
    this.#leave('restarted to stop a task')
    this.#runPreStop()
  }

  #leave(detail: string): void {
    if (this.isLeaving) return
    this.#departure.take('finishing', detail)
    if (this.#status.isReady) this.#status.move('drain', detail)
    this.#attempts.recall()
  }

  #runPreStop(): void {
    if (this.#departure.step !== 'finishing' || this.isKeptForTerminals) return
    if (this.#deps.spec.preStop === null || this.#deadlines.stage !== 'prepared') return this.#kill()
    this.#departure.take('hook')
    this.#process.send(encodeFrame({ t: 'stop' }))
  }

  #kill(detail: string | null = null): void {
    this.#departure.take('killed', detail)
    this.#process.kill()
  }
}
