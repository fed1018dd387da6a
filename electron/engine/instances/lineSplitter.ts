/** Cuts a stream of text into lines; a line of megabytes that comes in pieces is searched only once. */
export class LineSplitter {
  readonly #onLine: (line: string) => void
  #parts: string[] = []

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  push(chunk: string): void {
    let from = 0
    for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', from)) {
      const piece = chunk.slice(from, at)
      from = at + 1
      if (this.#parts.length === 0) {
        this.#onLine(piece)
      } else {
        this.#parts.push(piece)
        const line = this.#parts.join('')
        this.#parts = []
        this.#onLine(line)
      }
    }
    if (from < chunk.length) this.#parts.push(chunk.slice(from))
  }
}
