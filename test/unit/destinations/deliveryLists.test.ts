/** Lists of deliveries: filters, pages and the indices they rest on. */
import type { Statement } from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { deliveryQueries } from '../../../electron/engine/destinations/deliveryQueries.ts'
import {
  prepareDeliveryReads,
  prepareDeliverySql,
  prepareEndedTask,
  prepareStateOfTask,
} from '../../../electron/storage/deliveries.sql.ts'
import { ACCOUNT_ID, openTestStore, succeeded } from '../../support/openTestStore.ts'

const everything = { functions: null, states: null, kinds: null, text: null, task: null, limit: 100, cursor: null }

async function openWith(count: number) {
  const t = openTestStore()
  const scheduler = t.connect()
  const to = (destination: string) => ({ async: { destinationConfig: { onSuccess: { destination } } } })
  await t.create('to-queue', to('acs:mns:::/queues/done/messages'))
  await t.create('to-nobody', to('acs:fc:::functions/nobody'))
  await t.create('to-address', to('http://shop.example/hook_100%'))
  for (let index = 0; index < count; index++) {
    for (const name of ['to-queue', 'to-nobody', 'to-address']) await t.submit(name, { taskId: `${name}-${index}` })
    for (const { key } of scheduler.take()) t.report(scheduler, { ended: [{ key, end: succeeded(t.clock) }] })
    t.clock.advanceMs(1)
  }
  const queries = deliveryQueries(t.db)
  type Filter = Partial<Parameters<typeof queries.listDeliveries>[0]>
  const list = (filter: Filter = {}) => queries.listDeliveries({ accountId: ACCOUNT_ID, ...everything, ...filter })
  async function all(filter: Filter) {
    const found: string[] = []
    let cursor: string | null = null
    let pageCount = 0
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ ...filter, cursor })
      found.push(...page.deliveries.map(({ taskId }) => taskId ?? 'test'))
      cursor = page.nextCursor
      pageCount++
    } while (cursor !== null)
    return { found, pageCount }
  }
  return { ...t, queries, list, all }
}

describe('The list of deliveries', () => {
  it('has the latest first, and pages that neither miss one nor show one twice', async () => {
    const t = await openWith(4)
    const { found, pageCount } = await t.all({ limit: 5 })
    expect(found).toEqual(
      [3, 2, 1, 0].flatMap((index) => [`to-address-${index}`, `to-nobody-${index}`, `to-queue-${index}`]),
    )
    expect(pageCount).toBe(3)
  })

  it('keeps what its filters say', async () => {
    const t = await openWith(2)
    const found = async (filter: Parameters<typeof t.all>[0]) => (await t.all(filter)).found
    expect(await found({ states: ['Failed'] })).toEqual(['to-nobody-1', 'to-nobody-0'])
    expect(await found({ states: ['Pending', 'Failed'], limit: 2 })).toEqual(
      [1, 0].flatMap((index) => [`to-address-${index}`, `to-nobody-${index}`]),
    )
    expect(await found({ states: ['Succeeded'] })).toEqual(['to-queue-1', 'to-queue-0'])
    expect(await found({ kinds: ['http'] })).toEqual(['to-address-1', 'to-address-0'])
    expect(await found({ functions: ['to-queue'], kinds: ['http'] })).toEqual([])
    expect(await found({ text: 'QUEUES/done' })).toEqual(['to-queue-1', 'to-queue-0'])
    expect(await found({ text: '100%' })).toEqual(['to-address-1', 'to-address-0'])
    expect(await found({ text: 'hook_1' })).toEqual(['to-address-1', 'to-address-0'])
    expect(await found({ text: 'hookx' })).toEqual([])
    expect(await found({ text: 'does not exist here' })).toEqual(['to-nobody-1', 'to-nobody-0'])
    expect(await found({ text: 'to-queue-1' })).toEqual(['to-queue-1'])
    expect(await found({ text: 'queue-1' })).toEqual([])
    expect(await found({ task: { functionName: 'to-nobody', taskId: 'to-nobody-1' } })).toEqual(['to-nobody-1'])
    expect(await t.queries.countDeliveries(ACCOUNT_ID)).toEqual({ pendingCount: 2, failedCount: 2 })
    expect(await t.queries.countDeliveries(ACCOUNT_ID + 1)).toEqual({ pendingCount: 0, failedCount: 0 })
    expect((await t.list({ accountId: ACCOUNT_ID + 1 })).deliveries).toEqual([])
  })

  it('looks through many for a text in short pages, and comes to the end', async () => {
    const t = await openWith(0)
    t.db.exec(`
      WITH RECURSIVE number(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM number WHERE value < 20000)
      INSERT INTO delivery (id, function_id, cause, kind, target, state, created_at_ms, begun_at_ms, due_at_ms, detail, body)
      SELECT value, (SELECT min(id) FROM function), 'test', 'queue', 'acs:mns:::/queues/q/messages', 'Succeeded', 0, 0, 0,
             iif(value = 1, 'a needle', NULL), '{}'
        FROM number`)
    let elapsedMs = 0
    const queries = deliveryQueries(t.db, { elapsedMs: () => (elapsedMs += 5) })
    let cursor: string | null = null
    const pages: number[] = []
    do {
      const query = { accountId: ACCOUNT_ID, ...everything, text: 'needle', cursor }
      const page: Awaited<ReturnType<typeof queries.listDeliveries>> = await queries.listDeliveries(query)
      pages.push(page.deliveries.length)
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(pages.length).toBeGreaterThan(10)
    expect(pages.reduce((sum, count) => sum + count, 0)).toBe(1)
  })

  it('refuses a cursor that is none, and says when there is no such delivery', async () => {
    const t = await openWith(0)
    await expect(t.list({ cursor: 'x' })).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(t.queries.getDelivery({ accountId: ACCOUNT_ID, deliveryId: 7 })).rejects.toMatchObject({
      code: 'delivery_not_found',
    })
  })
})

describe('every statement about deliveries', () => {
  const { db } = openTestStore()
  const {
    pick,
    region: _region,
    keepRegion: _keep,
    ...statements
  } = {
    ...prepareDeliverySql(db),
    ...prepareDeliveryReads(db),
    endedTask: prepareEndedTask(db),
    stateOfTask: prepareStateOfTask(db),
  } as Record<string, Statement>
  const planOf = (statement: Statement) => {
    const names = [...statement.source.matchAll(/:(\w+)/g)].map(([, parameter]) => [parameter, null])
    const explained = db.prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${statement.source}`)
    return explained.all(Object.fromEntries(names)).map(({ detail }) => detail)
  }

  it('finds its rows by an index and sorts nothing', () => {
    const bad = Object.entries(statements).flatMap(([name, statement]) =>
      planOf(statement)
        .filter((step) => /^SCAN (delivery|task)\b(?! USING COVERING INDEX)|TEMP B-TREE/.test(step))
        .map((step) => `${name}: ${step}`),
    )
    expect(bad).toEqual([])
  })

  it('looks at the rows that were chosen, and at their tasks, by their keys', () => {
    const scans = planOf(pick!).filter((step) => /^SCAN (?!wanted|json_each)/.test(step))
    expect(scans).toEqual([])
  })

  it('takes what waits from the indices that have only that', () => {
    const indexOf = (name: string) =>
      planOf(statements[name]!)
        .join(' ')
        .match(/INDEX (\w+)/)?.[1]
    expect(['due', 'nextDue', 'nextHost', 'ofHost', 'open', 'count'].map(indexOf)).toEqual([
      'delivery_due',
      'delivery_due',
      'delivery_http',
      'delivery_http',
      'delivery_open',
      'delivery_open',
    ])
  })
})
