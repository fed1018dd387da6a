/**
 * A terminal that windows can read and write: a session, the last of its output, and a wait for what comes.
 * Belongs to the host; how many look at it makes no difference.
 */
import type { CancelSignal, OutputOf } from '../../shared/contract/contract.ts'
import type { Terminal, terminalsContract } from '../../shared/contract/terminals.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { KIB_BYTES, MIB_BYTES } from '../../shared/units/bytes.ts'
import { SECOND_MS } from '../../shared/units/time.ts'
import type { Clock } from '../base/clock.ts'
import { ErrorSpans } from './errorSpans.ts'
import { Readers } from './readers.ts'
import { RingBuffer } from './ringBuffer.ts'
import type { Session, SessionEnd, WindowSize } from './session.ts'

export const KEPT_BYTES = MIB_BYTES
export const LONGEST_WAIT_MS = 25 * SECOND_MS

/** After an answer of this size more is on its way … */
const STREAM_BYTES = 2 * KIB_BYTES
/** … so the next one is gathered to this size, or for so long. */
const GATHERED_BYTES = 64 * KIB_BYTES
const GATHERING_MS = 4

export type Read = OutputOf<(typeof terminalsContract)['terminals.read']>
export type ReadWish = { terminalId: string; afterByte: number; limitBytes: number }
export type OpenTerminalOptions = {
  session: Session
  window: WindowSize
  clock: Clock
  /** What `record` gives is different now. */
  onChange(): void
}

export class OpenTerminal {
  readonly #session: Session
  readonly #clock: Clock
  readonly #onChange: () => void
  readonly #output = new RingBuffer(KEPT_BYTES)
  readonly #errors = new ErrorSpans()
  readonly #readers = new Readers(KEPT_BYTES)
  readonly #waiting = new Set<() => void>()
  #record: Terminal
  #lastAttendedAtMs: number
  #isPaused = false
  /** Resolves when its end has been recorded. */
  readonly ended: Promise<void>

  constructor({ session, window, clock, onChange }: OpenTerminalOptions) {
    this.#session = session
    this.#clock = clock
    this.#onChange = onChange
    this.#lastAttendedAtMs = clock.elapsedMs()
    const { sessionId, target, command, place } = session
    const { instanceId, functionName, isHeld } = target
    this.#record = {
      terminalId: sessionId,
      instanceId,
      functionName,
      command,
      openedAtMs: clock.nowMs(),
      ...window,
      state: 'open',
      exitCode: null,
      endReason: null,
      place,
      isHeld,
    }
    session.onOutput((channel, bytes) => {
      const fromByte = this.#output.nextByte
      this.#output.append(bytes)
      if (channel === 'stderr') this.#errors.add({ fromByte, beforeByte: this.#output.nextByte })
      this.#wake()
      this.#setPace()
    })
    this.ended = session.exited.then((end) => this.#end(end))
  }

  get record(): Terminal {
    return this.#record
  }

  get isOpen(): boolean {
    return this.#record.state === 'open'
  }

  get target(): Session['target'] {
    return this.#session.target
  }

  async read({ afterByte, limitBytes }: ReadWish, signal: CancelSignal): Promise<Read> {
    if (afterByte > this.#output.nextByte) {
      const message = `this terminal has printed ${this.#output.nextByte} bytes, so nothing follows byte ${afterByte}`
      throw new AppError('invalid_input', message)
    }
    const reader = this.#readers.ask(afterByte, this.#clock.elapsedMs())
    this.#setPace()
    if (afterByte === this.#output.nextByte && this.isOpen) await this.#newsOr(signal)
    const isStream = reader.answeredBytes >= STREAM_BYTES
    if (isStream && this.isOpen && !signal.aborted) await this.#more(afterByte + GATHERED_BYTES)
    const found = this.#output.read(afterByte, limitBytes)
    const elapsedMs = this.#clock.elapsedMs()
    this.#lastAttendedAtMs = elapsedMs
    if (signal.aborted) this.#readers.leave(reader)
    else this.#readers.answer(reader, { nextByte: found.nextByte, elapsedMs })
    this.#setPace()
    this.#errors.forget(this.#output.firstByte)
    const errors = this.#errors.within({ fromByte: found.firstByte, beforeByte: found.nextByte })
    return { ...found, ...(errors.length > 0 && { errors }), terminal: this.#record }
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#requireOpen()
    await this.#session.write(bytes)
  }

  endInput(): void {
    this.#session.endInput()
  }

  resize(window: WindowSize): void {
    this.#requireOpen()
    this.#session.resize(window)
    if (window.columns === this.#record.columns && window.rows === this.#record.rows) return
    this.#change({ columns: window.columns, rows: window.rows })
  }

  end(reason: string): void {
    this.#session.end(reason)
  }

  /** For how long nobody has read it. To be called now and then: readers stop being attentive without a sign. */
  unattendedMs(): number {
    const elapsedMs = this.#clock.elapsedMs()
    if (this.#waiting.size > 0) this.#lastAttendedAtMs = elapsedMs
    this.#setPace()
    return elapsedMs - this.#lastAttendedAtMs
  }

  #end({ exitCode, reason }: SessionEnd): void {
    this.#change({ state: 'ended', exitCode, endReason: reason })
  }

  #change(change: Partial<Terminal>): void {
    this.#record = { ...this.#record, ...change }
    this.#onChange()
    this.#wake()
  }

  #setPace(): void {
    const mustPause = this.#readers.mustPause(this.#output.nextByte, this.#clock.elapsedMs())
    if (mustPause === this.#isPaused) return
    this.#isPaused = mustPause
    if (mustPause) this.#session.pause()
    else this.#session.resume()
  }

  async #newsOr(signal: CancelSignal): Promise<void> {
    if (signal.aborted) return
    const news = Promise.withResolvers<void>()
    const timer = setTimeout(news.resolve, LONGEST_WAIT_MS)
    this.#waiting.add(news.resolve)
    signal.addEventListener('abort', news.resolve)
    await news.promise
    signal.removeEventListener('abort', news.resolve)
    this.#waiting.delete(news.resolve)
    clearTimeout(timer)
  }

  /** Pieces of 4 KiB, as a pty gives them, would cost more than what is in them (measured: half the speed). */
  async #more(toByte: number): Promise<void> {
    if (this.#output.nextByte >= toByte) return
    const enough = Promise.withResolvers<void>()
    const timer = setTimeout(enough.resolve, GATHERING_MS)
    const look = () => {
      if (this.#output.nextByte >= toByte || !this.isOpen) enough.resolve()
    }
    this.#waiting.add(look)
    await enough.promise
    this.#waiting.delete(look)
    clearTimeout(timer)
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve()
  }

  #requireOpen(): void {
    if (this.isOpen) return
    throw new AppError('terminal_ended', `this terminal has ended: ${this.#record.endReason ?? ''}`)
  }
}
