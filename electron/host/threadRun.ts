/**
 * One life of one thread, from its start to its end, seen from main. Says nothing about what comes
 * after it: that is the supervisor's.
 */
import { type MessagePort, Worker } from 'node:worker_threads'
import { AppError, fromWireError } from '../../shared/errors.ts'
import type { HostOptions } from '../base/hostOptions.ts'
import type { MainToThread, Notice, PeerName, ThreadName, ThreadToMain } from '../base/threadLink.ts'

export type ThreadFacts = Record<string, unknown>

export type ThreadRunOptions = {
  name: ThreadName
  entry: URL
  options: HostOptions
  onNotice(notice: Notice): void
  onPong(): void
  /** Called once. Null: it stopped because it was asked to. */
  onEnd(error: AppError | null): void
}

export class ThreadRun {
  readonly name: ThreadName
  readonly #worker: Worker
  /** False when it ended before it could serve; `onEnd` was called before that. */
  readonly isReady: Promise<boolean>
  readonly #ended: Promise<void>
  #facts: ThreadFacts | null = null
  #error: AppError | null = null
  #isStopped = false
  #isEnding = false
  #pingId = 0

  constructor({ name, entry, options, onNotice, onPong, onEnd }: ThreadRunOptions) {
    this.name = name
    this.#worker = new Worker(entry, { name, workerData: options })
    const ended = Promise.withResolvers<void>()
    const ready = Promise.withResolvers<boolean>()
    this.#ended = ended.promise
    this.isReady = ready.promise

    this.#worker.on('message', (message: ThreadToMain) => {
      if (message.kind === 'pong') onPong()
      else if (message.kind === 'notice') onNotice(message.notice)
      else if (message.kind === 'failed') this.#error ??= fatalError(message)
      else if (message.kind === 'stopped') this.#isStopped = true
      else {
        this.#facts = message.facts
        ready.resolve(true)
      }
    })
    this.#worker.on('error', (error) => {
      this.#error ??= new AppError('internal', error.message, { cause: error })
    })
    this.#worker.on('exit', (exitCode) => {
      if (!this.#isStopped) this.#error ??= new AppError('internal', `it exited with code ${exitCode}`)
      this.#isEnding = true
      onEnd(this.#error)
      ready.resolve(false)
      ended.resolve()
    })
  }

  /** What it said when it became ready; null before. */
  get facts(): ThreadFacts | null {
    return this.#facts
  }

  get isServing(): boolean {
    return this.#facts !== null && !this.#isEnding
  }

  /** It has ended, or is being ended. */
  get isEnding(): boolean {
    return this.#isEnding
  }

  connect(peer: PeerName, port: MessagePort): void {
    this.#worker.postMessage({ kind: 'connect', peer, port } satisfies MainToThread, [port])
  }

  ping(): void {
    this.#worker.postMessage({ kind: 'ping', pingId: this.#pingId++ } satisfies MainToThread)
  }

  /** Ends it now; it gets no chance to clean up. Returns when it has ended. */
  async kill(error: AppError | null): Promise<void> {
    if (error === null) this.#isStopped = true
    else this.#error ??= error
    this.#isEnding = true
    await this.#worker.terminate()
    await this.#ended
  }

  /** Asks it to stop; after `limitMs` it is ended. False when that was necessary. */
  async stop(limitMs: number): Promise<boolean> {
    this.#worker.postMessage({ kind: 'stop' } satisfies MainToThread)
    let isInTime = true
    const limit = setTimeout(() => {
      isInTime = false
      void this.kill(null)
    }, limitMs)
    await this.#ended
    clearTimeout(limit)
    return isInTime
  }
}

function fatalError({ error, stack }: Extract<ThreadToMain, { kind: 'failed' }>): AppError {
  const fatal = fromWireError(error)
  if (stack !== null) fatal.stack = stack // where it was thrown, for the log
  return fatal
}
