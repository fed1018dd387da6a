/** The stored output of a host, for the stores of the window: answers reads as the contract says. */
import type { LogChunk } from '../../renderer/stores/logWindow.ts'
import type { LogHit } from '../../shared/contract/logs.contract.ts'

type Read = { direction: 'forward' | 'backward'; fromChunk?: number; limitBytes: number }
type Search = { text: string; direction: 'forward' | 'backward'; fromChunk?: number; limit: number }

export class FakeLogs {
  readonly chunks: LogChunk[] = []
  /** Chunks that one slice looks at; fewer make short slices. */
  lookedAt = Number.POSITIVE_INFINITY

  write(text: string, fields: Partial<LogChunk> = {}): LogChunk {
    const chunk: LogChunk = {
      id: this.chunks.length + 1,
      functionName: 'order-charge',
      instanceId: 'c-1',
      taskId: 't-1',
      attempt: 1,
      stream: 'stdout',
      atMs: 1_000 + this.chunks.length,
      text,
      ...fields,
    }
    this.chunks.push(chunk)
    return chunk
  }

  readonly answers = {
    'logs.read': ({ direction, fromChunk, limitBytes }: Read) => this.#read({ direction, limitBytes, from: fromChunk }),
    'logs.search': (wish: Search) => this.#search(wish),
    'logs.volume': ({ fromMs, beforeMs, parts }: { fromMs: number; beforeMs: number; parts: number }) => ({
      lines: Array.from({ length: parts }, () => this.#countLines({ fromMs, beforeMs })),
      errorLines: Array.from({ length: parts }, () => 0),
    }),
  }

  #inOrder(direction: 'forward' | 'backward', from: number | undefined): LogChunk[] {
    const order = direction === 'forward' ? this.chunks : this.chunks.toReversed()
    return order.filter(({ id }) => from === undefined || (direction === 'forward' ? id > from : id < from))
  }

  #read({
    direction,
    from,
    limitBytes,
  }: {
    direction: 'forward' | 'backward'
    from: number | undefined
    limitBytes: number
  }) {
    const candidates = this.#inOrder(direction, from)
    const taken: LogChunk[] = []
    let bytes = 0
    for (const chunk of candidates) {
      if (taken.length > 0 && (bytes + chunk.text.length > limitBytes || taken.length >= this.lookedAt)) break
      bytes += chunk.text.length
      taken.push(chunk)
    }
    const chunks = direction === 'forward' ? taken : taken.toReversed()
    return {
      chunks,
      firstChunk: chunks[0]?.id ?? from ?? 0,
      lastChunk: chunks.at(-1)?.id ?? from ?? 0,
      hasMore: taken.length < candidates.length,
      damage: null,
    }
  }

  #search({ text, direction, fromChunk, limit }: Search) {
    const candidates = this.#inOrder(direction, fromChunk)
    const looked = candidates.slice(0, this.lookedAt)
    const hits = looked.flatMap((chunk) => {
      const ofChunk: LogHit[] = chunk.text
        .split('\n')
        .flatMap((line, index) =>
          line.includes(text)
            ? [{ chunk: chunk.id, line: index, column: line.indexOf(text), length: text.length }]
            : [],
        )
      return direction === 'forward' ? ofChunk : ofChunk.toReversed()
    })
    const nextChunk = looked.length < candidates.length ? (looked.at(-1)?.id ?? null) : null
    return { hits: hits.slice(0, limit), nextChunk, searchedLines: looked.length }
  }

  #countLines({ fromMs, beforeMs }: { fromMs: number; beforeMs: number }): number {
    return this.chunks
      .filter(({ atMs }) => atMs >= fromMs && atMs < beforeMs)
      .reduce((sum, { text }) => sum + text.split('\n').length - 1, 0)
  }
}
