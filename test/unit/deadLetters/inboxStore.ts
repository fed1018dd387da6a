/** A task store with its inbox: fails tasks, and reads groups and letters back. */
import type { Database } from 'better-sqlite3'
import { expect } from 'vitest'
import { deadLetterQueries } from '../../../electron/engine/deadLetters/deadLetterQueries.ts'
import type { AttemptEnd } from '../../../electron/engine/messages.ts'
import {
  ACCOUNT_ID,
  failed,
  openTestStore,
  type TestScheduler,
  type TestStoreOptions,
} from '../../support/openTestStore.ts'

export const ONE_ATTEMPT = { async: { maxAsyncRetryAttempts: 0 } }

export const errorBody = (errorMessage: string, errorType = 'Error', stackTrace: string[] = []) =>
  JSON.stringify({ errorMessage, errorType, stackTrace })

/** Calls `committed` after each transaction of the store while `run` runs. */
export function watchCommits(db: Database, watched: { run(): void; committed(): void }): void {
  const statement = Object.getPrototypeOf(db.prepare('COMMIT')) as { run(this: { source: string }): unknown }
  const original = statement.run
  statement.run = function (...rest: []) {
    const result = original.apply(this, rest)
    if (this.source === 'COMMIT') watched.committed()
    return result
  }
  try {
    watched.run()
  } finally {
    statement.run = original
  }
}

export function openInbox(options: TestStoreOptions = {}) {
  const test = openTestStore(options)
  const { db, clock, store } = test
  const queries = deadLetterQueries(db, () => clock.nowMs())
  const scheduler = test.connect()
  let taskCount = 0

  /** One instance that runs this code, so that attempts can be said to have run in it. */
  function instance(scheduler: TestScheduler, options: { id: string; functionId: number; codeHash: string }): void {
    store.report(scheduler.lease, {
      kind: 'report',
      started: [],
      ended: [],
      depths: [],
      instances: [
        {
          instanceId: options.id,
          functionId: options.functionId,
          codeHash: options.codeHash,
          state: 'idle',
          pid: null,
          pidStartedAtTicks: null,
          revision: 1,
          interpreterVersion: null,
          coldStartMs: null,
          atMs: clock.nowMs(),
          detail: null,
          servedCount: 0,
          peakMemoryBytes: null,
        },
      ],
    })
    test.turn()
  }

  /** Submits so many tasks and lets all of them fail in one report. Their seqs. */
  async function fail(functionName: string, body: string | string[], instanceId = 'c-1'): Promise<number[]> {
    const bodies = typeof body === 'string' ? [body] : body
    const submits = bodies.map(() =>
      store.commands.submit({
        accountId: ACCOUNT_ID,
        functionName,
        payload: '{}',
        taskId: `t-${clock.nowMs()}-${++taskCount}`,
        delaySeconds: 0,
      }),
    )
    test.turn()
    const seqs = (await Promise.all(submits)).map(({ seq }) => seq)
    const end = (errorBody: string) => ({ ...failed(clock, errorBody), instanceId }) as AttemptEnd
    test.report(scheduler, { ended: seqs.map((key, at) => ({ key, end: end(bodies[at] ?? '') })) })
    return seqs
  }

  const list = async (query: Partial<Parameters<typeof queries.listGroups>[0]> = {}) =>
    queries.listGroups({ accountId: ACCOUNT_ID, show: 'all', text: null, limit: 100, cursor: null, ...query })
  const groups = async () => (await list()).groups
  async function onlyGroup() {
    const all = await groups()
    expect(all).toHaveLength(1)
    return all[0]!
  }
  const opened = (groupId: number) => queries.getGroup({ accountId: ACCOUNT_ID, groupId })
  const letters = () =>
    db
      .prepare<[], { taskSeq: number; groupId: number; resolvedAtMs: number | null; resolvedBy: string | null }>(
        `SELECT task_seq AS taskSeq, group_id AS groupId, resolved_at_ms AS resolvedAtMs, resolved_by AS resolvedBy
           FROM dead_letter ORDER BY task_seq`,
      )
      .all()
  const lettersOf = (state: 'open' | 'resolved') =>
    letters().filter(({ resolvedAtMs }) => (resolvedAtMs === null) === (state === 'open')).length

  return { ...test, queries, scheduler, instance, fail, list, groups, onlyGroup, opened, letters, lettersOf }
}
