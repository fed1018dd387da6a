/** Every action that changes something is in the operator log, written in the transaction of the change. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { operationQueries } from '../../../electron/engine/operations/operationQueries.ts'
import { OPERATIONS } from '../../../shared/domain/operations.ts'
import { ACCOUNT_ID, definition, openTestStore } from '../../support/openTestStore.ts'

function open() {
  const test = openTestStore()
  const list = async (query: Partial<Parameters<ReturnType<typeof operationQueries>['listOperations']>[0]> = {}) =>
    operationQueries(test.db).listOperations({ accountId: ACCOUNT_ID, ...query })
  /** What was done, the latest first, without the ids and instants. */
  const done = async () =>
    (await list()).operations.map(({ action, target, count, detail }) => ({ action, target, count, detail }))
  return { ...test, list, done }
}
const WORK = { accountId: ACCOUNT_ID, functionName: 'work' }

describe('the operator log', () => {
  it('has the stop of a task once, however often it is told to stop', async () => {
    const { create, submit, stop, done } = open()
    await create('work')
    await submit('work', { taskId: 'a' })
    await stop('work', 'a')
    await stop('work', 'a')
    const stops = (await done()).filter(({ action }) => action === 'task.stop')
    expect(stops).toEqual([
      {
        action: 'task.stop',
        target: 'work/a',
        count: 1,
        detail: { functionName: 'work', taskId: 'a', state: 'Enqueued' },
      },
    ])
  })

  it('has no submits, and nothing of a stop that was refused', async () => {
    const { create, submit, stop, done } = open()
    await create('work')
    await submit('work', { taskId: 'a' })
    await expect(stop('work', 'unknown')).rejects.toMatchObject({ code: 'task_not_found' })
    expect((await done()).map(({ action }) => action)).toEqual(['function.create'])
  })

  it('says what a change of a function changed, and from what to what', async () => {
    const { create, store, settled, done } = open()
    await create('work')
    const { config, asyncConfig } = definition('work')
    const changed = { ...config, timeout: 10 }
    await settled(store.commands.updateFunction(WORK, { config: changed, compensation: 'refund' }))
    await settled(
      store.commands.updateFunction(WORK, {
        asyncConfig: { asyncTask: true, maxAsyncRetryAttempts: 0, ...asyncConfig, maxAsyncEventAgeInSeconds: 60 },
      }),
    )
    expect((await done()).slice(0, 2).map(({ detail }) => detail)).toEqual([
      { changes: [{ setting: 'maxAsyncEventAgeInSeconds', from: 86_400, to: 60 }] },
      {
        changes: [
          { setting: 'timeout', from: 3, to: 10 },
          { setting: 'compensation', from: null, to: 'refund' },
        ],
      },
    ])
  })

  it('never keeps the value of an environment variable', async () => {
    const { create, store, settled, done, db } = open()
    await create('work')
    const { config } = definition('work')
    await settled(
      store.commands.updateFunction(WORK, { config: { ...config, environmentVariables: { DB_PASSWORD: 'hunter2' } } }),
    )
    expect((await done())[0]).toMatchObject({ detail: { changes: [{ setting: 'environmentVariables.DB_PASSWORD' }] } })
    expect(JSON.stringify(db.prepare('SELECT * FROM operation').all())).not.toContain('hunter2')
  })

  it('never keeps the token of an address that results are delivered to', async () => {
    const { create, store, settled, db } = open()
    await create('work')
    const destination = 'https://hooks.example.com/send?access_token=hunter2'
    const { asyncConfig } = definition('work', { async: { destinationConfig: { onFailure: { destination } } } })
    await settled(store.commands.updateFunction(WORK, { asyncConfig }))
    await settled(store.commands.testDelivery({ ...WORK, cause: 'failure', target: null }))
    const kept = JSON.stringify(db.prepare('SELECT * FROM operation').all())
    expect(kept.match(/hooks\.example\.com\/send\?…/g)).toHaveLength(2)
    expect(kept).not.toContain('hunter2')
  })

  it('has neither an update that changes nothing nor what the files of a project say', async () => {
    const { store, settled, done } = open()
    await settled(store.commands.syncProject(ACCOUNT_ID, { definitions: [definition('work')], isComplete: true }))
    await settled(store.commands.updateFunction(WORK, { config: definition('work').config }))
    const later = definition('work', { async: { maxAsyncRetryAttempts: 0 } })
    await settled(store.commands.syncProject(ACCOUNT_ID, { definitions: [later], isComplete: true }))
    await settled(store.commands.setHold(WORK, 0))
    expect(await done()).toEqual([])
  })

  it('has what is created and deleted, how long instances are held, and which key is allowed without its secret', async () => {
    const { create, store, settled, done, db } = open()
    await create('work')
    await settled(store.commands.setHold(WORK, 60_000))
    await settled(store.commands.deleteFunction(WORK))
    await settled(store.commands.allowAccessKey({ id: 'LTAI-x', secret: 'a-secret-of-hers', accountName: 'default' }))
    expect(await done()).toEqual([
      { action: 'key.allow', target: 'LTAI-x', count: 1, detail: { account: 'default' } },
      { action: 'function.delete', target: 'work', count: 1, detail: null },
      {
        action: 'function.change',
        target: 'work',
        count: 1,
        detail: { changes: [{ setting: 'holdMs', from: 0, to: 60_000 }] },
      },
      {
        action: 'function.create',
        target: 'work',
        count: 1,
        detail: { runtime: 'nodejs20', handler: 'index.handler' },
      },
    ])
    expect(JSON.stringify(db.prepare('SELECT * FROM operation').all())).not.toContain('a-secret-of-hers')
  })

  it('loses an action together with the change when the turn fails', async () => {
    const { create, store, failTurn, done } = open()
    await create('work')
    let refused: Promise<unknown> = Promise.resolve()
    await failTurn(() => {
      refused = store.commands.setHold(WORK, 60_000).catch((error: unknown) => error)
    })
    expect(await refused).toBeInstanceOf(Error)
    expect((await done()).map(({ action }) => action)).toEqual(['function.create'])
  })

  it('is read in pages, by action, by text and by time', async () => {
    const { create, submit, stop, list, clock } = open()
    await create('work')
    const sinceMs = clock.nowMs() + 1_000
    clock.advanceMs(1_000)
    for (const taskId of ['a', 'b_', 'bc']) {
      await submit('work', { taskId })
      await stop('work', taskId)
    }
    const targets = ({ operations }: Awaited<ReturnType<typeof list>>) => operations.map(({ target }) => target)
    const first = await list({ limit: 3 })
    expect(targets(first)).toEqual(['work/bc', 'work/b_', 'work/a'])
    expect(targets(await list({ limit: 3, cursor: first.nextCursor! }))).toEqual(['work'])
    expect(targets(await list({ actions: ['function.create'] }))).toEqual(['work'])
    expect(targets(await list({ text: 'b_' }))).toEqual(['work/b_'])
    expect(targets(await list({ beforeMs: sinceMs }))).toEqual(['work'])
    expect(targets(await list({ fromMs: sinceMs }))).toHaveLength(3)
  })
})

describe('a filter that keeps few of many actions', () => {
  it('finds them in slices, in full pages', async () => {
    const { create, submit, stop, db } = open()
    for (const functionName of ['a', 'b', 'work']) await create(functionName)
    for (let number = 0; number < 7; number++) {
      await submit('work', { taskId: `t-${number}` })
      await stop('work', `t-${number}`)
    }
    const { listOperations } = operationQueries(db, 3)
    const query = { accountId: ACCOUNT_ID, actions: ['function.create' as const], limit: 2 }
    const first = await listOperations(query)
    expect(first.operations.map(({ target }) => target)).toEqual(['work', 'b'])
    const rest = await listOperations({ ...query, cursor: first.nextCursor! })
    expect(rest).toMatchObject({ operations: [{ target: 'a' }], nextCursor: null })
  })
})

describe('the actions of the table', () => {
  it('are each written somewhere', () => {
    const code = readdirSync('electron', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.startsWith('dist'))
      .map((file) => readFileSync(join('electron', file), 'utf8'))
      .join('\n')
    expect(OPERATIONS.filter((action) => !code.includes(`'${action}'`))).toEqual([])
  })
})
