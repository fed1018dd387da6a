import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { InstanceReport } from '../../../electron/engine/messages.ts'
import type { InstanceQuery } from '../../../electron/engine/ports.ts'
import { createTaskQueries } from '../../../electron/engine/tasks/taskQueries.ts'
import { prepareInstanceSql } from '../../../electron/storage/instances.sql.ts'
import { openTestStore } from '../../support/openTestStore.ts'
import { TestTaskDatabase } from '../../support/taskRows.ts'

type TestInstance = { id: string; functionId: number; createdAtMs: number; endedAtMs?: number }

function openInstances() {
  const database = new TestTaskDatabase()
  const accountId = database.addAccount({ name: 'default', uid: '16' })
  const reader = database.openReader()
  onTestFinished(() => {
    reader.close()
    database.close()
  })
  const queries = createTaskQueries(reader)
  const sql = prepareInstanceSql(database.db)
  return {
    database,
    accountId,
    add({ id, functionId, createdAtMs, endedAtMs }: TestInstance): void {
      const row = {
        ...{
          id,
          functionId,
          pid: 1,
          pidStartedAtTicks: 1,
          codeHash: 'h',
          revision: 1,
          interpreterVersion: 'v20.1.0',
          coldStartMs: 30,
        },
        ...{ detail: null, servedCount: 1, peakMemoryBytes: 4_096 },
      }
      sql.put.run({ ...row, state: 'starting', atMs: createdAtMs, endedAtMs: null })
      if (endedAtMs !== undefined) sql.put.run({ ...row, state: 'stopped', atMs: endedAtMs, endedAtMs })
    },
    list: (query: Partial<InstanceQuery> = {}) =>
      queries.listInstances({
        accountId,
        functionName: null,
        instanceIds: null,
        endedLimit: 10,
        cursor: null,
        ...query,
      }),
  }
}

const idsOf = (instances: { instanceId: string }[]) => instances.map(({ instanceId }) => instanceId)

describe('the list of instances', () => {
  it('has every ended one exactly once, the latest first, whatever the size of its pages', async () => {
    const instance = fc.record({ functionIndex: fc.nat({ max: 2 }), endedAtMs: fc.integer({ min: 1, max: 6 }) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(instance, { maxLength: 25 }),
        fc.integer({ min: 1, max: 7 }),
        async (all, endedLimit) => {
          const { database, accountId, add, list } = openInstances()
          const functions = ['a', 'b', 'c'].map((name) => database.addFunction(accountId, name))
          for (const [index, { functionIndex, endedAtMs }] of all.entries()) {
            const id = `c-${String(index).padStart(2, '0')}`
            add({ id, functionId: functions[functionIndex]!, createdAtMs: 0, endedAtMs })
          }
          const seen: { instanceId: string; endedAtMs: number | null }[] = []
          for (let cursor: string | null = null; ; ) {
            const page = await list({ endedLimit, cursor })
            expect(page.ended.length).toBeLessThanOrEqual(endedLimit)
            seen.push(...page.ended)
            cursor = page.nextCursor
            if (cursor === null) break
          }
          const sorted = seen.toSorted((a, b) => b.endedAtMs! - a.endedAtMs! || (a.instanceId < b.instanceId ? 1 : -1))
          expect(seen).toEqual(sorted)
          expect(new Set(idsOf(seen)).size).toBe(all.length)
        },
      ),
      { numRuns: 30 },
    )
  })

  it('goes on where it was while others end', async () => {
    const { database, accountId, add, list } = openInstances()
    const functionId = database.addFunction(accountId, 'f')
    for (const [id, endedAtMs] of [
      ['c-1', 10],
      ['c-2', 20],
      ['c-3', 30],
    ] as const)
      add({ id, functionId, createdAtMs: 1, endedAtMs })
    const first = await list({ endedLimit: 2 })
    add({ id: 'c-4', functionId, createdAtMs: 1, endedAtMs: 40 })
    const second = await list({ endedLimit: 2, cursor: first.nextCursor })
    expect([idsOf(first.ended), idsOf(second.ended), second.nextCursor]).toEqual([['c-3', 'c-2'], ['c-1'], null])
  })

  it('has the living ones by their creation, and nothing of another account', async () => {
    const { database, accountId, add, list } = openInstances()
    const [f, g] = [database.addFunction(accountId, 'f'), database.addFunction(accountId, 'g')]
    const stranger = database.addFunction(database.addAccount({ name: 'other', uid: '17' }), 'f')
    add({ id: 'c-late', functionId: f, createdAtMs: 20 })
    add({ id: 'c-early', functionId: g, createdAtMs: 10 })
    add({ id: 'c-strange', functionId: stranger, createdAtMs: 1 })
    add({ id: 'c-gone', functionId: stranger, createdAtMs: 1, endedAtMs: 2 })
    expect(idsOf((await list()).living)).toEqual(['c-early', 'c-late'])
    expect((await list()).ended).toEqual([])
    expect(idsOf((await list({ functionName: 'f' })).living)).toEqual(['c-late'])
    const named = await list({ instanceIds: ['c-strange', 'c-gone', 'c-early', 'c-none'] })
    expect([idsOf(named.living), named.ended]).toEqual([['c-early'], []])
  })

  it('still names a function that was deleted', async () => {
    const { database, accountId, add, list } = openInstances()
    const functionId = database.addFunction(accountId, 'gone')
    add({ id: 'c-1', functionId, createdAtMs: 1, endedAtMs: 2 })
    database.deleteFunction(functionId)
    const { ended, functions } = await list({ functionName: 'gone' })
    expect(ended).toMatchObject([
      { instanceId: 'c-1', functionId, servedCount: 1, peakMemoryBytes: 4_096, endedAtMs: 2 },
    ])
    expect(functions).toEqual([
      {
        functionId,
        functionName: 'gone',
        runtime: 'nodejs20',
        timeoutMs: 3_000,
        memoryLimitBytes: 512 * 2 ** 20,
        attemptLimit: 4,
      },
    ])
  })

  it('refuses a cursor that it did not give out', async () => {
    const { list } = openInstances()
    await expect(list({ cursor: 'nonsense' })).rejects.toThrow(expect.objectContaining({ code: 'invalid_input' }))
  })
})

describe('the record of an instance', () => {
  const report = (change: Partial<InstanceReport>): InstanceReport => ({
    instanceId: 'c-1',
    functionId: 1,
    state: 'busy',
    pid: 7,
    pidStartedAtTicks: 1,
    codeHash: 'h',
    revision: 1,
    interpreterVersion: null,
    coldStartMs: null,
    servedCount: 0,
    peakMemoryBytes: null,
    atMs: 1_000,
    detail: null,
    ...change,
  })

  it('keeps its latest count and the peak that was last known, and ends with its scheduler', async () => {
    const { store, connect, create, turn, db, clock } = openTestStore()
    await create('f')
    const scheduler = connect()
    const say = (change: Partial<InstanceReport>) => {
      store.report(scheduler.lease, { kind: 'report', started: [], ended: [], depths: [], instances: [report(change)] })
      turn()
    }
    const queries = createTaskQueries(db, clock)
    const query = { accountId: 1, functionName: 'f', instanceIds: ['c-1'], endedLimit: 0, cursor: null }
    say({ servedCount: 1, peakMemoryBytes: 8_192 })
    say({ servedCount: 5 })
    expect((await queries.listInstances(query)).living).toMatchObject([{ servedCount: 5, peakMemoryBytes: 8_192 }])
    connect()
    const { living, ended } = await queries.listInstances(query)
    expect(living).toEqual([])
    expect(ended).toMatchObject([{ state: 'crashed', detail: 'the scheduler that had started it was replaced' }])
    say({ servedCount: 9 })
    expect((await queries.listInstances(query)).ended).toMatchObject([{ servedCount: 5 }])
  })
})
