/**
 * The captured output of one instance: whose it is, how much of it is kept, its tail. What exceeds
 * `MAX_ATTEMPT_OUTPUT_BYTES` is dropped, and one `system` chunk says how much.
 */
import { MAX_LOG_TAIL_BYTES } from '../../../shared/domain/limits.ts'
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import { SECOND_MS } from '../../../shared/units/time.ts'
import type { Clock } from '../../base/clock.ts'
import type { OutputChunk } from '../messages.ts'
import type { Attempt } from './attempt.ts'
import { HoldUps } from './holdUps.ts'
import { OutputTap } from './outputTap.ts'
import type { WorkList } from './workList.ts'

export const MAX_ATTEMPT_OUTPUT_BYTES = 64 * MIB_BYTES
/** What a crash said last is looked at for its cause. */
const LAST_WORDS_LENGTH = 4_096

const STREAM_BITS = { stdout: 1, stderr: 2 } as const
type Stream = keyof typeof STREAM_BITS

export type InstanceOutputDeps = {
  clock: Clock
  instanceId: string
  functionId: number
  token: string
  work: WorkList<Attempt>
  emit(chunk: OutputChunk): void
}
type Usage = { outputBytes: number; droppedBytes: number; droppedLines: number }
type Lingering = { attempt: Attempt; streams: number; deliver: (() => void) | null }

export class InstanceOutput {
  readonly #deps: InstanceOutputDeps
  readonly #taps: Record<Stream, OutputTap>
  /** Ended attempts whose last output is still on its way. */
  readonly #lingering = new Map<number, Lingering>()
  readonly #loose: Usage = { outputBytes: 0, droppedBytes: 0, droppedLines: 0 } // of no attempt
  readonly #holdUps: HoldUps
  #lastWords = ''

  constructor(deps: InstanceOutputDeps) {
    this.#deps = deps
    this.#holdUps = new HoldUps(deps.clock)
    this.#taps = { stdout: this.#tap('stdout'), stderr: this.#tap('stderr') }
  }

  push(stream: Stream, bytes: Buffer): void {
    this.#tellHeld(this.#runsNow(), this.#holdUps.afterOutput())
    this.#taps[stream].push(bytes)
  }

  /** The pipes are not read for a while. */
  pause(): void {
    this.#holdUps.begin()
  }

  resume(): void {
    this.#holdUps.end()
  }

  get lastWords(): string {
    return this.#lastWords
  }

  /** A line of our own in the attempt's log. */
  say(attempt: Attempt | null, text: string): void {
    this.#emit('system', attempt, `${text}\n`)
  }

  /**
   * The attempt has ended and has printed to `streams`. Calls `deliver` at once, or, when the tail of
   * its output was asked for, once all of it has arrived.
   */
  finish(attempt: Attempt, streams: number, deliver: () => void): void {
    this.#tellHeld(attempt, this.#holdUps.untold())
    const isComplete = (streams & ~attempt.endedStreams) === 0
    const waits = !isComplete && attempt.invocation.wantsLogTail
    if (isComplete) this.#tellDropped(attempt, attempt)
    else this.#lingering.set(attempt.id, { attempt, streams, deliver: waits ? deliver : null })
    if (!waits) deliver()
  }

  /** The last 4 KiB, if they were asked for (FC.md section 1.5, X-Fc-Log-Result). */
  tailOf(attempt: Attempt, footer: () => string): string | null {
    if (!attempt.invocation.wantsLogTail) return null
    const bytes = Buffer.from(attempt.tail + footer())
    return bytes.subarray(Math.max(0, bytes.length - MAX_LOG_TAIL_BYTES)).toString()
  }

  /** The process has ended and its pipes are read to the end. */
  flush(): void {
    this.#taps.stdout.flush()
    this.#taps.stderr.flush()
  }

  /** After the last attempt was ended. */
  close(): void {
    this.#tellHeld(null, this.#holdUps.untold())
    for (const [id, { attempt, deliver }] of this.#lingering) {
      this.#lingering.delete(id)
      this.#tellDropped(attempt, attempt)
      deliver?.()
    }
    this.#tellDropped(null, this.#loose)
  }

  #tap(stream: Stream): OutputTap {
    return new OutputTap(this.#deps.token, {
      text: (id, text) => this.#text(stream, id, text),
      end: (id) => this.#end(id, STREAM_BITS[stream]),
    })
  }

  #text(stream: Stream, id: number, text: string): void {
    if (stream === 'stderr') this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS_LENGTH)
    const attempt = id === 0 ? this.#runsNow() : this.#find(id)
    const usage = attempt ?? this.#loose
    const bytes = Buffer.byteLength(text)
    if (usage.outputBytes + bytes > MAX_ATTEMPT_OUTPUT_BYTES) {
      usage.droppedBytes += bytes
      usage.droppedLines += countLines(text)
      return
    }
    usage.outputBytes += bytes
    if (attempt?.invocation.wantsLogTail) attempt.tail = (attempt.tail + text).slice(-MAX_LOG_TAIL_BYTES)
    this.#emit(stream, attempt, text)
  }

  #end(id: number, bit: number): void {
    const attempt = this.#find(id)
    if (attempt === null) return
    attempt.endedStreams |= bit
    const lingering = this.#lingering.get(id)
    if (lingering === undefined || (lingering.streams & ~attempt.endedStreams) !== 0) return
    this.#lingering.delete(id)
    this.#tellDropped(attempt, attempt)
    lingering.deliver?.()
  }

  /** Output can be ahead of the channel: it may be of one that we do not know to have begun. */
  #find(id: number): Attempt | null {
    return this.#deps.work.find(id) ?? this.#lingering.get(id)?.attempt ?? null
  }

  /** Unmarked bytes come from a child process or a direct write: they go to what runs at arrival. */
  #runsNow(): Attempt | null {
    for (const attempt of this.#deps.work.begun.values()) return attempt
    return null
  }

  #tellDropped(attempt: Attempt | null, usage: Usage): void {
    if (usage.droppedBytes === 0) return
    const limit = `more than ${MAX_ATTEMPT_OUTPUT_BYTES / MIB_BYTES} MiB of output`
    this.#emit(
      'system',
      attempt,
      `${limit}: the last ${usage.droppedBytes} bytes were dropped (${linesText(usage.droppedLines)})\n`,
    )
    usage.droppedBytes = 0
    usage.droppedLines = 0
  }

  /** A handler that was slowed down must be able to see why. */
  #tellHeld(attempt: Attempt | null, heldMs: number): void {
    if (heldMs === 0) return
    const seconds = (heldMs / SECOND_MS).toFixed(1)
    this.say(attempt, `output was held back for ${seconds} s because it came faster than it could be stored`)
  }

  #emit(stream: OutputChunk['stream'], attempt: Attempt | null, text: string): void {
    const { clock, functionId, instanceId, emit } = this.#deps
    const { key = null, attempt: number = null } = attempt?.invocation ?? {}
    emit({ key, attempt: number, functionId, instanceId, stream, atMs: clock.nowMs(), text })
  }
}

const linesText = (count: number) => (count === 1 ? '1 line' : `${count} lines`)

function countLines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}
