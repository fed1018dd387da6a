import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OutputChunk } from '../../../electron/base/logMessages.ts'
import { MAX_ROW_BYTES, mergeChunks } from '../../../electron/logs/mergeChunks.ts'

function chunk(change: Partial<OutputChunk> = {}): OutputChunk {
  return {
    key: 1,
    attempt: 1,
    functionId: 7,
    instanceId: 'c-1',
    stream: 'stdout',
    atMs: 1_000,
    text: 'line\n',
    ...change,
  }
}

describe('merging captured pieces', () => {
  it('puts pieces of one attempt into one row that spans their times, bytes and lines', () => {
    expect(mergeChunks([chunk({ text: 'é\n' }), chunk({ atMs: 1_500, text: 'b\nc' })])).toEqual([
      {
        functionId: 7,
        taskSeq: 1,
        attempt: 1,
        instanceId: 'c-1',
        stream: 'stdout',
        firstAtMs: 1_000,
        lastAtMs: 1_500,
        byteCount: 6,
        lineCount: 2,
        text: 'é\nb\nc',
      },
    ])
  })

  it('starts a row where the stream, the attempt or the task changes', () => {
    const rows = mergeChunks([
      chunk({ text: 'a' }),
      chunk({ text: 'b', stream: 'stderr' }),
      chunk({ text: 'c', attempt: 2 }),
      chunk({ text: 'd', key: 2 }),
      chunk({ text: 'e', key: null, attempt: null }),
      chunk({ text: 'f' }),
    ])
    expect(rows.map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  })

  it('merges across what other instances wrote in between', () => {
    const rows = mergeChunks([
      chunk({ text: 'a' }),
      chunk({ text: 'x', key: 2, instanceId: 'c-2' }),
      chunk({ text: 'b' }),
    ])
    expect(rows.map(({ text }) => text)).toEqual(['ab', 'x'])
  })

  it('splits a piece that is too long for a row between characters', () => {
    const text = '€'.repeat(MAX_ROW_BYTES / 2)
    const rows = mergeChunks([chunk({ text })])
    expect(rows.length).toBeGreaterThan(1)
    expect(rows.map((row) => row.text).join('')).toBe(text)
  })

  it('stores nothing for an empty piece', () => {
    expect(mergeChunks([chunk({ text: '' })])).toEqual([])
  })

  it('keeps every character of an instance in order, and no row over its limit', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc
        .tuple(fc.constantFrom('a', 'é', '€', '😀'), fc.integer({ min: 1, max: 70_000 }))
        .map(([unit, n]) => unit.repeat(n)),
    )
    const chunks = fc.array(
      fc.record({
        key: fc.constantFrom(1, 2),
        attempt: fc.constant(1),
        functionId: fc.constant(7),
        instanceId: fc.constantFrom('c-1', 'c-2'),
        stream: fc.constantFrom('stdout' as const, 'stderr' as const),
        atMs: fc.constant(1_000),
        text,
      }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(chunks, (written) => {
        const rows = mergeChunks(written)
        for (const instanceId of ['c-1', 'c-2']) {
          const of = (pieces: readonly { instanceId: string; text: string }[]) =>
            pieces
              .filter((piece) => piece.instanceId === instanceId)
              .map((piece) => piece.text)
              .join('')
          expect(of(rows)).toBe(of(written))
        }
        for (const row of rows) {
          expect(row.byteCount).toBe(Buffer.byteLength(row.text))
          expect(row.byteCount).toBeLessThanOrEqual(MAX_ROW_BYTES)
          expect(row.lineCount).toBe(row.text.split('\n').length - 1)
        }
      }),
      { numRuns: 100 },
    )
  })
})
