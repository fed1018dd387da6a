import { describe, expect, it } from 'vitest'
import { lossMarks } from '../../../electron/logs/lossMarks.ts'
import { mergeChunks } from '../../../electron/logs/mergeChunks.ts'

describe('the marks that replace lost output', () => {
  it('say for each attempt how many bytes and lines of all its streams are missing', () => {
    const piece = {
      key: 1,
      attempt: 1,
      functionId: 7,
      instanceId: 'c-1',
      stream: 'stdout',
      atMs: 10,
      text: 'abc\n',
    } as const
    const rows = mergeChunks([
      piece,
      { ...piece, stream: 'stderr', atMs: 20, text: 'ef' },
      { ...piece, key: 2, text: 'é' },
    ])
    expect(
      lossMarks(rows).map(({ taskSeq, stream, firstAtMs, lastAtMs, text }) => [
        taskSeq,
        stream,
        firstAtMs,
        lastAtMs,
        text,
      ]),
    ).toEqual([
      [1, 'system', 10, 20, '6 bytes of output were lost (1 line): the log database could not be written\n'],
      [2, 'system', 10, 10, '2 bytes of output were lost (0 lines): the log database could not be written\n'],
    ])
  })
})
