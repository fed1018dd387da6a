import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { TaskFilter, TaskQueries, TaskRow } from '../../../electron/engine/ports.ts'
import { createTaskQueries } from '../../../electron/engine/tasks/taskQueries.ts'
import type { TaskFilter as SearchFilter } from '../../../shared/contract/taskFilter.ts'
import { type TaskState, taskStates } from '../../../shared/domain/taskStates.ts'
import { type TestTask, TestTaskDatabase } from '../../support/taskRows.ts'

const BASE_MS = 1_700_000_000_000
const FUNCTIONS = ['charge', 'ship', 'shipments', 'Notify', 'gone'] // the last one was deleted

function openTasks() {
  const database = new TestTaskDatabase()
  const accountId = database.addAccount({ name: 'default', uid: '1' })
  const otherId = database.addAccount({ name: 'other', uid: '2' })
  const functionIds = FUNCTIONS.map((name) => database.addFunction(accountId, name))
  const foreignId = database.addFunction(otherId, 'charge')
  database.deleteFunction(functionIds.at(-1)!)
  const reader = database.openReader()
  onTestFinished(() => {
    reader.close()
    database.close()
  })
  return { database, accountId, functionIds, foreignId, reader, queries: createTaskQueries(reader) }
}

const filterOf = (accountId: number, { states, idPrefix, ...rest }: SearchFilter = {}): TaskFilter => ({
  accountId,
  functionName: null,
  states: states ?? null,
  idPrefix: idPrefix ?? null,
  startedFromMs: null,
  startedToMs: null,
  onlyTasks: false,
  ...rest,
})

async function allPages(
  queries: TaskQueries,
  query: { filter: TaskFilter; order?: 'asc' | 'desc'; limit: number },
): Promise<TaskRow[]> {
  const tasks: TaskRow[] = []
  let cursor: string | null = null
  do {
    const page = await queries.listRows({ order: 'desc', ...query, cursor })
    tasks.push(...page.tasks)
    cursor = page.nextCursor
  } while (cursor !== null)
  return tasks
}

async function countAll(queries: TaskQueries, query: { filter: TaskFilter; afterSeq?: number; limit: number }) {
  let count = 0
  let cursor: string | null = null
  do {
    const slice = await queries.countRows({ afterSeq: null, ...query, cursor })
    count += slice.count
    cursor = slice.nextCursor
  } while (cursor !== null)
  return count
}

const ERRORS = ['{"errorMessage":"Card declined"}', '{"errorMessage":"100% \\"off\\"_x"}', null]
const hasError = (state: TaskState) => !['Succeeded', 'Dequeued', 'Running', 'Stopping'].includes(state)

const oneTask = fc.record({
  functionIndex: fc.nat(FUNCTIONS.length), // the last one is of the other account
  state: fc.constantFrom(...taskStates.states),
  idWord: fc.constantFrom('a', 'ab', 'AB-', 'order-', 'Order-', 'ship', '_'),
  afterMs: fc.constantFrom(0, 0, 1, 700, 40_000),
  error: fc.constantFrom(...ERRORS),
  attemptCount: fc.nat(4),
  instanceId: fc.constantFrom('c-1', 'c-2', null),
})
const name = fc.constantFrom('charge', 'ship', 'ship*', 'notify', 'Notify', 'gone', 'nobody', '*')
const text = fc.constantFrom('order', 'ORDER-', 'ab', 'SHIP', 'card', 'DECLINED', '100%', '"off"_', 'a b', '_', 'é')
const instant = fc.integer({ min: 0, max: 79 }) // that of the task of this number
const PARTS = {
  states: fc.uniqueArray(fc.constantFrom(...taskStates.states), { maxLength: 6 }),
  functions: fc.array(name, { maxLength: 2 }),
  notFunctions: fc.array(name, { maxLength: 2 }),
  idPrefix: fc.constantFrom('a', 'order-', 'Order', 'z'),
  notIdPrefixes: fc.array(fc.constantFrom('a', 'AB', 'ship', '_'), { maxLength: 2 }),
  text,
  errorText: text,
  instanceId: fc.constantFrom('c-1', 'c-9'),
  minAttempts: fc.nat(3),
  maxAttempts: fc.nat(3),
  submittedFromMs: instant,
  submittedBeforeMs: instant,
} satisfies Record<Exclude<keyof SearchFilter, 'groupId' | 'letters'>, fc.Arbitrary<unknown>>
/** Up to three parts: with many nothing would be left. */
const aFilter: fc.Arbitrary<SearchFilter> = fc
  .tuple(fc.record(PARTS), fc.subarray(Object.keys(PARTS) as (keyof typeof PARTS)[], { maxLength: 3 }))
  .map(([parts, keys]) => Object.fromEntries(keys.map((key) => [key, parts[key]])) as SearchFilter)

/** Turns the numbers of tasks into their instants. */
function timed(search: SearchFilter, tasks: { submittedAtMs: number }[]): SearchFilter {
  const atMs = (number: number) => tasks[number % Math.max(tasks.length, 1)]?.submittedAtMs ?? BASE_MS
  const { submittedFromMs: from, submittedBeforeMs: before, ...rest } = search
  return {
    ...rest,
    ...(from === undefined ? {} : { submittedFromMs: atMs(from) }),
    ...(before === undefined ? {} : { submittedBeforeMs: atMs(before) }),
  }
}

type Stored = TestTask & { seq: number; functionName: string; state: TaskState }

/** The rules in the words of the contract, over everything. */
function matches(task: Stored, filter: SearchFilter): boolean {
  const isNamed = (pattern: string) =>
    pattern.endsWith('*') ? task.functionName.startsWith(pattern.slice(0, -1)) : task.functionName === pattern
  const message = task.errorBody ? JSON.parse(task.errorBody).errorMessage : ''
  const errorHas = (part: string) =>
    [message, task.errorBody ?? ''].some((error) => error.toLowerCase().includes(part.toLowerCase()))
  const { attemptCount = 0 } = task
  return (
    (filter.states?.includes(task.state) ?? true) &&
    (filter.functions?.some(isNamed) ?? true) &&
    !filter.notFunctions?.some(isNamed) &&
    task.id.startsWith(filter.idPrefix ?? '') &&
    !filter.notIdPrefixes?.some((prefix) => task.id.startsWith(prefix)) &&
    (filter.text === undefined ||
      task.id.toLowerCase().startsWith(filter.text.toLowerCase()) ||
      task.functionName.toLowerCase().includes(filter.text.toLowerCase()) ||
      errorHas(filter.text)) &&
    (filter.errorText === undefined || errorHas(filter.errorText)) &&
    (filter.instanceId === undefined || task.instanceId === filter.instanceId) &&
    attemptCount >= (filter.minAttempts ?? 0) &&
    attemptCount <= (filter.maxAttempts ?? Infinity) &&
    task.submittedAtMs >= (filter.submittedFromMs ?? 0) &&
    task.submittedAtMs < (filter.submittedBeforeMs ?? Infinity)
  )
}

describe('a filter of the window', () => {
  it('keeps exactly the tasks that its words say, whatever is combined', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(oneTask, { maxLength: 80 }),
        fc.array(aFilter, { minLength: 1, maxLength: 10 }),
        fc.constantFrom<'asc' | 'desc'>('asc', 'desc'),
        fc.integer({ min: 1, max: 20 }),
        async (tasks, filters, order, limit) => {
          const { database, accountId, functionIds, foreignId, queries } = openTasks()
          let submittedAtMs = BASE_MS
          const rows = tasks.map(({ functionIndex, state, idWord, afterMs, error, attemptCount, instanceId }, at) => {
            submittedAtMs += afterMs
            const errorBody = hasError(state) ? error : null
            const functionId = functionIds[functionIndex] ?? foreignId
            return { functionId, id: `${idWord}${at}`, state, submittedAtMs, errorBody, attemptCount, instanceId }
          })
          const seqs = database.addTasks(rows)
          const stored = rows
            .map((row, at) => ({ ...row, seq: seqs[at]!, functionName: FUNCTIONS[tasks[at]!.functionIndex] ?? '' }))
            .filter(({ functionId }) => functionId !== foreignId)
          for (const one of filters) {
            const search = timed(one, rows)
            const filter = filterOf(accountId, search)
            const kept = stored.filter((task) => matches(task, search))
            const expected = (order === 'asc' ? kept : kept.toReversed()).map(({ id }) => id)
            const listed = (await allPages(queries, { filter, order, limit })).map(({ taskId }) => taskId)
            expect({ search, listed }).toEqual({ search, listed: expected })

            expect({ search, count: await countAll(queries, { filter, limit }) }).toEqual({
              search,
              count: kept.length,
            })
            const afterSeq = seqs[Math.floor(seqs.length / 2)] ?? 0
            expect(await countAll(queries, { filter, limit, afterSeq })).toBe(
              kept.filter(({ seq }) => seq > afterSeq).length,
            )
            const asked = await queries.rowsOf({ filter, seqs })
            expect(asked.map(({ seq }) => seq)).toEqual(stored.map(({ seq }) => seq))
            expect(asked.filter((task) => task.matches).map(({ seq }) => seq)).toEqual(kept.map(({ seq }) => seq))
          }
        },
      ),
      { numRuns: 120 },
    )
  })

  it('neither skips nor repeats while tasks end and new ones come between its pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(40), fc.constantFrom<TaskState>('Succeeded', 'Failed')), { maxLength: 12 }),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom<SearchFilter>({}, { functions: ['ship*'] }, { text: 'order' }, { idPrefix: 'order-' }),
        async (changes, limit, search) => {
          const { database, accountId, functionIds, queries } = openTasks()
          const ids = Array.from({ length: 41 }, (_, at) => `order-${at}`)
          const functionId = functionIds[1]!
          database.addTasks(ids.map((id, at) => ({ functionId, id, submittedAtMs: BASE_MS + at, state: 'Enqueued' })))
          const seen: string[] = []
          let cursor: string | null = null
          do {
            const page = await queries.listRows({ filter: filterOf(accountId, search), order: 'desc', limit, cursor })
            seen.push(...page.tasks.map(({ taskId }) => taskId))
            cursor = page.nextCursor
            const [at, state] = changes.shift() ?? []
            if (state === undefined) continue
            const change = `UPDATE task SET state = ?, place = 3, ended_at_ms = 1 WHERE id = ?`
            database.db.prepare(change).run(state, `order-${at}`)
            database.addTasks([
              { functionId, id: `order-new-${seen.length}-${at}`, submittedAtMs: BASE_MS + 1_000, state },
            ])
          } while (cursor !== null)
          expect(seen).toEqual(ids.toReversed())
        },
      ),
      { numRuns: 60 },
    )
  })

  it('that finds little stops in time with a cursor, also when it only counts', async () => {
    const { database, accountId, functionIds, reader } = openTasks()
    const functionId = functionIds[0]!
    const tasks = Array.from({ length: 4_000 }, (_, at) => ({
      functionId,
      id: `t${at}`,
      submittedAtMs: BASE_MS + at,
      state: 'Failed' as const,
      errorBody: at === 0 ? '{"errorMessage":"rare"}' : '{}',
    }))
    database.addTasks(tasks)
    let elapsedMs = 0
    const slow = createTaskQueries(reader, { elapsedMs: () => (elapsedMs += 20) })
    const filter = filterOf(accountId, { errorText: 'rare' })
    const first = await slow.listRows({ filter, order: 'desc', limit: 10, cursor: null })
    expect([first.tasks, first.nextCursor]).toEqual([[], expect.any(String)])
    expect(first.searchedToMs).toBeGreaterThan(BASE_MS)
    expect(first.searchedToMs).toBeLessThan(BASE_MS + 3_999)
    const whole = await slow.listRows({ filter: filterOf(accountId, {}), order: 'desc', limit: 10, cursor: null })
    expect(whole).not.toHaveProperty('searchedToMs')
    const slice = await slow.countRows({ filter, afterSeq: null, limit: 10_000, cursor: null })
    expect(slice).toEqual({ count: 0, nextCursor: expect.any(String) })
    expect((await allPages(slow, { filter, limit: 10 })).map(({ taskId }) => taskId)).toEqual(['t0'])
    expect(await countAll(slow, { filter, limit: 10_000 })).toBe(1)
  })

  it('of instants also has tasks whose seqs ran ahead of them in a burst', async () => {
    const { database, accountId, functionIds, queries } = openTasks()
    const burst = { functionId: functionIds[0]!, id: 'burst', submittedAtMs: BASE_MS, seq: (BASE_MS + 300) * 1_024 + 5 }
    database.addTasks([burst])
    const find = async (search: SearchFilter) =>
      (await allPages(queries, { filter: filterOf(accountId, search), limit: 10 })).length
    expect(await find({ submittedBeforeMs: BASE_MS + 1 })).toBe(1)
    expect(await find({ submittedBeforeMs: BASE_MS })).toBe(0)
    expect(await find({ submittedFromMs: BASE_MS + 1 })).toBe(0)
  })

  it('of states and functions is counted from the counters at once', async () => {
    const { database, accountId, functionIds, queries } = openTasks()
    database.db.exec(
      `INSERT INTO task_counter VALUES (${functionIds[0]}, 'Failed', 123456), (${functionIds[1]}, 'Failed', 7)`,
    )
    const count = (search: SearchFilter) =>
      queries.countRows({ filter: filterOf(accountId, search), afterSeq: null, limit: 10, cursor: null })
    expect(await count({ states: ['Failed'] })).toEqual({ count: 123_463, nextCursor: null })
    expect(await count({ states: ['Failed'], notFunctions: ['charge'] })).toEqual({ count: 7, nextCursor: null })
  })
})

describe('a row of a list', () => {
  it('has the head and the size of its payload, wherever that is stored', async () => {
    const { database, accountId, functionIds, queries } = openTasks()
    const functionId = functionIds[0]!
    const long = `${'ü'.repeat(600)}🐟`
    const [seq] = database.addTasks([{ functionId, id: 'long', submittedAtMs: BASE_MS, payload: null }])
    database.db.prepare("INSERT INTO task_body VALUES (?, 'payload', ?)").run(seq, long)
    database.addTasks([
      { functionId, id: 'bytes', submittedAtMs: BASE_MS, payload: Buffer.from([255, 0, 1]) },
      { functionId, id: 'empty', submittedAtMs: BASE_MS, payload: '' },
      { functionId, id: 'fish', submittedAtMs: BASE_MS, payload: '🐟' },
    ])
    const rows = await allPages(queries, { filter: filterOf(accountId), order: 'asc', limit: 10 })
    expect(rows.map(({ payloadHead, payloadBytes }) => [payloadHead, payloadBytes])).toEqual([
      ['ü'.repeat(512), 1_204],
      [null, 3],
      ['', 0],
      ['🐟', 4],
    ])
  })

  it('says how many executions the function allows now, also when it was deleted', async () => {
    const { database, accountId, functionIds, queries } = openTasks()
    database.db
      .prepare('UPDATE function SET async_config = ? WHERE id = ?')
      .run('{"asyncTask":true,"maxAsyncRetryAttempts":0}', functionIds.at(-1))
    database.db.prepare('UPDATE function SET async_config = NULL WHERE id = ?').run(functionIds[0])
    database.addTasks([
      { functionId: functionIds[0]!, id: 'a', submittedAtMs: BASE_MS },
      { functionId: functionIds.at(-1)!, id: 'b', submittedAtMs: BASE_MS },
    ])
    const rows = await allPages(queries, { filter: filterOf(accountId), order: 'asc', limit: 10 })
    expect(rows.map(({ functionName, attemptLimit }) => [functionName, attemptLimit])).toEqual([
      ['charge', 4],
      ['gone', 1],
    ])
  })
})

describe('looking for an id', () => {
  it('finds tasks of every function by id, and by a request id that is not their id', async () => {
    const { database, accountId, functionIds, foreignId, queries } = openTasks()
    const requestId = `1-${(BASE_MS / 1_000).toString(16)}-00000001-0123456789ab`
    const one = { submittedAtMs: BASE_MS, id: 'same' }
    const seqs = database.addTasks([
      { ...one, functionId: functionIds[0]! },
      { ...one, functionId: functionIds.at(-1)! },
      { ...one, functionId: foreignId },
      { ...one, functionId: functionIds[0]!, id: 'chosen' },
      { ...one, functionId: functionIds[1]!, id: requestId },
    ])
    database.db.prepare('UPDATE task SET request_id = ? WHERE seq = ?').run(requestId, seqs[3])
    const find = async (id: string) =>
      (await queries.findRows({ accountId, id, limit: 20 })).map(({ functionName, taskId }) => [functionName, taskId])
    expect(await find('same')).toEqual([
      ['gone', 'same'],
      ['charge', 'same'],
    ])
    expect(await find(requestId)).toEqual([
      ['ship', requestId],
      ['charge', 'chosen'],
    ])
    expect(await find('sam')).toEqual([])
    expect(await find('1-ffffffff-00000001-0123456789ab')).toEqual([])
  })
})

describe('opening a task', () => {
  it('prefers the living function of the name and falls back to one that was deleted', async () => {
    const { database, accountId, functionIds, queries } = openTasks()
    const newId = database.addFunction(accountId, 'gone')
    database.addTasks([
      { functionId: functionIds.at(-1)!, id: 'both', submittedAtMs: BASE_MS, payload: 'old' },
      { functionId: functionIds.at(-1)!, id: 'old', submittedAtMs: BASE_MS, payload: 'old' },
      { functionId: newId, id: 'both', submittedAtMs: BASE_MS, payload: 'new' },
    ])
    const open = async (taskId: string) => (await queries.openTask({ accountId, functionName: 'gone', taskId })).payload
    expect([await open('both'), await open('old')]).toEqual(['new', 'old'])
    await expect(open('none')).rejects.toMatchObject({ code: 'task_not_found' })
  })
})
