import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LoggedTask, type LogReader, readTaskLog } from '../../../electron/api/console/taskLog.ts'
import type { OutputChunk } from '../../../electron/base/logMessages.ts'
import type { Attempt } from '../../../shared/domain/task.ts'
import { openTestLogs, outputChunk, testFolder } from '../../support/openTestLogs.ts'

const attempt = (number: number, fields: Partial<Attempt> = {}): Attempt => ({
  number,
  outcome: 'Succeeded',
  dequeuedAtMs: number * 10,
  startedAtMs: number * 10 + 1,
  endedAtMs: number * 10 + 5,
  instanceId: `c-${number}`,
  codeHash: null,
  interpreterVersion: null,
  peakMemoryBytes: null,
  errorType: null,
  errorBody: null,
  ...fields,
})
const running = { outcome: null, endedAtMs: null }
const failing = { outcome: 'Failed', errorType: 'UnhandledInvocationError' } as const
const task = (...attempts: Attempt[]) => ({ seq: 1, requestId: 'r', attempts })
const written = (number: number, text: string): OutputChunk =>
  outputChunk({ attempt: number, instanceId: `c-${number}`, text, atMs: number * 10 + 2 })

async function logOf(chunks: OutputChunk[]) {
  const { service, send } = openTestLogs()
  let batchId = 0
  for (const chunk of chunks) await send(++batchId, [chunk])
  const reader: LogReader = {
    readTaskLog: async (query) => service.reads.readTaskLog(query),
    readAttemptLog: async (query) => service.reads.readAttemptLog(query),
  }
  return { reader, send: (chunk: OutputChunk) => send(++batchId, [chunk]) }
}

const all = { afterChunk: 0, limitBytes: 1_000_000 }
const textOf = ({ chunks }: { chunks: { text: string }[] }) => chunks.map(({ text }) => text).join('')

describe('the log of a task', () => {
  it('has the lines of FC around what each attempt wrote', async () => {
    const { reader } = await logOf([written(1, 'a\n'), written(1, 'b'), written(2, 'c\n')])
    const log = await readTaskLog(reader, task(attempt(1, failing), attempt(2)), all)
    expect(textOf(log)).toBe(
      [
        'FC Invoke Start RequestId: r',
        'a',
        'b',
        'FC Invoke End RequestId: r, Error: Unhandled function error',
        'FC Invoke Start RequestId: r',
        'c',
        'FC Invoke End RequestId: r',
        '',
      ].join('\n'),
    )
    expect(log.chunks[0]).toEqual({
      id: log.chunks[1]!.id,
      attempt: 1,
      instanceId: 'c-1',
      stream: 'system',
      atMs: 11,
      text: 'FC Invoke Start RequestId: r\n',
    })
    expect(log.hasMore).toBe(false)
  })

  it('has a line of FC once that a runtime has printed as well, and whatever else it wrote', async () => {
    const { reader } = await logOf([
      written(1, 'loading\nFC Invoke Start RequestId: r\na\nb'),
      written(1, 'FC Invoke End RequestId: r, Error: Unhandled function error\n'),
      written(2, 'FC Invoke Start RequestId: r\n'),
      written(2, 'FC Invoke Start RequestId: of another call\nFC Invoke End RequestId: r\n'),
    ])
    expect(textOf(await readTaskLog(reader, task(attempt(1, failing), attempt(2)), all))).toBe(
      [
        'FC Invoke Start RequestId: r',
        'loading',
        'a',
        'b',
        'FC Invoke End RequestId: r, Error: Unhandled function error',
        'FC Invoke Start RequestId: r',
        'FC Invoke Start RequestId: of another call',
        'FC Invoke End RequestId: r',
        '',
      ].join('\n'),
    )
  })

  it('has such a line once wherever the border of two rows cuts it', async () => {
    const printed = 'FC Invoke End RequestId: r, Error: Unhandled function error\n'
    for (let at = 1; at < printed.length; at++) {
      const { reader } = await logOf([
        written(1, `F a ${printed.slice(0, at)}`),
        { ...written(1, 'oops\n'), stream: 'stderr' },
        written(1, `${printed.slice(at)}b\n`),
      ])
      const log = await readTaskLog(reader, task(attempt(1, running)), all)
      expect(textOf(log)).toBe('FC Invoke Start RequestId: r\nF a oops\nb\n')
    }
  })

  it('keeps what only begins as such a line', async () => {
    const { reader } = await logOf([written(1, 'FC Invoke End Req'), written(1, 'uested\n')])
    const log = await readTaskLog(reader, task(attempt(1, running)), all)
    expect(textOf(log)).toBe('FC Invoke Start RequestId: r\nFC Invoke End Requested\n')
  })

  it('of one attempt has only that one', async () => {
    const { reader } = await logOf([written(1, 'a\n'), written(2, 'c\n')])
    const log = await readTaskLog(reader, task(attempt(1, failing), attempt(2)), { ...all, attempt: 2 })
    expect(textOf(log)).toBe('FC Invoke Start RequestId: r\nc\nFC Invoke End RequestId: r\n')
    await expect(readTaskLog(reader, task(attempt(1)), { ...all, attempt: 7 })).rejects.toMatchObject({
      code: 'invalid_input',
      message: 'the task has no attempt 7: it has had 1',
    })
  })

  it('shows that something ran even if it wrote nothing, and nothing of what never began', async () => {
    const { reader } = await logOf([])
    expect(textOf(await readTaskLog(reader, task(attempt(1)), all))).toBe(
      'FC Invoke Start RequestId: r\nFC Invoke End RequestId: r\n',
    )
    const stopped = attempt(1, { outcome: 'Stopped', startedAtMs: null })
    expect((await readTaskLog(reader, task(stopped), all)).chunks).toEqual([])
    expect((await readTaskLog(reader, task(), all)).chunks).toEqual([])
  })

  it('claims no end of what was interrupted', async () => {
    const { reader } = await logOf([written(1, 'a\n'), written(2, 'b\n')])
    const log = await readTaskLog(reader, task(attempt(1, { outcome: 'Interrupted' }), attempt(2)), all)
    expect(textOf(log)).toBe(
      'FC Invoke Start RequestId: r\na\nFC Invoke Start RequestId: r\nb\nFC Invoke End RequestId: r\n',
    )
  })

  it('grows while the task runs, and asking again gives nothing twice', async () => {
    const { reader, send } = await logOf([written(1, 'a\n')])
    const seen: string[] = []
    let afterChunk = 0
    const read = async (now: LoggedTask & { seq: number }) => {
      const slice = await readTaskLog(reader, now, { ...all, afterChunk })
      afterChunk = slice.lastChunk
      seen.push(textOf(slice))
    }
    await read(task(attempt(1, { ...running, startedAtMs: null }))) // its start was not reported yet
    await read(task(attempt(1, running)))
    await send(written(1, 'b\n'))
    await read(task(attempt(1, running)))
    await read(task(attempt(1, failing)))
    await read(task(attempt(1, failing)))
    await read(task(attempt(1, failing), attempt(2, running)))
    await read(task(attempt(1, failing), attempt(2)))
    await read(task(attempt(1, failing), attempt(2)))
    expect(seen).toEqual([
      'FC Invoke Start RequestId: r\na\n',
      '',
      'b\n',
      'FC Invoke End RequestId: r, Error: Unhandled function error\n',
      '',
      'FC Invoke Start RequestId: r\n',
      'FC Invoke End RequestId: r\n',
      '',
    ])
  })

  it('is the same however it is cut into slices', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.stringMatching(/^[a-z]{0,5}\n?$/)), { maxLength: 12 }),
        fc.integer({ min: 1, max: 400 }),
        async (pieces, limitBytes) => {
          const inOrder = pieces.toSorted(([a], [b]) => a - b).map(([number, text]) => written(number, text || 'x'))
          const { reader } = await logOf(inOrder)
          const logged = task(
            attempt(1, failing),
            attempt(2, { outcome: 'Interrupted' }),
            attempt(3),
            attempt(4, running),
          )
          const whole = await readTaskLog(reader, logged, all)
          const chunks: unknown[] = []
          let slice = await readTaskLog(reader, logged, { afterChunk: 0, limitBytes })
          chunks.push(...slice.chunks)
          while (slice.hasMore) {
            slice = await readTaskLog(reader, logged, { afterChunk: slice.lastChunk, limitBytes })
            chunks.push(...slice.chunks)
          }
          expect(chunks).toEqual(whole.chunks)
          expect(slice.lastChunk).toBe(whole.lastChunk)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('waits a moment for the output of an attempt that has just ended', async () => {
    const { reader, send } = await logOf([])
    const endedAtMs = Date.now()
    const reading = readTaskLog(reader, task(attempt(1, { startedAtMs: endedAtMs - 5, endedAtMs })), all)
    await send(written(1, 'late\n'))
    expect(textOf(await reading)).toContain('late\nFC Invoke End')
  })
})

describe('the log of a task after the log database was damaged', () => {
  it('is an error that says where the output is, never an empty log', async () => {
    const workspaceDir = testFolder()
    writeFileSync(join(workspaceDir, 'logs.db'), 'no database at all'.repeat(500))
    const { service, send } = openTestLogs({ workspaceDir })
    const reader: LogReader = {
      readTaskLog: async (query) => service.reads.readTaskLog(query),
      readAttemptLog: async (query) => service.reads.readAttemptLog(query),
    }
    const now = Date.now()
    const before = task(attempt(1, { startedAtMs: now - 60_000, endedAtMs: now - 50_000 }))
    await expect(readTaskLog(reader, before, all)).rejects.toMatchObject({
      code: 'workspace_damaged',
      message: expect.stringContaining('logs.db.damaged-1'),
    })
    const after = { ...task(attempt(1, { startedAtMs: now + 60_000, endedAtMs: now - 50_000 })), seq: 2 }
    await send(1, [outputChunk({ key: 2, text: 'new\n' })])
    expect(textOf(await readTaskLog(reader, after, all))).toContain('new\n')
    await service.stop()
    const later = openTestLogs({ workspaceDir }).service
    const laterReader = {
      ...reader,
      readTaskLog: async (query: Parameters<LogReader['readTaskLog']>[0]) => later.reads.readTaskLog(query),
    }
    await expect(readTaskLog(laterReader, before, all)).rejects.toMatchObject({ code: 'workspace_damaged' })
    expect(textOf(await readTaskLog(laterReader, after, all))).toContain('new\n')
  })
})
