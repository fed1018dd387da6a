/**
 * What was typed and not taken yet. The kernel takes a few KiB and then says "not now" until the program reads;
 * then it is asked again after a pause, because nothing tells when it would take more.
 */
import { AppError } from '../../shared/errors.ts'
import { KIB_BYTES, MIB_BYTES } from '../../shared/units/bytes.ts'

const RETRY_MS = 10
/** Up to here a writer need not wait. */
const EASY_BYTES = 64 * KIB_BYTES
const MAX_WAITING_BYTES = MIB_BYTES

export class InputQueue {
  /** Takes some of the bytes and says how many; 0: not now. Throws when nothing can be written any more. */
  readonly #take: (bytes: Uint8Array) => number
  readonly #chunks: Uint8Array[] = []
  readonly #writers: { resolve(): void; reject(error: AppError): void }[] = []
  #waitingBytes = 0
  #retry: NodeJS.Timeout | null = null
  #isClosed = false

  constructor(take: (bytes: Uint8Array) => number) {
    this.#take = take
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#isClosed) return Promise.reject(ended())
    if (this.#waitingBytes + bytes.length > MAX_WAITING_BYTES) {
      const message =
        'what runs in this terminal does not read what is typed, and too much of it waits: end it, or wait'
      return Promise.reject(new AppError('concurrency_exceeded', message))
    }
    this.#chunks.push(bytes)
    this.#waitingBytes += bytes.length
    if (this.#retry === null) this.#drain()
    if (this.#waitingBytes <= EASY_BYTES) return this.#isClosed ? Promise.reject(ended()) : Promise.resolve()
    return new Promise((resolve, reject) => this.#writers.push({ resolve, reject }))
  }

  close(): void {
    this.#isClosed = true
    if (this.#retry !== null) clearTimeout(this.#retry)
    this.#chunks.length = 0
    for (const { reject } of this.#writers.splice(0)) reject(ended())
  }

  #drain(): void {
    this.#retry = null
    try {
      for (let chunk = this.#chunks[0]; chunk !== undefined; chunk = this.#chunks[0]) {
        const takenBytes = chunk.length === 0 ? 0 : this.#take(chunk)
        this.#waitingBytes -= takenBytes
        if (takenBytes === chunk.length) this.#chunks.shift()
        else {
          this.#chunks[0] = chunk.subarray(takenBytes)
          this.#retry = setTimeout(() => this.#drain(), RETRY_MS)
          break
        }
      }
    } catch {
      this.close()
    }
    if (this.#waitingBytes <= EASY_BYTES) for (const { resolve } of this.#writers.splice(0)) resolve()
  }
}

const ended = () => new AppError('terminal_ended', 'what ran in this terminal has ended')
