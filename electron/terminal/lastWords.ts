/**
 * Decides when everything was heard of a program that has exited. Usually its output closes by itself; when a
 * background program holds it open, silence ends it, or so much that it cannot have been waiting in the kernel.
 */
import { KIB_BYTES } from '../../shared/units/bytes.ts'

const SILENCE_MS = 100
/** More than a pty or a pipe holds. */
const MAX_REST_BYTES = 256 * KIB_BYTES

export class LastWords {
  readonly #close: () => void
  #timer: NodeJS.Timeout | null = null
  #restBytes = MAX_REST_BYTES
  #hasHeard = false

  constructor(close: () => void) {
    this.#close = close
  }

  get isListening(): boolean {
    return this.#timer !== null
  }

  /** The program has exited. */
  begin(): void {
    this.#timer = setTimeout(() => this.#look(), SILENCE_MS)
  }

  heard(bytes: Uint8Array): void {
    if (this.#timer === null) return
    this.#hasHeard = true
    this.#restBytes -= bytes.length
    if (this.#restBytes < 0) this.#close()
  }

  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  /** A late timer is no silence: what waits is read before the immediate runs. */
  #look(): void {
    this.#hasHeard = false
    setImmediate(() => {
      if (this.#hasHeard) this.begin()
      else this.#close()
    })
  }
}
