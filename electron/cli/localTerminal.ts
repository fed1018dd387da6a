/**
 * The terminal that the command line itself runs in: raw while something inside has it, and as it was afterwards,
 * whatever happens. In a pipe or a script only what is typed, to its end.
 */
import { AppError, type ErrorCode } from '../../shared/errors.ts'
import { stopSignal } from './stopSignals.ts'

export type Size = { columns: number; rows: number }
export type Inside = {
  resized(size: Size): Promise<unknown>
  typed(bytes: Uint8Array): Promise<unknown>
  inputEnded(): Promise<unknown>
}

const ENDED: ReadonlySet<ErrorCode> = new Set(['terminal_ended', 'terminal_not_found'])
const DEFAULT_SIZE: Size = { columns: 80, rows: 24 }
const MAX_SIZE = 1_000

export class LocalTerminal {
  readonly isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true
  /** Resolves at a signal that asks to stop. Ctrl-C is none while the terminal is raw: it goes inside. */
  readonly interrupted: Promise<void>
  readonly #restore = () => {
    if (this.isTerminal) process.stdin.setRawMode(false)
  }
  #isOver = false

  constructor() {
    const stop = stopSignal()
    this.interrupted = new Promise((resolve) => stop.addEventListener('abort', () => resolve()))
  }

  get size(): Size {
    const { columns, rows } = process.stdout
    return { columns: within(columns, DEFAULT_SIZE.columns), rows: within(rows, DEFAULT_SIZE.rows) }
  }

  /** Never resolves; rejects when what is typed cannot go inside, though that has not ended. */
  begin(inside: Inside): Promise<never> {
    if (this.isTerminal) {
      process.on('exit', this.#restore)
      process.stdin.setRawMode(true)
      process.stdout.on('resize', () => void inside.resized(this.size).catch(() => {})) // its end is seen elsewhere
    }
    return new Promise((_resolve, reject) => {
      this.#forward(inside).catch((error: unknown) => {
        const hasEnded = error instanceof AppError && ENDED.has(error.code) // whoever reads it says why
        if (!hasEnded && !this.#isOver) reject(error)
      })
    })
  }

  /** Gives the terminal back. */
  end(): void {
    this.#isOver = true
    this.#restore()
    process.removeListener('exit', this.#restore)
    process.stdout.removeAllListeners('resize')
    process.stdin.destroy()
  }

  /** One after the other: what is typed while one write is under way waits, and goes together. */
  async #forward({ typed, inputEnded }: Inside): Promise<void> {
    for await (const bytes of process.stdin) await typed(bytes as Uint8Array) // without an encoding
    if (!this.#isOver) await inputEnded()
  }
}

const within = (size: number | undefined, otherwise: number) => Math.min(Math.max(size ?? otherwise, 1), MAX_SIZE)
