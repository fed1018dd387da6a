/**
 * Which of the bytes that a program printed between pipes it wrote as errors, as far back as they are kept.
 * Positions as in ringBuffer.ts. Pure.
 */
export type Span = { fromByte: number; beforeByte: number }

export class ErrorSpans {
  /** In order; between two of them lies output. */
  #spans: Span[] = []

  add({ fromByte, beforeByte }: Span): void {
    const last = this.#spans.at(-1)
    if (last?.beforeByte === fromByte) last.beforeByte = beforeByte
    else this.#spans.push({ fromByte, beforeByte })
  }

  /** What lies before this byte is not kept any more. */
  forget(firstByte: number): void {
    const [oldest] = this.#spans
    if (oldest === undefined || oldest.beforeByte > firstByte) return
    this.#spans = this.#spans.filter(({ beforeByte }) => beforeByte > firstByte)
  }

  within({ fromByte, beforeByte }: Span): Span[] {
    return this.#spans
      .filter((span) => span.beforeByte > fromByte && span.fromByte < beforeByte)
      .map((span) => ({
        fromByte: Math.max(span.fromByte, fromByte),
        beforeByte: Math.min(span.beforeByte, beforeByte),
      }))
  }
}
