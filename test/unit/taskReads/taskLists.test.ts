import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { TaskFilter, TaskPage, TaskQueries } from '../../../electron/engine/ports.ts'
import { createTaskQueries } from '../../../electron/engine/tasks/taskQueries.ts'
import { type TaskState, taskStates } from '../../../shared/domain/taskStates.ts'
import { type TestTask, TestTaskDatabase } from '../../support/taskRows.ts'

const BASE_MS = 1_700_000_000_000

function openTasks() {
  const database = new TestTaskDatabase()
  const accountId = database.addAccount({ name: 'default', uid: '1' })
  const otherId = database.addAccount({ name: 'other', uid: '2' })
  const functionIds = [
    database.addFunction(accountId, 'f'),
    database.addFunction(accountId, 'g'),
    database.addFunction(otherId, 'f'),
  ]
  const reader = database.openReader()
  onTestFinished(() => {
    reader.close()
    database.close()
  })
  return { database, accountId, otherId, functionIds, reader, queries: createTaskQueries(reader) }
}

const filterOf = (accountId: number, filter: Partial<TaskFilter> = {}): TaskFilter => ({
  accountId,
  functionName: null,
  states: null,
  idPrefix: null,
  startedFromMs: null,
  startedToMs: null,
  onlyTasks: false,
  ...filter,
})

/** All pages, put together, and their sizes. */
async function allPages(queries: TaskQueries, query: { filter: TaskFilter; order: 'asc' | 'desc'; limit: number }) {
  const ids: string[] = []
  const sizes: number[] = []
  let cursor: string | null = null
  do {
    const page: TaskPage = await queries.listTasks({ ...query, cursor, includePayload: false })
    ids.push(...page.tasks.map(({ taskId }) => taskId))
    sizes.push(page.tasks.length)
    cursor = page.nextCursor
  } while (cursor !== null)
  return { ids, sizes }
}

const oneTask = fc.record({
  functionIndex: fc.nat(2),
  state: fc.constantFrom(...taskStates.states),
  idWord: fc.constantFrom('a', 'ab', 'b', 'job-', '_'),
  afterMs: fc.nat(40),
  waitedMs: fc.option(fc.nat(3_000)),
  isTask: fc.boolean(),
})
const aFilter = fc.record({
  isOther: fc.boolean(),
  functionName: fc.constantFrom(null, 'f', 'g'),
  states: fc.option(fc.uniqueArray(fc.constantFrom(...taskStates.states), { minLength: 1, maxLength: 4 })),
  idPrefix: fc.option(fc.constantFrom('a', 'ab', 'job-', 'z')),
  startedFromMs: fc.option(fc.nat(4_000)),
  startedToMs: fc.option(fc.nat(4_000)),
  onlyTasks: fc.boolean(),
})

describe('a list of tasks', () => {
  it('has exactly what its filter asks for, in order of submission, once each', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(oneTask, { maxLength: 120 }),
        fc.array(aFilter, { minLength: 1, maxLength: 8 }),
        fc.constantFrom<'asc' | 'desc'>('asc', 'desc'),
        fc.integer({ min: 1, max: 30 }),
        async (tasks, filters, order, limit) => {
          const { database, accountId, otherId, functionIds, queries } = openTasks()
          let submittedAtMs = BASE_MS
          const rows = tasks.map(({ functionIndex, state, idWord, afterMs, waitedMs, isTask }, at) => {
            submittedAtMs += afterMs
            const row: TestTask = {
              functionId: functionIds[functionIndex]!,
              id: `${idWord}${at}`,
              submittedAtMs,
              state,
              isTask,
            }
            const neverStarts = state === 'Enqueued' || state === 'Dequeued' || state === 'Expired'
            row.startedAtMs = waitedMs === null || neverStarts ? null : submittedAtMs + waitedMs
            return row
          })
          database.addTasks(rows)
          for (const { isOther, functionName, ...rest } of filters) {
            if (isOther && functionName === 'g') continue
            const times = {
              startedFromMs: rest.startedFromMs === null ? null : BASE_MS + rest.startedFromMs,
              startedToMs: rest.startedToMs === null ? null : BASE_MS + rest.startedToMs,
            }
            const filter = filterOf(isOther ? otherId : accountId, { ...rest, ...times, functionName })
            const wanted = functionIds.filter((_id, at) =>
              isOther ? at === 2 : at < 2 && (functionName === null || 'fg'[at] === functionName),
            )
            const expected = rows.filter((row) => {
              const startedAtMs = row.startedAtMs ?? row.submittedAtMs
              return (
                wanted.includes(row.functionId) &&
                (filter.states?.includes(row.state!) ?? true) &&
                row.id.startsWith(filter.idPrefix ?? '') &&
                startedAtMs >= (filter.startedFromMs ?? 0) &&
                startedAtMs <= (filter.startedToMs ?? Infinity) &&
                (!filter.onlyTasks || row.isTask)
              )
            })
            if (order === 'desc') expected.reverse()
            const { ids } = await allPages(queries, { filter, order, limit })
            expect(ids).toEqual(expected.map(({ id }) => id))
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('has full pages and no cursor after the last one', async () => {
    const { database, accountId, functionIds, queries } = openTasks()
    database.addTasks(
      Array.from({ length: 40 }, (_, at) => ({
        functionId: functionIds[0]!,
        id: `t${at}`,
        submittedAtMs: BASE_MS + at,
      })),
    )
    const { sizes } = await allPages(queries, { filter: filterOf(accountId), order: 'desc', limit: 20 })
    expect(sizes).toEqual([20, 20])
  })

  it('neither repeats nor skips while tasks change state and new ones come', async () => {
    const { database, accountId, functionIds, queries } = openTasks()
    const functionId = functionIds[0]!
    const task = (at: number, state: TaskState): TestTask => ({
      functionId,
      id: `t${at}`,
      submittedAtMs: BASE_MS + at,
      state,
    })
    database.addTasks(Array.from({ length: 10 }, (_, at) => task(at, 'Enqueued')))
    const query = {
      filter: filterOf(accountId, { functionName: 'f' }),
      order: 'desc' as const,
      limit: 4,
      includePayload: false,
    }
    const first = await queries.listTasks({ ...query, cursor: null })
    database.db.exec("UPDATE task SET state = 'Succeeded', place = 3, ended_at_ms = 1 WHERE id IN ('t9', 't5', 't3')")
    database.db.exec(`INSERT INTO task_counter VALUES (${functionId}, 'Succeeded', 3)`)
    database.addTasks([task(10, 'Enqueued')])
    const second = await queries.listTasks({ ...query, cursor: first.nextCursor })
    expect([first, second].map(({ tasks }) => tasks.map(({ taskId }) => taskId))).toEqual([
      ['t9', 't8', 't7', 't6'],
      ['t5', 't4', 't3', 't2'],
    ])
  })

  it('still has the tasks of a deleted function when it is over all functions', async () => {
    const { database, accountId, functionIds, queries } = openTasks()
    database.addTasks([{ functionId: functionIds[0]!, id: 'old', submittedAtMs: BASE_MS }])
    database.deleteFunction(functionIds[0]!)
    database.addTasks([{ functionId: database.addFunction(accountId, 'f'), id: 'new', submittedAtMs: BASE_MS + 1 }])
    const all = await allPages(queries, { filter: filterOf(accountId), order: 'desc', limit: 10 })
    const ofName = await allPages(queries, {
      filter: filterOf(accountId, { functionName: 'f' }),
      order: 'desc',
      limit: 10,
    })
    expect([all.ids, ofName.ids]).toEqual([['new', 'old'], ['new']])
  })

  it('finds the few tasks of an account among those of another', async () => {
    const { database, accountId, otherId, functionIds, queries } = openTasks()
    database.addTasks(
      Array.from({ length: 500 }, (_, at) => ({
        functionId: functionIds[2]!,
        id: `o${at}`,
        submittedAtMs: BASE_MS + at,
      })),
    )
    database.addTasks([{ functionId: functionIds[0]!, id: 'mine', submittedAtMs: BASE_MS }])
    expect((await allPages(queries, { filter: filterOf(accountId), order: 'desc', limit: 10 })).ids).toEqual(['mine'])
    const { sizes } = await allPages(queries, { filter: filterOf(otherId), order: 'desc', limit: 100 })
    expect(sizes).toEqual([100, 100, 100, 100, 100])
  })

  it('walks in order of time when a prefix has too many ids to sort', async () => {
    const { database, accountId, functionIds, queries } = openTasks()
    const ids = Array.from({ length: 6_000 }, (_, at) => `job-${(at * 7_919) % 6_000}`) // in no order of their own
    database.addTasks(ids.map((id, at) => ({ functionId: functionIds[at % 2]!, id, submittedAtMs: BASE_MS + at })))
    for (const functionName of [null, 'f'] as const) {
      const filter = filterOf(accountId, { functionName, idPrefix: 'job-' })
      const { tasks } = await queries.listTasks({
        filter,
        order: 'desc',
        limit: 5,
        cursor: null,
        includePayload: false,
      })
      const newest = ids.filter((_id, at) => functionName === null || at % 2 === 0).slice(-5)
      expect(tasks.map(({ taskId }) => taskId)).toEqual(newest.reverse())
    }
  })

  it('stops a search that finds little in time, with a cursor that goes on', async () => {
    const { database, accountId, functionIds, reader } = openTasks()
    database.addTasks(
      Array.from({ length: 2_000 }, (_, at) => ({
        functionId: functionIds[0]!,
        id: `t${at}`,
        submittedAtMs: BASE_MS + at,
        isTask: at === 0,
      })),
    )
    let elapsedMs = 0
    const slow = createTaskQueries(reader, { elapsedMs: () => (elapsedMs += 10) })
    const { ids, sizes } = await allPages(slow, {
      filter: filterOf(accountId, { onlyTasks: true }),
      order: 'desc',
      limit: 10,
    })
    expect(ids).toEqual(['t0'])
    expect(sizes.length).toBeGreaterThan(2)
  })

  it('includes payloads only when asked, wherever they are stored', async () => {
    const { database, accountId, functionIds, queries } = openTasks()
    const [seq] = database.addTasks([
      { functionId: functionIds[0]!, id: 'long', submittedAtMs: BASE_MS, payload: null },
    ])
    database.db.prepare("INSERT INTO task_body VALUES (?, 'payload', ?)").run(seq, 'a long one')
    database.addTasks([
      { functionId: functionIds[0]!, id: 'short', submittedAtMs: BASE_MS, payload: Buffer.from([255, 1]) },
    ])
    const query = { filter: filterOf(accountId), order: 'asc' as const, limit: 10, cursor: null }
    const payloads = async (includePayload: boolean) =>
      (await queries.listTasks({ ...query, includePayload })).tasks.map(({ payload }) => payload)
    expect(await payloads(false)).toEqual([null, null])
    expect(await payloads(true)).toEqual(['a long one', Buffer.from([255, 1])])
  })

  it('of a function that does not exist, or not in this account, is refused', async () => {
    const { otherId, queries } = openTasks()
    const query = { order: 'asc' as const, limit: 10, cursor: null, includePayload: false }
    await expect(
      queries.listTasks({ ...query, filter: filterOf(otherId, { functionName: 'g' }) }),
    ).rejects.toMatchObject({
      code: 'function_not_found',
    })
  })

  it.each([
    '',
    'x',
    'MTIzNCNhYmM=',
    Buffer.from('asc5').toString('base64url'),
    Buffer.from('desc99999999999999999').toString('base64url'),
  ])('refuses the cursor %j', async (cursor) => {
    const { accountId, queries } = openTasks()
    const query = { filter: filterOf(accountId), order: 'desc' as const, limit: 10, includePayload: false }
    await expect(queries.listTasks({ ...query, cursor })).rejects.toMatchObject({ code: 'invalid_input' })
  })
})
