import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { LogToStore } from '../../../electron/base/logMessages.ts'
import { openLogDatabase } from '../../../electron/storage/logDatabase.ts'
import { openTaskDatabase, taskDatabasePath } from '../../../electron/storage/taskDatabase.ts'
import { openTestLogs, outputChunk, testFolder } from '../../support/openTestLogs.ts'

const all = { afterChunk: 0, limitBytes: 1_000_000 }
const KIB_TEXT = `${'x'.repeat(1_023)}\n`

describe('storing output', () => {
  it('acknowledges a batch whose output is there for any other connection', async () => {
    const workspaceDir = testFolder()
    const { send } = openTestLogs({ workspaceDir })
    expect(await send(1, [outputChunk({ text: 'hello\n' })])).toEqual({ kind: 'outputStored', batchId: 1 })

    const other = openLogDatabase(workspaceDir)
    expect(other.prepare('SELECT text FROM output').pluck().all()).toEqual(['hello\n'])
    other.close()
  })

  it('commits once for all batches of a turn', async () => {
    const workspaceDir = testFolder()
    const { send } = openTestLogs({ workspaceDir })
    await send(1, [outputChunk()])
    const other = openLogDatabase(workspaceDir)
    const rowsSeen = send(2, [outputChunk()]).then(() => other.prepare('SELECT count(*) FROM output').pluck().get())
    await Promise.all([rowsSeen, send(3, [outputChunk()]), send(1, [outputChunk()], 2)])
    expect(await rowsSeen).toBe(4) // at the first acknowledgement all are visible
    other.close()
  })

  it('stores a batch that is sent again once, also in a new log thread of the same host', async () => {
    const workspaceDir = testFolder()
    const first = openTestLogs({ workspaceDir })
    await first.send(1, [outputChunk({ text: 'a' })])
    await first.send(1, [outputChunk({ text: 'a' })])
    await first.service.stop()

    const second = openTestLogs({ workspaceDir })
    expect(await second.send(1, [outputChunk({ text: 'a' })])).toEqual({ kind: 'outputStored', batchId: 1 })
    await second.send(2, [outputChunk({ text: 'b' })])
    expect(second.service.reads.readTaskLog({ seq: 1, ...all }).chunks.map(({ text }) => text)).toEqual(['a', 'b'])
  })

  it('tells the batches of schedulers and of hosts apart', async () => {
    const workspaceDir = testFolder()
    const first = openTestLogs({ workspaceDir })
    await first.send(1, [outputChunk({ text: 'a' })], 1)
    await first.send(1, [outputChunk({ text: 'b' })], 2)
    await first.service.stop()

    const nextHost = openTestLogs({ workspaceDir, hostId: 'host-2' })
    await nextHost.send(1, [outputChunk({ text: 'c' })], 1)
    expect(nextHost.service.reads.readTaskLog({ seq: 1, ...all }).chunks.map(({ text }) => text)).toEqual([
      'a',
      'b',
      'c',
    ])
  })

  it('stores what came before a stop', async () => {
    const workspaceDir = testFolder()
    const { service, send } = openTestLogs({ workspaceDir })
    const acknowledged = send(1, [outputChunk({ text: 'last words' })])
    await service.stop()
    expect(await acknowledged).toEqual({ kind: 'outputStored', batchId: 1 })
  })

  it('drops and acknowledges a batch that can never be stored, and keeps the ones beside it', async () => {
    const { service, send, notices } = openTestLogs()
    const broken = outputChunk({ attempt: null }) // a task without an attempt breaks a rule of the schema
    await Promise.all([send(1, [outputChunk({ text: 'a' })]), send(2, [broken]), send(3, [outputChunk({ text: 'c' })])])
    expect(service.reads.readTaskLog({ seq: 1, ...all }).chunks.map(({ text }) => text)).toEqual(['a', 'c'])
    expect(notices.map(({ code }) => code)).toEqual(['logs_refused'])
  })
})

describe('reading output', () => {
  async function withOutput() {
    const logs = openTestLogs()
    await logs.send(1, [
      outputChunk({ key: null, attempt: null, text: 'starting\n' }),
      outputChunk({ text: 'first try\n' }),
      outputChunk({ text: 'oops\n', stream: 'stderr' }),
      outputChunk({ key: 2, text: 'other task\n' }),
      outputChunk({ attempt: 2, instanceId: 'c-2', text: 'second try\n' }),
    ])
    return logs.service.reads
  }
  const texts = ({ chunks }: { chunks: { text: string }[] }) => chunks.map(({ text }) => text)

  it('gives an attempt, a task over its attempts, and an instance with what it wrote outside of tasks', async () => {
    const reads = await withOutput()
    expect(texts(reads.readAttemptLog({ seq: 1, attempt: 1, ...all }))).toEqual(['first try\n', 'oops\n'])
    expect(texts(reads.readAttemptLog({ seq: 1, attempt: 2, ...all }))).toEqual(['second try\n'])
    expect(texts(reads.readTaskLog({ seq: 1, ...all }))).toEqual(['first try\n', 'oops\n', 'second try\n'])
    expect(texts(reads.readInstanceLog({ instanceId: 'c-1', ...all }))).toEqual([
      'starting\n',
      'first try\n',
      'oops\n',
      'other task\n',
    ])
  })

  it('gives an empty slice, with the cursor unmoved, where there is no more', async () => {
    const reads = await withOutput()
    expect(reads.readTaskLog({ seq: 99, ...all })).toEqual({ chunks: [], lastChunk: 0, hasMore: false, damage: null })
    const { lastChunk } = reads.readTaskLog({ seq: 1, ...all })
    expect(reads.readTaskLog({ seq: 1, ...all, afterChunk: lastChunk })).toEqual({
      chunks: [],
      lastChunk,
      hasMore: false,
      damage: null,
    })
  })

  it('hands out slices by size, each with at least one chunk, that make up the whole', async () => {
    const reads = await withOutput()
    const seen: string[] = []
    for (let afterChunk = 0, hasMore = true; hasMore; ) {
      const slice = reads.readTaskLog({ seq: 1, afterChunk, limitBytes: 1 })
      expect(slice.chunks).toHaveLength(1)
      seen.push(...texts(slice))
      ;({ lastChunk: afterChunk, hasMore } = slice)
    }
    expect(seen).toEqual(['first try\n', 'oops\n', 'second try\n'])
  })

  it('keeps every character, also NUL', async () => {
    const { service, send } = openTestLogs()
    const text = 'a\0b😀\u2028\u001b[31mred\n'
    await send(1, [outputChunk({ text })])
    expect(texts(service.reads.readTaskLog({ seq: 1, ...all }))).toEqual([text])
  })

  it('finds tasks, attempts and instances by an index', () => {
    const db = openLogDatabase(testFolder())
    const plan = (where: string) =>
      db
        .prepare<[], { detail: string }>(
          `EXPLAIN QUERY PLAN SELECT text FROM output WHERE ${where} AND id > 5 ORDER BY id`,
        )
        .all()
        .map(({ detail }) => detail)
    expect(plan('task_seq = 1 AND attempt = 1')).toEqual([
      'SEARCH output USING INDEX output_task (task_seq=? AND id>?)',
    ])
    expect(plan('task_seq = 1')).toEqual(['SEARCH output USING INDEX output_task (task_seq=? AND id>?)'])
    expect(plan("instance_id = 'c-1'")).toEqual([
      'SEARCH output USING INDEX output_instance (instance_id=? AND rowid>?)',
    ])
    db.close()
  })
})

describe('a full disk', () => {
  /** Space for 370 KiB, 100 of them taken; space comes from deleting that, as its pages are used again. */
  async function almostFull() {
    const empty = openLogDatabase(testFolder())
    const maxPages = Number(empty.pragma('page_count', { simple: true })) + 93
    empty.close()
    const workspaceDir = testFolder()
    const logs = openTestLogs({ workspaceDir, maxPages, maxPendingBytes: 450 * 1_024 })
    await logs.send(1, [outputChunk({ key: 1, text: KIB_TEXT.repeat(100) })])
    const makeSpace = () => {
      const other = new Database(join(workspaceDir, 'logs.db'))
      other.exec('DELETE FROM output WHERE task_seq = 1')
      other.close()
    }
    return { ...logs, makeSpace, bigChunk: outputChunk({ key: 2, text: KIB_TEXT.repeat(330) }) }
  }

  it('holds back acknowledgements, is told once, and storing goes on by itself when there is space', async () => {
    const { service, send, noticed, notices, makeSpace, bigChunk } = await almostFull()
    let isAcknowledged = false
    const stored = send(2, [bigChunk]).then((acknowledgement) => {
      isAcknowledged = true
      return acknowledgement
    })
    await noticed('logs_stalled')
    expect(service.reads.readTaskLog({ seq: 1, ...all }).chunks).toHaveLength(2) // reading goes on
    expect(isAcknowledged).toBe(false)

    makeSpace()
    expect(await stored).toEqual({ kind: 'outputStored', batchId: 2 })
    expect(notices.map(({ code }) => code)).toEqual(['logs_stalled', 'logs_resumed'])
  })

  it('loses output only above the bound, and says in its place how much', async () => {
    const { service, send, noticed, makeSpace, bigChunk } = await almostFull()
    const kept = send(2, [bigChunk])
    await noticed('logs_stalled')
    const lost = send(3, [outputChunk({ key: 3, text: KIB_TEXT.repeat(130) })])
    await noticed('logs_lost')

    makeSpace()
    await Promise.all([kept, lost])
    const bytesOf = (seq: number) =>
      service.reads.readTaskLog({ seq, ...all }).chunks.reduce((sum, row) => sum + row.byteCount, 0)
    expect(bytesOf(2)).toBe(330 * 1_024)
    expect(service.reads.readTaskLog({ seq: 3, ...all }).chunks.map(({ stream, text }) => [stream, text])).toEqual([
      ['system', '133120 bytes of output were lost (130 lines): the log database could not be written\n'],
    ])
  })

  it('at a stop is told with the number of bytes that could not be stored', async () => {
    const { service, send, noticed, notices, bigChunk } = await almostFull()
    void send(2, [bigChunk])
    await noticed('logs_stalled')
    await service.stop()
    expect(notices.at(-1)).toMatchObject({
      level: 'error',
      code: 'logs_lost',
      message: expect.stringMatching(/^337920 bytes/),
    })
  })
})

describe('a log database', () => {
  it('that is damaged is moved aside with a notice at the start, and a new one takes its place', async () => {
    const workspaceDir = testFolder()
    writeFileSync(join(workspaceDir, 'logs.db'), 'this is not a database, and long enough to be looked at'.repeat(100))
    writeFileSync(join(workspaceDir, 'logs.db.damaged-1'), 'an older one')
    const { service, send, notices } = openTestLogs({ workspaceDir })
    await send(1, [outputChunk({ text: 'after' })])
    expect(service.reads.readTaskLog({ seq: 1, ...all }).chunks).toHaveLength(1)
    expect(notices.map(({ code }) => code)).toEqual(['logs_damaged'])
    expect(readFileSync(join(workspaceDir, 'logs.db.damaged-1'), 'utf8')).toBe('an older one')
    expect(readFileSync(join(workspaceDir, 'logs.db.damaged-2'), 'utf8')).toMatch(/^this is not a database/)
  })

  it('whose damage shows itself only in use costs no batch', async () => {
    const workspaceDir = testFolder()
    const before = openTestLogs({ workspaceDir })
    await before.send(1, [outputChunk({ text: 'before' })])
    await before.service.stop()
    const path = join(workspaceDir, 'logs.db')
    const pages = readFileSync(path)
    writeFileSync(path, pages.fill(0xff, 4_096)) // the header is whole, every table is not

    const { service, send, notices } = openTestLogs({ workspaceDir })
    expect(await send(2, [outputChunk({ text: 'after' })])).toEqual({ kind: 'outputStored', batchId: 2 })
    expect(service.reads.readTaskLog({ seq: 1, ...all }).chunks.map(({ text }) => text)).toEqual(['after'])
    expect(notices.map(({ code }) => code)).toEqual(['logs_damaged'])
  })

  it('that a newer version wrote is refused and left as it is', () => {
    const workspaceDir = testFolder()
    const newer = openLogDatabase(workspaceDir)
    newer.pragma('user_version = 99')
    newer.close()
    expect(() => openTestLogs({ workspaceDir })).toThrow(expect.objectContaining({ code: 'workspace_newer' }))
    expect(readdirSync(workspaceDir)).toContain('logs.db')
  })
})

describe('a checkpoint of the task database', () => {
  async function checkpoint(workspaceDir: string): Promise<LogToStore> {
    const { service } = openTestLogs({ workspaceDir })
    let answer: LogToStore | undefined
    await service.onStoreMessage({ kind: 'checkpoint' }, (message) => {
      answer = message
    })
    return answer!
  }

  it('moves all of the WAL into the file, so that the store can start it anew', async () => {
    const workspaceDir = testFolder()
    const store = openTaskDatabase(workspaceDir, 'normal')
    const insert = store.prepare('INSERT INTO setting (name, value) VALUES (?, ?)')
    for (let n = 0; n < 50; n++) insert.run(`n${n}`, KIB_TEXT.repeat(20))

    const answer = await checkpoint(workspaceDir)
    expect(answer).toEqual({ kind: 'checkpointed', passes: expect.any(Number), lastPassMs: expect.any(Number) })
    const [after] = store.pragma('wal_checkpoint(RESTART)') as { busy: number; log: number; checkpointed: number }[]
    expect(after).toEqual({ busy: 0, log: after!.log, checkpointed: after!.log })
    store.close()
  })

  it('answers with an error when there is no database', async () => {
    expect(await checkpoint(testFolder())).toMatchObject({ kind: 'checkpointFailed', error: { code: 'unavailable' } })
  })

  it('answers with an error when the database is damaged', async () => {
    const workspaceDir = testFolder()
    writeFileSync(taskDatabasePath(workspaceDir), 'this is not a database, and long enough to be looked at'.repeat(100))
    expect(await checkpoint(workspaceDir)).toMatchObject({
      kind: 'checkpointFailed',
      error: { code: 'workspace_damaged' },
    })
  })
})
