import { statSync } from 'node:fs'
import { MessageChannel } from 'node:worker_threads'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openTaskDatabase, openTaskDatabaseReadOnly, taskDatabasePath } from '../../../electron/storage/taskDatabase.ts'
import { WalWatch } from '../../../electron/storage/walWatch.ts'
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'
import { until } from '../../support/until.ts'

function openWatched() {
  const dir = temporaryDir()
  const db = openTaskDatabase(dir, 'normal')
  const path = taskDatabasePath(dir)
  const wal = new WalWatch(db, path)
  const { port1: store, port2: log } = new MessageChannel()
  onTestFinished(() => log.close())
  const asked: unknown[] = []
  log.on('message', (message) => void asked.push(message))
  wal.connect(store)
  const put = db.prepare('INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)')
  let n = 0
  const writeMib = (mib: number): true => {
    for (let i = 0; i < mib; i++) put.run(`big-${n++}`, Buffer.alloc(MIB_BYTES))
    wal.afterCommit()
    return true
  }
  return { dir, db, path, log, asked, writeMib, walBytes: () => statSync(`${path}-wal`).size }
}

describe('the write-ahead log of the task database', () => {
  it('is checkpointed by the log thread when it has grown, asked once at a time', async () => {
    const t = openWatched()
    t.writeMib(20)
    t.writeMib(20)
    t.writeMib(1)
    await until(() => t.asked.length > 0, { what: 'the request' })
    expect(t.asked).toEqual([{ kind: 'checkpoint' }])
  })

  it('is begun anew after that, and does not wait for a reader that still needs it', async () => {
    const t = openWatched()
    t.writeMib(40)
    const reader = openTaskDatabaseReadOnly(t.dir)
    const rows = reader.prepare('SELECT name FROM setting').iterate()
    rows.next()
    t.writeMib(1)
    const answer = () => t.log.postMessage({ kind: 'checkpointed', passes: 1, lastPassMs: 1 })
    const answeredMs = performance.now()
    answer()
    await until(() => t.writeMib(1) && t.asked.length > 1, {
      what: 'the next request, so the answer was dealt with',
    })
    expect(performance.now() - answeredMs).toBeLessThan(2_500) // the driver would wait 5 s for the reader
    rows.return?.()
    reader.close()
    t.db.pragma('wal_checkpoint(PASSIVE)')
    answer()
    await until(() => t.writeMib(1) && t.walBytes() < 32 * MIB_BYTES, { what: 'the log to be short again' })
  })
})
