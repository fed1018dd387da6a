/**
 * Keeps the threads of a host alive: starts them in order, links them, replaces one that dies or
 * falls silent, and stops them in order (DESIGN.md section 2).
 *
 * At the first start any death ends the host with that error. Later a dead thread is replaced; with
 * the store goes the scheduler, whose leases end with it. `failed` settles when a thread has died
 * too often: then everything has been stopped.
 */
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { AppError } from '../../shared/errors.ts'
import { SECOND_MS } from '../../shared/units/time.ts'
import type { Clock } from '../base/clock.ts'
import type { HostCalls } from '../base/hostCalls.ts'
import type { HostOptions } from '../base/hostOptions.ts'
import { answerCalls } from '../base/portRpc.ts'
import type { Notice, PeerName, ThreadName } from '../base/threadLink.ts'
import { Heartbeat } from './heartbeat.ts'
import { DEATHS_IN_A_MINUTE, RestartBudget } from './restartBudget.ts'
import { type ThreadFacts, ThreadRun } from './threadRun.ts'
import { peersOf, START_ORDER, STOP_ORDER, type ThreadEntries } from './threadTable.ts'

export type SupervisionLimits = { pingEveryMs: number; silentMs: number; startMs: number }

/** A start may migrate and back up a large database, which blocks the store for long. */
export const SUPERVISION_LIMITS: SupervisionLimits = { pingEveryMs: SECOND_MS, silentMs: 5_000, startMs: 600_000 }

export type SupervisorOptions = {
  entries: ThreadEntries
  limits: SupervisionLimits
  clock: Clock
  hostCalls: HostCalls
  /** Asked before each life of a thread. */
  optionsFor(name: ThreadName): HostOptions
  /** May throw: then nothing can be done with the thread, and it is as if it had died. */
  onReady(name: ThreadName, facts: ThreadFacts): void
  onNotice(source: PeerName, notice: Notice): void
  /** Every error that ended a thread, with its stack, for the log. */
  onError(source: PeerName, error: unknown): void
}

export class Supervisor {
  readonly #options: SupervisorOptions
  readonly #budget = new RestartBudget()
  readonly #serving: Heartbeat<ThreadRun>
  readonly #starting: Heartbeat<ThreadRun>
  readonly #runs = new Map<ThreadName, ThreadRun>()
  readonly #down = new Set<ThreadName>(START_ORDER)
  readonly #failed = Promise.withResolvers<AppError>()
  #beat: NodeJS.Timeout | undefined
  #hasStarted = false
  #isBringingUp = false
  #fatal: AppError | null = null
  #stopping: Promise<void> | null = null

  constructor(options: SupervisorOptions) {
    this.#options = options
    const elapsedMs = options.clock.elapsedMs()
    this.#serving = new Heartbeat({ elapsedMs, limitMs: options.limits.silentMs })
    this.#starting = new Heartbeat({ elapsedMs, limitMs: options.limits.startMs })
  }

  get failed(): Promise<AppError> {
    return this.#failed.promise
  }

  /** Rejects with what ended the first thread that could not start. */
  async start(): Promise<void> {
    this.#beat = setInterval(() => this.#tick(), this.#options.limits.pingEveryMs)
    await this.#bringUp()
    if (this.#fatal !== null) {
      await this.stop()
      throw this.#fatal
    }
    this.#hasStarted = true
  }

  /** Returns when every thread has ended. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll()
    return this.#stopping
  }

  // ---- up

  /** Starts what is down, in order, one after the other; a death on the way puts its name back. */
  async #bringUp(): Promise<void> {
    if (this.#isBringingUp) return
    this.#isBringingUp = true
    for (let name = this.#nextDown(); name !== undefined; name = this.#nextDown()) {
      const run = this.#spawn(name)
      if (!(await run.isReady) || run.isEnding) continue
      this.#starting.forget(run)
      this.#serving.sign(run)
      try {
        this.#options.onReady(name, run.facts ?? {})
      } catch (error) {
        await run.kill(error instanceof AppError ? error : new AppError('internal', String(error), { cause: error }))
      }
    }
    this.#isBringingUp = false
  }

  #nextDown(): ThreadName | undefined {
    if (this.#stopping !== null || this.#fatal !== null) return undefined
    return START_ORDER.find((name) => this.#down.has(name))
  }

  #spawn(name: ThreadName): ThreadRun {
    const run: ThreadRun = new ThreadRun({
      name,
      entry: this.#options.entries[name],
      options: this.#options.optionsFor(name),
      onNotice: (notice) => this.#options.onNotice(name, notice),
      onPong: () => run.isServing && this.#serving.sign(run),
      onEnd: (error) => this.#onEnd(run, error),
    })
    this.#down.delete(name)
    this.#runs.set(name, run)
    this.#starting.sign(run)
    this.#connect(run)
    return run
  }

  /** Gives a new thread and each of its living peers the two ends of a channel. */
  #connect(run: ThreadRun): void {
    for (const peer of peersOf(run.name).map((name) => this.#runs.get(name))) {
      if (peer === undefined || peer.isEnding) continue
      const { port1, port2 } = new MessageChannel()
      run.connect(peer.name, port1)
      peer.connect(run.name, port2)
    }
    if (run.name === 'gateway') {
      const { port1, port2 } = new MessageChannel()
      run.connect('main', port1)
      answerCalls<HostCalls>(port2, this.#options.hostCalls, (error) => this.#options.onError('main', error))
      port2.unref() // the threads keep the process alive, not this port
    }
  }

  /** One more window for the gateway; the port closes when that gateway ends. Null: there is none to talk to. */
  connectWindow(): MessagePort | null {
    const gateway = this.#runs.get('gateway')
    if (gateway === undefined || gateway.isEnding) return null
    const { port1, port2 } = new MessageChannel()
    gateway.connect('window', port1)
    return port2
  }

  // ---- down

  #tick(): void {
    const elapsedMs = this.#options.clock.elapsedMs()
    const { gapMs, silent } = this.#serving.tick(elapsedMs)
    if (gapMs > 0) {
      const message = `The host stood still for ${seconds(gapMs)}; no time-out counts that.`
      this.#options.onNotice('main', { level: 'info', code: 'host_stood_still', message })
    }
    const { silentMs, startMs } = this.#options.limits
    for (const run of silent) this.#giveUpOn(run, `it gave no sign of life for ${seconds(silentMs)}`)
    for (const run of this.#starting.tick(elapsedMs).silent) {
      this.#giveUpOn(run, `it did not start within ${seconds(startMs)}`)
    }
    for (const run of this.#runs.values()) if (run.isServing) run.ping()
  }

  #giveUpOn(run: ThreadRun, reason: string): void {
    this.#forget(run)
    void run.kill(new AppError('internal', reason))
  }

  #forget(run: ThreadRun): void {
    this.#serving.forget(run)
    this.#starting.forget(run)
  }

  #onEnd(run: ThreadRun, error: AppError | null): void {
    this.#forget(run)
    this.#runs.delete(run.name)
    this.#down.add(run.name)
    if (this.#stopping !== null) return
    if (error !== null) this.#judgeDeath(run.name, error)
    void this.#bringUp()
  }

  #judgeDeath(name: ThreadName, error: AppError): void {
    this.#options.onError(name, error)
    if (!this.#hasStarted) {
      this.#fatal ??= error
    } else if (!this.#budget.allows(name, this.#options.clock.elapsedMs())) {
      const message = `The ${name} thread died ${DEATHS_IN_A_MINUTE} times within a minute, the last time because ${error.message}. The host stops; what it had accepted is kept.`
      this.#fatal = new AppError(error.code, message, { cause: error })
      this.#options.onNotice('main', { level: 'error', code: 'host_failed', message })
      void this.stop().then(() => this.#failed.resolve(this.#fatal as AppError)) // set two lines above
    } else {
      const message = `The ${name} thread was replaced because ${error.message}.`
      this.#options.onNotice('main', { level: 'error', code: 'thread_replaced', message })
      if (name === 'store') void this.#runs.get('scheduler')?.kill(null) // its leases end with the store
    }
  }

  async #stopAll(): Promise<void> {
    clearInterval(this.#beat)
    for (const { name, limitMs } of STOP_ORDER) {
      if ((await this.#runs.get(name)?.stop(limitMs)) === false) {
        const message = `The ${name} thread did not stop within ${seconds(limitMs)} and was ended.`
        this.#options.onNotice('main', { level: 'notice', code: 'thread_ended', message })
      }
    }
  }
}

const seconds = (ms: number) => `${Math.round(ms / 100) / 10} s`
