/**
 * The limit that our figures are a share of: the least code that submits durably, claims, runs in one
 * isolated process and stores the result, without any of the semantics. One thread, one transaction a
 * turn, a window of jobs under way, a checkpointer thread.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { lines } from './lines.ts'
import { type FinishedJob, type NewJob, RooflineStore } from './rooflineStore.ts'

const MAX_OPERATIONS_PER_TURN = 400
const WINDOW_COUNT = 800
const FORGET_AFTER_COUNT = 50_000
const INSTANCE = new URL('./instance.ts', import.meta.url).pathname

type Waiting = { seq: number; payload: string }
type Submitted = { job: NewJob; stored(seq: number): void }
/** What the handler returned: `atMs` is when it began. */
export type RooflineResult = { atMs: number }

export class Roofline {
  readonly #store: RooflineStore
  readonly #socket: Socket
  readonly #instance: ChildProcess
  readonly #onFinished: ((seq: number, result: RooflineResult) => void) | undefined
  #submitted: Submitted[] = []
  #waiting: Waiting[] = []
  #head = 0
  #finished: FinishedJob[] = []
  #underWayCount = 0
  #finishedCount = 0
  #jobCount = 0
  #isRunning = false
  #isScheduled = false

  static async start(dir: string, onFinished?: (seq: number, result: RooflineResult) => void): Promise<Roofline> {
    const path = join(dir, 'instance.sock')
    const server = createServer().listen(path)
    await once(server, 'listening')
    const instance = spawn(process.execPath, [INSTANCE, path], { stdio: 'inherit' })
    const [socket] = (await once(server, 'connection')) as [Socket] // what this event carries
    server.close()
    return new Roofline({ dir, socket, instance, onFinished })
  }

  private constructor(parts: {
    dir: string
    socket: Socket
    instance: ChildProcess
    onFinished: ((seq: number, result: RooflineResult) => void) | undefined
  }) {
    this.#store = new RooflineStore(join(parts.dir, 'roofline.db'))
    this.#socket = parts.socket
    this.#instance = parts.instance
    this.#onFinished = parts.onFinished
    this.#socket.setEncoding('utf8')
    this.#socket.on(
      'data',
      lines((line) => this.#onAnswer(line)),
    )
  }

  /** Resolves with the seq once the job is durable. */
  submit(payload: string): Promise<number> {
    const submittedAtMs = Date.now()
    const id = `${submittedAtMs.toString(36)}-${(this.#jobCount++).toString(36).padStart(8, '0')}-bench`
    return new Promise((stored) => {
      this.#submitted.push({ job: { id, submittedAtMs, payload }, stored })
      this.#wake()
    })
  }

  /** Jobs that ended earlier. */
  seed(count: number): void {
    this.#store.seed(count)
  }

  /** Until then jobs only wait. */
  run(): void {
    this.#isRunning = true
    this.#wake()
  }

  /** Jobs whose result is durable. */
  get finishedCount(): number {
    return this.#finishedCount
  }

  get walMaxBytes(): number {
    return this.#store.walMaxBytes
  }

  async close(): Promise<void> {
    this.#socket.destroy()
    if (this.#instance.exitCode === null) await once(this.#instance, 'exit')
    await this.#store.close()
  }

  #wake(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#turn()
    })
  }

  #turn(): void {
    const submitted = this.#submitted.splice(0, MAX_OPERATIONS_PER_TURN)
    const finished = this.#finished
    this.#finished = []
    const claimed = this.#claim()
    const seqs = this.#store.commit({
      inserts: submitted.map(({ job }) => job),
      claims: claimed.map(({ seq }) => seq),
      finishes: finished,
    })
    for (const [index, { job, stored }] of submitted.entries()) {
      const seq = seqs[index] ?? 0 // one for each insert
      this.#waiting.push({ seq, payload: job.payload })
      stored(seq)
    }
    this.#finishedCount += finished.length
    if (claimed.length > 0) {
      this.#socket.write(claimed.map(({ seq, payload }) => `{"seq":${seq},"payload":${payload}}\n`).join(''))
    }
    const canClaim = this.#isRunning && this.#head < this.#waiting.length && this.#underWayCount < WINDOW_COUNT
    if (canClaim || this.#submitted.length > 0 || this.#finished.length > 0) this.#wake()
  }

  #claim(): Waiting[] {
    if (!this.#isRunning) return []
    const count = Math.min(MAX_OPERATIONS_PER_TURN, WINDOW_COUNT - this.#underWayCount)
    const claimed = this.#waiting.slice(this.#head, this.#head + count)
    this.#head += claimed.length
    this.#underWayCount += claimed.length
    if (this.#head > FORGET_AFTER_COUNT) {
      this.#waiting = this.#waiting.slice(this.#head)
      this.#head = 0
    }
    return claimed
  }

  #onAnswer(line: string): void {
    const { seq, result } = JSON.parse(line) as { seq: number; result: RooflineResult } // instance.ts wrote it
    this.#underWayCount--
    this.#finished.push({ seq, result: JSON.stringify(result) })
    this.#onFinished?.(seq, result)
    this.#wake()
  }
}
