import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OutputChunk } from '../../../electron/base/logMessages.ts'
import type { LogReads } from '../../../electron/logs/logReads.ts'
import type { Direction, StreamFilter } from '../../../electron/logs/logStream.ts'
import { openTestLogs, outputChunk } from '../../support/openTestLogs.ts'

const FUNCTIONS = [7, 8, 9]
const everything: StreamFilter = { functionIds: FUNCTIONS, instanceId: null, fromMs: null, beforeMs: null }

/** Each chunk becomes a row, because each comes in a batch of its own. */
async function stored(chunks: Partial<OutputChunk>[], options: Parameters<typeof openTestLogs>[0] = {}) {
  const logs = openTestLogs(options)
  const sent = chunks.map((chunk, index) => logs.send(index + 1, [outputChunk(chunk)]))
  await Promise.all(sent)
  return logs
}

type Reading = { filter?: StreamFilter; direction?: Direction; fromChunk?: number | null; limitBytes?: number }
function readAll(reads: LogReads, { limitBytes = 1_000_000, ...place }: Reading) {
  const slices = []
  const query = { filter: everything, direction: 'forward' as Direction, fromChunk: null, ...place, limitBytes }
  for (let fromChunk: number | null = query.fromChunk; ; ) {
    const slice = reads.readStream({ ...query, fromChunk })
    slices.push(slice)
    fromChunk = query.direction === 'forward' ? slice.lastChunk : slice.firstChunk
    if (!slice.hasMore) return slices
  }
}
const texts = (slices: { chunks: { text: string }[] }[]) =>
  slices.flatMap(({ chunks }) => chunks.map(({ text }) => text))

describe('the merged stream', () => {
  it('is read forwards from the beginning and backwards from the end, in the order of the stream', async () => {
    const { service } = await stored([{ text: 'a' }, { text: 'b', functionId: 8 }, { text: 'c' }])
    const forward = service.reads.readStream({
      filter: everything,
      direction: 'forward',
      fromChunk: null,
      limitBytes: 1_000,
    })
    expect({ ...forward, chunks: texts([forward]) }).toEqual({
      chunks: ['a', 'b', 'c'],
      firstChunk: 1,
      lastChunk: 3,
      hasMore: false,
      damage: null,
    })
    const backward = service.reads.readStream({
      filter: everything,
      direction: 'backward',
      fromChunk: null,
      limitBytes: 1,
    })
    expect({ ...backward, chunks: texts([backward]) }).toEqual({
      chunks: ['c'],
      firstChunk: 3,
      lastChunk: 3,
      hasMore: true,
      damage: null,
    })
  })

  it('goes on where a slice ended in either direction, also after it was empty, and shows what came meanwhile', async () => {
    const { service, send } = await stored([{ text: 'a', functionId: 8 }, { text: 'b' }])
    const filter = { ...everything, functionIds: [9] }
    const empty = service.reads.readStream({ filter, direction: 'forward', fromChunk: null, limitBytes: 1_000 })
    expect(empty).toMatchObject({ chunks: [], lastChunk: 2, hasMore: false })
    await send(3, [outputChunk({ functionId: 9, text: 'new' })])
    expect(texts(readAll(service.reads, { filter, fromChunk: empty.lastChunk }))).toEqual(['new'])
    expect(texts(readAll(service.reads, { direction: 'backward', fromChunk: empty.lastChunk }))).toEqual(['a'])
  })

  it('starts again from the beginning where the ids of a cursor are no longer', async () => {
    const { service } = await stored([{ text: 'of a new file' }])
    expect(texts(readAll(service.reads, { fromChunk: 1_000_000 }))).toEqual(['of a new file'])
  })

  it('moves on without a chunk when nothing fits for so long that storing would wait', async () => {
    let nowMs = 0
    const clock = { nowMs: () => 1_000, elapsedMs: () => (nowMs += 20) } // every look at the clock finds the time over
    const rows = Array.from({ length: 3_000 }, (_, index) => ({
      text: `${index}`,
      functionId: index === 2_999 ? 9 : 7,
    }))
    const { service } = await stored(rows, { clock })
    const byInstance = { ...everything, functionIds: [9], instanceId: 'c-1' }
    const slices = readAll(service.reads, { filter: byInstance })
    expect(texts(slices)).toEqual(['2999'])
    expect(slices.length).toBeGreaterThan(2)
    expect(slices[0]).toMatchObject({ chunks: [], hasMore: true, lastChunk: 1_023 })
    expect(readAll(service.reads, { filter: { ...everything, functionIds: [9] } }).length).toBeLessThan(slices.length)
  })

  it('is the same in slices of any size, for any filter, in both directions, whatever the clock did', async () => {
    const row = fc.record({
      functionId: fc.constantFrom(...FUNCTIONS),
      instanceId: fc.constantFrom('c-1', 'c-2'),
      atMs: fc.integer({ min: 0, max: 50 }), // back and forth
      text: fc.stringMatching(/^[a-z]{1,6}$/),
    })
    const filters = fc.record({
      functionIds: fc.subarray(FUNCTIONS),
      instanceId: fc.constantFrom(null, 'c-1', 'c-3'),
      fromMs: fc.option(fc.integer({ min: 0, max: 50 })),
      beforeMs: fc.option(fc.integer({ min: 0, max: 51 })),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 40 }),
        filters,
        fc.integer({ min: 1, max: 900 }),
        async (rows, filter, limitBytes) => {
          const { service } = await stored(rows)
          const isWanted = ({ functionId, instanceId, atMs }: (typeof rows)[number]) =>
            filter.functionIds.includes(functionId) &&
            (filter.instanceId === null || filter.instanceId === instanceId) &&
            atMs >= (filter.fromMs ?? 0) &&
            atMs < (filter.beforeMs ?? 100)
          const wanted = rows.filter(isWanted).map(({ text }) => text)
          expect(texts(readAll(service.reads, { filter, limitBytes }))).toEqual(wanted)
          const backward = readAll(service.reads, { filter, limitBytes, direction: 'backward' })
          expect(texts(backward.toReversed())).toEqual(wanted)
          await service.stop()
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('the number of lines over a time', () => {
  const filter = { functionIds: FUNCTIONS, instanceId: null }

  it('counts lines, and those of stderr, in equal parts', async () => {
    const { service } = await stored([
      { atMs: 99, text: 'before\n' },
      { atMs: 100, text: 'a\nb\n' },
      { atMs: 149, text: 'c\n', stream: 'stderr' },
      { atMs: 150, text: 'd\n', functionId: 8 },
      { atMs: 200, text: 'after\n' },
    ])
    const query = { filter, fromMs: 100, beforeMs: 200, parts: 2 }
    expect(await service.reads.readVolume(query)).toEqual({ lines: [3, 1], errorLines: [1, 0] })
    expect(await service.reads.readVolume({ ...query, filter: { ...filter, functionIds: [8] } })).toEqual({
      lines: [0, 1],
      errorLines: [0, 0],
    })
    expect(await service.reads.readVolume({ ...query, filter: { ...filter, instanceId: 'c-2' } })).toEqual({
      lines: [0, 0],
      errorLines: [0, 0],
    })
  })

  it('is exact over thousands of rows and after the oldest were deleted', async () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => ({
      atMs: index,
      text: 'x\n',
      functionId: index % 2 === 0 ? 7 : 8,
      instanceId: `c-${index % 3}`,
    }))
    const { service } = await stored(rows, { clock: { nowMs: () => 5_000, elapsedMs: () => performance.now() } })
    const query = { filter, fromMs: 0, beforeMs: 5_000, parts: 5 }
    const lines = (change: object) =>
      service.reads.readVolume({ ...query, filter: { ...filter, ...change } }).then((volume) => volume.lines)
    expect(await lines({})).toEqual([1_000, 1_000, 1_000, 1_000, 1_000])
    expect(await lines({ functionIds: [8] })).toEqual([500, 500, 500, 500, 500])
    expect((await lines({ instanceId: 'c-0' })).reduce((sum, count) => sum + count)).toBe(1_667)
  })
})
