/**
 * What an instance has been given, and how each of it ends: answered by the handler, judged by the
 * platform, stopped, or left unanswered by a process that ended. What had not begun is handed back.
 */
import type { Clock } from '../../base/clock.ts'
import type { LiveRun } from '../../base/instanceCalls.ts'
import type { AttemptEnd, AttemptFacts, AttemptStart, FunctionSpec, Invocation } from '../messages.ts'
import { Attempt, type Verdict } from './attempt.ts'
import { answeredVerdict, type Crash, crashError, failedVerdict, stoppedVerdict, tailFooter } from './attemptEnds.ts'
import { encodeFrame, encodeInvocation, type ResultFrame } from './frames.ts'
import type { InstanceOutput } from './instanceOutput.ts'
import type { JudgedTime } from './judgedTime.ts'
import type { PlatformError } from './platformErrors.ts'
import type { WorkList } from './workList.ts'

/** The start of a run that is shorter is told together with its end: that saves the store a write. */
const ANNOUNCE_AFTER_MS = 5
/** What was sent ahead is asked back when the run before it takes longer. */
const RECALL_AFTER_MS = 20

export type AttemptOwner = {
  started(start: AttemptStart): void
  ended(invocation: Invocation, end: AttemptEnd): void
  ran(runMs: number): void
  /** They had not begun. In order. */
  returned(invocations: Invocation[]): void
}
export type AttemptsDeps = {
  instanceId: string
  spec: FunctionSpec
  clock: Clock
  time: JudgedTime
  work: WorkList<Attempt>
  output: InstanceOutput
  owner: AttemptOwner
  peakBytes(): number
  send(text: string): void
}

export class Attempts {
  readonly #deps: AttemptsDeps
  readonly #work: WorkList<Attempt>
  /** The latest last, for whoever looks at what they left; only if the function wants its instances held. */
  readonly failedRuns: LiveRun[] = []
  #lastId = 0
  #isRecalling = false
  #servedCount = 0
  #lastTaskId: string | null = null

  constructor(deps: AttemptsDeps) {
    this.#deps = deps
    this.#work = deps.work
  }

  get begun(): Attempt[] {
    return [...this.#work.begun.values()]
  }

  /** Those that have ended. */
  get servedCount(): number {
    return this.#servedCount
  }

  /** Of those that have ended. */
  get lastTaskId(): string | null {
    return this.#lastTaskId
  }

  /** What runs now. */
  get runs(): LiveRun[] {
    return this.begun.map(runOf)
  }

  get isIdle(): boolean {
    return this.#work.begun.size === 0
  }

  get runningCount(): number {
    return this.#work.begun.size
  }

  get hasFreePlace(): boolean {
    return this.#work.hasFreePlace
  }

  /** Null while they are being asked back: then no more are sent. */
  get aheadCount(): number | null {
    return this.#isRecalling ? null : this.#work.ahead.length
  }

  give(invocation: Invocation): void {
    const attempt = new Attempt(++this.#lastId, invocation)
    if (this.#work.add(attempt)) this.#begin(attempt)
    this.#deps.send(encodeInvocation(attempt.id, invocation))
  }

  /** Null: it was given up before. `mustStop`: what begins in its place is to be stopped. */
  answer(frame: ResultFrame): { mustStop: boolean } | null {
    const step = this.#work.finish(frame.id)
    if (step === null) return null
    const { finished, begins } = step
    if (begins !== null) this.#begin(begins)
    const { runMs, streams } = frame
    this.#finish(finished, { runMs, streams, verdict: finished.verdict ?? answeredVerdict(frame) })
    this.#deps.owner.ran(runMs)
    return { mustStop: begins?.isStopRequested ?? false }
  }

  /** `begun`: the instance must go for it; `ahead`: it is asked back; null: not here. */
  stop(key: number): 'begun' | 'ahead' | null {
    const begun = this.begun.find(({ invocation }) => invocation.key === key)
    if (begun !== undefined) {
      begun.verdict = stoppedVerdict
      return 'begun'
    }
    const ahead = this.#work.ahead.find(({ invocation }) => invocation.key === key)
    if (ahead === undefined) return null
    ahead.isStopRequested = true
    this.#deps.send(encodeFrame({ t: 'recall', ids: [ahead.id] }))
    return 'ahead'
  }

  stopAll(): void {
    for (const attempt of this.#work.begun.values()) attempt.verdict ??= stoppedVerdict
  }

  /** Asks for all that was sent ahead; `takeBack` follows. */
  recall(): void {
    if (this.#work.ahead.length === 0 || this.#isRecalling) return
    this.#isRecalling = true
    this.#deps.send(encodeFrame({ t: 'recall', ids: null }))
  }

  takeBack(ids: number[]): void {
    this.#isRecalling = false
    this.#handBack(this.#work.takeBack(ids))
  }

  /** Their time-outs begin now: the code is loaded. */
  restartTimers(): void {
    for (const attempt of this.#work.begun.values()) this.#timeFromNow(attempt)
  }

  /** Announces what has run for a moment, asks back what waits behind it. False: nothing to wait for. */
  pump(): boolean {
    const nowMs = this.#deps.clock.elapsedMs()
    let isWaiting = false
    let longestMs = 0
    for (const attempt of this.#work.begun.values()) {
      const runMs = nowMs - attempt.begunElapsedMs
      longestMs = Math.max(longestMs, runMs)
      if (attempt.isAnnounced) continue
      if (runMs >= ANNOUNCE_AFTER_MS) this.#announce(attempt)
      else isWaiting = true
    }
    if (this.#work.ahead.length === 0 || this.#isRecalling) return isWaiting
    if (longestMs > RECALL_AFTER_MS) {
      this.#deps.owner.ran(longestMs)
      this.recall()
    }
    return true
  }

  /** They failed by the platform's judgement. Whoever reads their logs shall find it there too. */
  condemn(attempts: Attempt[], error: PlatformError): void {
    for (const attempt of attempts) attempt.verdict ??= this.#convict(attempt, error)
  }

  /** The process has ended and its output is read. */
  endBegun(crash: Omit<Crash, 'facts'>): void {
    for (const attempt of this.#work.clearBegun()) {
      const runMs = this.#deps.clock.elapsedMs() - attempt.begunElapsedMs
      const error = () => crashError(this.#deps.spec, { ...crash, facts: this.#facts(attempt, runMs) })
      const verdict = attempt.verdict ?? this.#convict(attempt, error())
      this.#finish(attempt, { runMs, streams: 0, verdict })
    }
  }

  handBackAll(): void {
    this.#handBack(this.#work.ahead.splice(0))
  }

  #begin(attempt: Attempt): void {
    attempt.begunAtMs = this.#deps.clock.nowMs()
    if (attempt.isStopRequested) attempt.verdict = stoppedVerdict
    this.#timeFromNow(attempt)
  }

  #timeFromNow(attempt: Attempt): void {
    attempt.begunElapsedMs = this.#deps.clock.elapsedMs()
    attempt.begunJudgedMs = this.#deps.time.nowMs
  }

  #announce(attempt: Attempt): void {
    attempt.isAnnounced = true
    const { instanceId, owner } = this.#deps
    owner.started({ key: attempt.invocation.key, startedAtMs: attempt.begunAtMs, instanceId })
  }

  #convict(attempt: Attempt, error: PlatformError): Verdict {
    this.#deps.output.say(attempt, error.message)
    return failedVerdict(error)
  }

  #finish(attempt: Attempt, { runMs, streams, verdict }: { runMs: number; streams: number; verdict: Verdict }): void {
    const { owner, output, spec } = this.#deps
    this.#servedCount++
    this.#lastTaskId = attempt.invocation.taskId ?? this.#lastTaskId
    const facts = this.#facts(attempt, runMs)
    if (spec.holdMs > 0 && verdict(facts).outcome === 'failed') this.failedRuns.push(runOf(attempt))
    output.finish(attempt, streams, () => {
      facts.logTail = output.tailOf(attempt, () => tailFooter(facts, spec))
      owner.ended(attempt.invocation, verdict(facts))
    })
  }

  #facts(attempt: Attempt, durationMs: number): AttemptFacts {
    const { clock, instanceId, peakBytes } = this.#deps
    return {
      startedAtMs: attempt.begunAtMs,
      endedAtMs: clock.nowMs(),
      durationMs,
      instanceId,
      peakMemoryBytes: peakBytes(),
      logTail: null,
    }
  }

  #handBack(attempts: Attempt[]): void {
    const { owner } = this.#deps
    const returned: Invocation[] = []
    for (const { invocation, isStopRequested } of attempts) {
      if (isStopRequested) owner.ended(invocation, { outcome: 'stopped', facts: null })
      else returned.push(invocation)
    }
    if (returned.length > 0) owner.returned(returned)
  }
}

function runOf({ invocation: { key, requestId, taskId, attempt }, begunAtMs }: Attempt): LiveRun {
  return { key, requestId, taskId, attempt, startedAtMs: begunAtMs }
}
