import { describe, expect, it } from 'vitest'
import { LogFile } from '../../../electron/logs/logFile.ts'
import { prune } from '../../../electron/logs/retention.ts'
import { GIB_BYTES, KIB_BYTES } from '../../../shared/units/bytes.ts'
import { DAY_MS } from '../../../shared/units/time.ts'
import { testFolder } from '../../support/openTestLogs.ts'

const NOW_MS = 100 * DAY_MS

function openLogs() {
  const file = new LogFile({ workspaceDir: testFolder(), maxPages: null, notify: () => {} })
  const add = (count: number, { atMs, text = 'line\n' }: { atMs: number; text?: string }) =>
    file.use(({ db, sql }) =>
      db.transaction(() => {
        for (let n = 0; n < count; n++) {
          sql.insertOutput.run({
            functionId: 1,
            taskSeq: n,
            attempt: 1,
            instanceId: 'c-1',
            stream: 'stdout',
            firstAtMs: atMs,
            lastAtMs: atMs,
            byteCount: text.length,
            lineCount: 1,
            text,
          })
        }
      })(),
    )
  const count = () => file.use(({ db }) => db.prepare('SELECT count(*) FROM output').pluck().get())
  const usedBytes = () => file.use(({ sql }) => sql.usedBytes.get()!)
  const pruneTo = (retention: { days: number; maxBytes: number }, stopping = new AbortController().signal) =>
    prune(file, { nowMs: NOW_MS, hostId: 'host-1', retention, stopping })
  return { file, add, count, usedBytes, pruneTo }
}

describe('retention', () => {
  it('deletes output that is older than its days, and nothing else', async () => {
    const logs = openLogs()
    logs.add(250, { atMs: NOW_MS - 7 * DAY_MS - 1 })
    logs.add(10, { atMs: NOW_MS - 7 * DAY_MS })
    expect(await logs.pruneTo({ days: 7, maxBytes: GIB_BYTES })).toBe(250)
    expect(logs.count()).toBe(10)
  })

  it('deletes the oldest output while the file holds more than its bytes', async () => {
    const logs = openLogs()
    logs.add(50, { atMs: NOW_MS - 1, text: 'x'.repeat(64 * KIB_BYTES) })
    logs.add(200, { atMs: NOW_MS })
    const maxBytes = 1_024 * KIB_BYTES
    expect(logs.usedBytes()).toBeGreaterThan(maxBytes)
    await logs.pruneTo({ days: 7, maxBytes })
    expect(logs.usedBytes()).toBeLessThanOrEqual(maxBytes)
    expect(logs.count()).toBe(150) // one slice of a hundred, the oldest
  })

  it('ends between two slices when it is stopped', async () => {
    const logs = openLogs()
    logs.add(1_000, { atMs: 0 })
    const stopping = new AbortController()
    const pruned = logs.pruneTo({ days: 7, maxBytes: GIB_BYTES }, stopping.signal)
    stopping.abort()
    expect(await pruned).toBe(100)
  })

  it('forgets the batches of schedulers of earlier hosts', async () => {
    const logs = openLogs()
    logs.file.use(({ sql }) => {
      sql.rememberBatch.run({ hostId: 'host-0', schedulerId: 1, batchId: 5 })
      sql.rememberBatch.run({ hostId: 'host-1', schedulerId: 1, batchId: 6 })
    })
    await logs.pruneTo({ days: 7, maxBytes: GIB_BYTES })
    const marks = logs.file.use(({ db }) => db.prepare('SELECT host_id, batch_id FROM stored_batch').all())
    expect(marks).toEqual([{ host_id: 'host-1', batch_id: 6 }])
  })
})
