/** How fast does a full inbox open, and what does a dead letter cost the store? */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { systemClock } from '../../electron/base/clock.ts'
import { DeadLetterBook } from '../../electron/engine/deadLetters/deadLetterBook.ts'
import { deadLetterQueries } from '../../electron/engine/deadLetters/deadLetterQueries.ts'
import type { StoreToScheduler } from '../../electron/engine/messages.ts'
import { createTaskQueries } from '../../electron/engine/tasks/taskQueries.ts'
import { TaskStore } from '../../electron/engine/tasks/taskStore.ts'
import { openTaskDatabase, openTaskDatabaseReadOnly } from '../../electron/storage/taskDatabase.ts'
import { definition } from '../support/openTestStore.ts'
import type { Bench, Measurement, RunSize } from './bench.ts'
import { benchDir } from './benchDir.ts'
import { percentile } from './figures.ts'
import { PAYLOAD } from './payload.ts'
import { type SeededLetters, seedLetters } from './seedLetters.ts'

const ACCOUNT_ID = 1
const IN_FLIGHT_COUNT = 400
const US_PER_MS = 1_000
const GROUP_COUNT = 200
/** Of failures that the store is driven with: a handful of causes, as it mostly is. */
const CAUSE_COUNT = 20

const sizeOf = ({ isQuick }: RunSize) =>
  isQuick
    ? { letterCount: 10_000, readCount: 20, failedCount: 2_000 }
    : { letterCount: 100_000, readCount: 300, failedCount: 40_000 }

async function measureReader(workspaceDir: string, seeded: SeededLetters, readCount: number): Promise<Measurement> {
  const db = openTaskDatabaseReadOnly(workspaceDir)
  const { accountId } = seeded
  const inbox = deadLetterQueries(db)
  const tasks = createTaskQueries(db)
  const groupOf = (round: number) => (round % seeded.groupCount) + 1
  const filterOf = (groupId: number, letters: 'open' | null) => ({
    accountId,
    functionName: null,
    states: null,
    idPrefix: null,
    startedFromMs: null,
    startedToMs: null,
    onlyTasks: false,
    groupId,
    ...(letters !== null && { letters }),
  })
  const pageOf = (round: number, letters: 'open' | null) =>
    tasks.listRows({ filter: filterOf(groupOf(round), letters), order: 'desc', limit: 100, cursor: null })
  const reads: Record<string, (round: number) => Promise<unknown>> = {
    groups: () => inbox.listGroups({ accountId, show: 'open', text: null, limit: 200, cursor: null }),
    groups_by_text: () => inbox.listGroups({ accountId, show: 'all', text: 'bank q', limit: 200, cursor: null }),
    totals: () => inbox.inboxTotals(accountId),
    group: (round) => inbox.getGroup({ accountId, groupId: groupOf(round) }),
    members: (round) => pageOf(round, null),
    open_members: (round) => pageOf(round, 'open'),
  }
  const measurement: Measurement = {}
  let worstMs = 0
  for (const [name, read] of Object.entries(reads)) {
    const timesMs: number[] = []
    for (let round = 0; round < readCount; round++) {
      const startedMs = performance.now()
      await read(round)
      timesMs.push(performance.now() - startedMs)
    }
    measurement[`${name}_p50_ms`] = percentile(timesMs, 0.5)
    measurement[`${name}_p95_ms`] = percentile(timesMs, 0.95)
    worstMs = Math.max(worstMs, percentile(timesMs, 0.95))
  }
  db.close()
  return { ...measurement, reader_worst_p95_ms: worstMs }
}

/** A store and a scheduler that fails at once whatever it is given, in one thread: µs of each failed task. */
async function failedTaskUs(count: number): Promise<number> {
  using dir = benchDir()
  const db = openTaskDatabase(dir.path, 'normal')
  const store = new TaskStore({
    db,
    clock: systemClock,
    options: {
      workspaceDir: dir.path,
      region: 'cn-hangzhou',
      machineConcurrency: 1_000,
      schedulingWindow: 800,
      minFreeDiskBytes: 0,
      addAccessKeys: [],
    },
    explain: (error) => error,
    defer: (run) => void setImmediate(run),
    later: (run, delayMs) => void setTimeout(run, delayMs),
    hasMetrics: false,
  })
  const lease = store.connectScheduler(fail)
  let endedCount = 0
  function fail(message: StoreToScheduler): void {
    if (message.kind !== 'grants') return
    const atMs = systemClock.nowMs()
    const facts = {
      startedAtMs: atMs,
      endedAtMs: atMs,
      durationMs: 3,
      instanceId: 'c-1',
      peakMemoryBytes: 1,
      logTail: null,
    }
    const ended = message.invocations.map(({ key }) => ({
      key,
      end: {
        ...facts,
        outcome: 'failed' as const,
        errorType: 'UnhandledInvocationError' as const,
        errorBody: errorOf(key),
      },
    }))
    endedCount += ended.length
    setImmediate(() => store.report(lease, { kind: 'report', started: [], ended, instances: [], depths: [] }))
  }
  const async = { maxAsyncRetryAttempts: 0 }
  await store.commands.createFunction(ACCOUNT_ID, definition('pay', { async }))
  const startedMs = performance.now()
  for (let submitted = 0; submitted < count; submitted += IN_FLIGHT_COUNT) {
    const part = Array.from({ length: Math.min(IN_FLIGHT_COUNT, count - submitted) }, () =>
      store.commands.submit({
        accountId: ACCOUNT_ID,
        functionName: 'pay',
        payload: PAYLOAD,
        taskId: null,
        delaySeconds: 0,
      }),
    )
    await Promise.all(part)
  }
  while (endedCount < count) await nextTurn()
  const elapsedMs = performance.now() - startedMs
  store.close()
  db.close()
  return (elapsedMs * US_PER_MS) / count
}

/** An error with ids of its own and a stack of ten frames. */
function errorOf(key: number): string {
  const frames = Array.from(
    { length: 9 },
    (_, at) => `    at step${at} (/code/node_modules/lib/step${at}.js:${at + 1}:7)`,
  )
  const message = `order ${key} at 2026-11-24T14:02:30.${key % 1_000}Z: card declined by bank ${'abcdefghijklmnopqrst'.charAt(key % CAUSE_COUNT)}`
  return JSON.stringify({
    errorMessage: message,
    errorType: 'FunctionUnhandledError: CardError',
    stackTrace: [`CardError: ${message}`, '    at charge (/code/src/pay.js:12:5)', ...frames],
  })
}

/** The same store whose book keeps nothing. */
async function withoutLetters(count: number): Promise<number> {
  const { taskEnded } = DeadLetterBook.prototype
  DeadLetterBook.prototype.taskEnded = () => {}
  try {
    return await failedTaskUs(count)
  } finally {
    DeadLetterBook.prototype.taskEnded = taskEnded
  }
}

export const inbox: Bench = {
  name: 'inbox',
  about: `the inbox with 100,000 dead letters in ${GROUP_COUNT} groups, and what a dead letter costs the store`,
  notes: [
    'groups is the list as the screen opens it, with totals and sparklines; group is one of them with what its latest 200',
    'members share; members is the first page of 100 tasks of a group. failed_task_* is the whole way of a task through',
    'the store (submit, grant, failure), with letters of 20 causes and with a book that keeps none.',
  ],
  subjects: [
    {
      name: 'taskyard',
      kind: 'ours',
      async measure(size) {
        using dir = benchDir()
        const { letterCount, readCount, failedCount } = sizeOf(size)
        const seeded = seedLetters(dir.path, { letterCount, groupCount: GROUP_COUNT })
        const reader = await measureReader(dir.path, seeded, readCount)
        await failedTaskUs(failedCount / 10) // warm
        const without = await withoutLetters(failedCount)
        const withLetters = await failedTaskUs(failedCount)
        return {
          ...reader,
          failed_task_us: withLetters,
          failed_task_without_inbox_us: without,
          letter_us: withLetters - without,
          failed_task_ratio: withLetters / without,
        }
      },
    },
  ],
  targets: [
    { figure: 'reader_worst_p95_ms', times: 20, against: null },
    { figure: 'failed_task_ratio', times: 2, against: null },
  ],
}
