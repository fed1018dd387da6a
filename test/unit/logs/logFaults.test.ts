import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLogDatabase } from '../../../electron/storage/logDatabase.ts'
import { openTestLogs, outputChunk, testFolder } from '../../support/openTestLogs.ts'

const filter = { functionIds: [7], instanceId: null, fromMs: null, beforeMs: null }
const read = { filter, direction: 'forward' as const, fromChunk: null, limitBytes: 1_000_000 }
const search = { ...read, text: 'needle', isRegex: false, isCaseSensitive: false, limit: 1_000 }
const volume = { filter, fromMs: 0, beforeMs: 10_000, parts: 2 }

describe('a log database that is full', () => {
  it('is read and searched as before', async () => {
    const empty = openLogDatabase(testFolder())
    const maxPages = Number(empty.pragma('page_count', { simple: true })) + 20
    empty.close()
    const { service, send, noticed } = openTestLogs({ maxPages })
    await send(1, [outputChunk({ text: 'needle\n' })])
    void send(2, [outputChunk({ text: 'x'.repeat(200_000) })])
    await noticed('logs_stalled')
    expect(service.reads.readStream(read).chunks).toHaveLength(1)
    expect((await service.reads.searchStream(search)).hits).toHaveLength(1)
    expect((await service.reads.readVolume(volume)).lines).toEqual([1, 0])
  })
})

describe('a log database that is found damaged', () => {
  async function damaged() {
    const workspaceDir = testFolder()
    const before = openTestLogs({ workspaceDir })
    for (let batchId = 1; batchId <= 50; batchId++) {
      await before.send(batchId, [outputChunk({ text: `${'needle '.repeat(2_000)}\n` })])
    }
    await before.service.stop()
    const path = join(workspaceDir, 'logs.db')
    const pages = readFileSync(path)
    writeFileSync(path, pages.fill(0xff, 4_096)) // the header is whole, every table is not
    return openTestLogs({ workspaceDir })
  }

  it('by a read tells the damage with the read', async () => {
    const { service, notices } = await damaged()
    const slice = service.reads.readStream({ ...read, fromChunk: 30 })
    expect(slice).toMatchObject({ chunks: [], lastChunk: 0, hasMore: false })
    expect(slice.damage?.asidePath).toMatch(/logs\.db\.damaged-1$/)
    expect(notices.map(({ code }) => code)).toEqual(['logs_damaged'])
  })

  it('by a search or a count ends that empty, and later reads tell the damage and go on with what is new', async () => {
    const { service, send } = await damaged()
    expect(await service.reads.searchStream(search)).toEqual({ hits: [], nextChunk: null, searchedLines: 0 })
    expect((await service.reads.readVolume(volume)).lines).toEqual([0, 0])
    await send(51, [outputChunk({ text: 'needle of the new file\n' })])
    expect(service.reads.readStream({ ...read, fromChunk: 30 })).toMatchObject({
      chunks: [expect.objectContaining({ text: 'needle of the new file\n' })],
      damage: { asidePath: expect.stringContaining('damaged-1') },
    })
    expect((await service.reads.searchStream(search)).hits).toHaveLength(1)
  })
})

describe('a search while a flood is stored', () => {
  it('keeps no batch waiting until its end, and ends', async () => {
    const { service, send } = openTestLogs()
    const text = 'some line or other that has a needle at its end: needle\n'.repeat(1_000)
    let batchId = 0
    const flood = () => send(++batchId, [outputChunk({ text })])
    await Promise.all(Array.from({ length: 300 }, flood))
    let storedMeanwhile = 0
    let isSearching = true
    const flooding = (async () => {
      while (isSearching) {
        await flood()
        storedMeanwhile++
      }
    })()
    let hitCount = 0
    let sliceCount = 0
    for (let fromChunk: number | null = null; ; sliceCount++) {
      const slice = await service.reads.searchStream({
        ...search,
        text: 'NEEDLE$',
        isRegex: true,
        direction: 'backward',
        limit: 10_000,
        fromChunk,
      })
      hitCount += slice.hits.length
      fromChunk = slice.nextChunk
      if (fromChunk === null) break
    }
    isSearching = false
    await flooding
    expect(hitCount).toBeGreaterThanOrEqual(300_000)
    expect(storedMeanwhile).toBeGreaterThanOrEqual(sliceCount / 2)
  })
})

describe('what the retention deletes', () => {
  it('is gone from the stream, the search and the count, and what is left is counted exactly', async () => {
    const workspaceDir = testFolder()
    const first = openTestLogs({ workspaceDir })
    const day = 86_400_000
    await Promise.all(
      Array.from({ length: 3_000 }, (_, index) =>
        first.send(index + 1, [
          outputChunk({ atMs: index < 1_500 ? 0 : 10 * day, text: 'needle\n', instanceId: `c-${index}` }),
        ]),
      ),
    )
    await first.service.stop()
    const clock = { nowMs: () => 10 * day, elapsedMs: () => performance.now() }
    const { service } = openTestLogs({ workspaceDir, clock, retention: { days: 7, maxBytes: 1e9 } })
    const lines = async () =>
      (await service.reads.readVolume({ filter, fromMs: 0, beforeMs: 11 * day, parts: 1 })).lines[0]
    while ((await lines()) !== 1_500) await new Promise(setImmediate)
    expect((await service.reads.searchStream(search)).hits.length).toBeGreaterThan(0)
    expect(service.reads.readStream(read).chunks[0]?.id).toBe(1_501)
  })
})
