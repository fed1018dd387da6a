/** A store with functions that fail and one that compensates them, and tasks that end as the test says. */
import { createEngineQueries } from '../../../electron/engine/engineQueries.ts'
import type { Invocation } from '../../../electron/engine/messages.ts'
import type { RepairSelection } from '../../../shared/contract/repairShapes.ts'
import { ACCOUNT_ID, failed, openTestStore, succeeded, type TestStoreOptions } from '../../support/openTestStore.ts'

export const CHARGE = 'charge'
export const REFUND = 'refund'
const ONCE = { async: { maxAsyncRetryAttempts: 0 } }

export async function openRepairs(options: TestStoreOptions = {}) {
  const test = openTestStore(options)
  const isNew = options.db === undefined
  if (isNew) {
    await test.create(REFUND, ONCE)
    await test.create(CHARGE, { ...ONCE, compensation: REFUND })
  }
  const scheduler = test.connect()
  const queries = createEngineQueries(test.db)
  const waiting = new Map<string, Invocation>()

  /** Ends a task that was granted; those that were granted meanwhile wait. */
  function end(taskId: string, how: 'succeeded' | 'failed', body?: string): void {
    for (const invocation of scheduler.take()) waiting.set(invocation.taskId ?? '', invocation)
    const invocation = waiting.get(taskId)
    if (invocation === undefined) throw new Error(`${taskId} does not run`)
    waiting.delete(taskId)
    const { clock } = test
    const outcome = how === 'succeeded' ? succeeded(clock, body) : failed(clock, body)
    test.report(scheduler, { ended: [{ key: invocation.key, end: outcome }] })
  }
  /** What is granted and was not ended. */
  function running(): Invocation[] {
    for (const invocation of scheduler.take()) waiting.set(invocation.taskId ?? '', invocation)
    return [...waiting.values()]
  }
  async function die(taskId: string, functionName = CHARGE): Promise<number> {
    const { seq } = await test.submit(functionName, { taskId, payload: `{"order":"${taskId}"}` })
    end(taskId, 'failed')
    return seq
  }
  const seqOf = (taskId: string) => Number(test.task(taskId)?.seq)
  const replay = (selection: RepairSelection, delaySeconds = 0) =>
    test.settled(test.store.commands.replaySelection({ accountId: ACCOUNT_ID, selection, delaySeconds }))
  const compensate = (selection: RepairSelection) =>
    test.settled(test.store.commands.compensateSelection({ accountId: ACCOUNT_ID, selection }))
  const batch = (batchId: number) =>
    queries.getBatch({ accountId: ACCOUNT_ID, batchId, outcome: null, afterNumber: 0, limit: 500 })
  const open = (taskId: string, functionName = CHARGE) =>
    queries.openTask({ accountId: ACCOUNT_ID, functionName, taskId })
  const letter = (taskId: string) =>
    test.db
      .prepare<[number], { groupId: number; resolvedBy: string | null; resolvedSeq: number | null }>(
        'SELECT group_id AS groupId, resolved_by AS resolvedBy, resolved_seq AS resolvedSeq FROM dead_letter WHERE task_seq = ?',
      )
      .get(seqOf(taskId))
  const operations = () =>
    test.db
      .prepare<[], { action: string; target: string; count: number; detail: string }>(
        "SELECT action, target, count, detail FROM operation WHERE action NOT LIKE 'function.%' ORDER BY id",
      )
      .all()
      .map(({ detail, ...rest }) => ({ ...rest, detail: JSON.parse(detail) }))
  return { ...test, scheduler, queries, end, running, die, seqOf, replay, compensate, batch, open, letter, operations }
}
