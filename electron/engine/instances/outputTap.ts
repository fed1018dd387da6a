/**
 * Takes the marks of our bootstrap (electron/runtimes/node/output.cjs) out of an output stream and
 * says whose every piece of it is. A mark is `\0<token>S<id>\0`: what follows belongs to the attempt
 * `id`; or `\0<token>E<id>\0`: that attempt will print no more.
 */
import { StringDecoder } from 'node:string_decoder'

/** No mark is longer; what looks like one and goes on is output. */
const MAX_NUMBER_LENGTH = 17

export type TapEvents = {
  /** `attemptId` 0: unmarked, written past our bootstrap. */
  text(attemptId: number, text: string): void
  end(attemptId: number): void
}

export class OutputTap {
  readonly #prefix: Buffer
  readonly #events: TapEvents
  #decoder = new StringDecoder('utf8')
  #currentId = 0
  #held: Buffer | null = null // the beginning of what may be a mark

  constructor(token: string, events: TapEvents) {
    this.#prefix = Buffer.from(`\0${token}`)
    this.#events = events
  }

  push(chunk: Buffer): void {
    const data = this.#held === null ? chunk : Buffer.concat([this.#held, chunk])
    this.#held = null
    let from = 0
    for (;;) {
      const at = data.indexOf(this.#prefix, from)
      if (at < 0) break
      const bodyAt = at + this.#prefix.length
      const closeAt = data.indexOf(0, bodyAt)
      if (closeAt < 0 && data.length - bodyAt <= MAX_NUMBER_LENGTH) {
        this.#text(data.subarray(from, at))
        this.#held = data.subarray(at)
        return
      }
      if (closeAt < 0 || closeAt - bodyAt > MAX_NUMBER_LENGTH) {
        this.#text(data.subarray(from, bodyAt))
        from = bodyAt
        continue
      }
      this.#text(data.subarray(from, at))
      this.#mark(data.toString('latin1', bodyAt, closeAt))
      from = closeAt + 1
    }
    const heldAt = this.#partialMarkAt(data, from)
    this.#text(data.subarray(from, heldAt))
    if (heldAt < data.length) this.#held = data.subarray(heldAt)
  }

  /** The stream has ended: nothing that was held back can become a mark any more. */
  flush(): void {
    const held = this.#held
    this.#held = null
    if (held !== null) this.#text(held)
    this.#flushDecoder()
  }

  #mark(body: string): void {
    const id = Number(body.slice(1))
    if (body[0] === 'S') {
      if (id !== this.#currentId) this.#flushDecoder()
      this.#currentId = id
      return
    }
    if (id === this.#currentId) {
      this.#flushDecoder()
      this.#currentId = 0
    }
    this.#events.end(id)
  }

  #text(bytes: Buffer): void {
    if (bytes.length === 0) return
    const text = this.#decoder.write(bytes)
    if (text !== '') this.#events.text(this.#currentId, text)
  }

  #flushDecoder(): void {
    const text = this.#decoder.end()
    if (text !== '') this.#events.text(this.#currentId, text)
  }

  /** Where a mark begins that the chunk cuts in two; the chunk's length if there is none. */
  #partialMarkAt(data: Buffer, from: number): number {
    const earliest = Math.max(from, data.length - this.#prefix.length + 1)
    for (let at = data.indexOf(0, earliest); at >= 0; at = data.indexOf(0, at + 1)) {
      if (this.#prefix.subarray(0, data.length - at).equals(data.subarray(at))) return at
    }
    return data.length
  }
}
