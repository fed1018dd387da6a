/**
 * The last bytes that a program printed. Positions count from the first byte ever written. Grows as it is needed,
 * so that a terminal with little output takes little.
 */
import { KIB_BYTES } from '../../shared/units/bytes.ts'

const FIRST_BYTES = 16 * KIB_BYTES

export class RingBuffer {
  readonly #capacityBytes: number
  #memory: Uint8Array
  #firstByte = 0
  #nextByte = 0

  constructor(capacityBytes: number) {
    this.#capacityBytes = capacityBytes
    this.#memory = new Uint8Array(Math.min(FIRST_BYTES, capacityBytes))
  }

  /** The oldest that is kept. */
  get firstByte(): number {
    return this.#firstByte
  }

  /** Where the next byte will be. */
  get nextByte(): number {
    return this.#nextByte
  }

  append(bytes: Uint8Array): void {
    this.#growFor(bytes.length)
    const size = this.#memory.length
    const kept = bytes.subarray(Math.max(0, bytes.length - size))
    this.#nextByte += bytes.length
    this.#firstByte = Math.max(this.#firstByte, this.#nextByte - size)
    const at = (this.#nextByte - kept.length) % size
    const untilEdge = kept.subarray(0, size - at)
    this.#memory.set(untilEdge, at)
    this.#memory.set(kept.subarray(untilEdge.length), 0)
  }

  /** A copy of at most `limitBytes` from `afterByte` on, or from the oldest that is kept. */
  read(afterByte: number, limitBytes: number): { bytes: Uint8Array<ArrayBuffer>; firstByte: number; nextByte: number } {
    const firstByte = Math.min(Math.max(afterByte, this.#firstByte), this.#nextByte)
    const nextByte = Math.min(firstByte + limitBytes, this.#nextByte)
    return { bytes: this.#copy(firstByte, nextByte), firstByte, nextByte }
  }

  #copy(firstByte: number, nextByte: number): Uint8Array<ArrayBuffer> {
    const size = this.#memory.length
    const copy = new Uint8Array(nextByte - firstByte)
    const at = firstByte % size
    const untilEdge = this.#memory.subarray(at, Math.min(size, at + copy.length))
    copy.set(untilEdge)
    copy.set(this.#memory.subarray(0, copy.length - untilEdge.length), untilEdge.length)
    return copy
  }

  #growFor(addedBytes: number): void {
    const neededBytes = Math.min(this.#nextByte - this.#firstByte + addedBytes, this.#capacityBytes)
    if (neededBytes <= this.#memory.length) return
    let size = this.#memory.length
    while (size < neededBytes) size = Math.min(size * 2, this.#capacityBytes)
    const kept = this.#copy(this.#firstByte, this.#nextByte)
    this.#memory = new Uint8Array(size)
    const at = this.#firstByte % size
    const untilEdge = kept.subarray(0, size - at)
    this.#memory.set(untilEdge, at)
    this.#memory.set(kept.subarray(untilEdge.length), 0)
  }
}
