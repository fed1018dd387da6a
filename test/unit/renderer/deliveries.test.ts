import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  type Delivery,
  type DeliveryFilter,
  deliveriesActions,
  followDeliveries,
  useDeliveries,
} from '../../../renderer/stores/deliveries.ts'
import { followDelivery, readDelivery, useDeliveryDetail } from '../../../renderer/stores/deliveriesDetail.ts'
import { startLive } from '../../../renderer/stores/live.ts'
import { AppError } from '../../../shared/errors.ts'
import { connectToFake } from '../../support/fakeLink.ts'
import { until } from '../../support/until.ts'

type ListInput = { states?: string[]; text?: string; limit: number; cursor?: string }

beforeEach(() => {
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  deliveriesActions.forget()
})

function delivery(deliveryId: number, change: Partial<Delivery> = {}): Delivery {
  return {
    deliveryId,
    functionName: 'order-charge',
    taskId: `1-${deliveryId}`,
    cause: 'failure',
    kind: 'queue',
    target: 'acs:mns:::/queues/failures/messages',
    targetName: 'failures',
    state: 'Succeeded',
    attemptCount: 1,
    createdAtMs: deliveryId,
    dueAtMs: null,
    endedAtMs: deliveryId,
    statusCode: null,
    detail: null,
    made: null,
    messageId: null,
    ...change,
  }
}

/** A host with these deliveries, of which the test makes more, and the list over it. */
function openList(
  ids: readonly number[],
  { show = 'all', text = '', slice = 500 }: Partial<DeliveryFilter> & { slice?: number } = {},
) {
  const all = new Map(ids.map((id) => [id, delivery(id)]))
  const link = connectToFake({
    'deliveries.list': ({ states, limit, cursor }: ListInput) => {
      const before = cursor === undefined ? Number.POSITIVE_INFINITY : Number(cursor)
      const kept = [...all.values()]
        .filter((one) => one.deliveryId < before && (states === undefined || states.includes(one.state)))
        .sort((one, other) => other.deliveryId - one.deliveryId)
      const page = kept.slice(0, Math.min(limit, slice))
      return { deliveries: page, nextCursor: kept.length > page.length ? String(page.at(-1)?.deliveryId) : null }
    },
    'deliveries.get': ({ deliveryId }: { deliveryId: number }) => {
      const one = all.get(deliveryId)
      if (one === undefined) throw new AppError('delivery_not_found', 'gone')
      return { ...one, body: '{}' }
    },
    'deliveries.totals': () => ({
      pendingCount: [...all.values()].filter(({ state }) => state === 'Pending').length,
      failedCount: [...all.values()].filter(({ state }) => state === 'Failed').length,
    }),
    'deliveries.retry': ({ deliveryIds }: { deliveryIds: number[] }) => {
      for (const id of deliveryIds) all.set(id, delivery(id, { state: 'Pending', dueAtMs: 1, endedAtMs: null }))
      return { retriedCount: deliveryIds.length }
    },
  } as never)
  onTestFinished(startLive())
  onTestFinished(followDeliveries({ show, text }))
  const state = () => useDeliveries.getState()
  return {
    link,
    all,
    state,
    isRead: () => until(() => state().load === 'done', { what: 'the list' }),
    stateOf: (id: number) => state().rows.get(id)?.state,
    calls: (name: string) => link.calls.filter((call) => call.name === name),
  }
}
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

describe('the list of deliveries', () => {
  it('lets new ones in while nobody looks at a row, and counts them while somebody does', async () => {
    const { all, state, isRead } = openList([1, 2])
    await isRead()
    expect(state().order).toEqual([2, 1])
    all.set(3, delivery(3))
    await deliveriesActions.load()
    expect(state().order).toEqual([3, 2, 1])
    deliveriesActions.setLookedAt(true)
    all.set(4, delivery(4))
    all.set(2, delivery(2, { state: 'Failed' }))
    await deliveriesActions.load()
    expect([state().order, state().newIds]).toEqual([[3, 2, 1], [4]])
    expect(state().rows.get(2)?.state).toBe('Failed') // patched where it stands
    await deliveriesActions.showNew()
    expect([state().order, state().newIds]).toEqual([[4, 3, 2, 1], []])
  })

  it('shows the first ones by themselves', async () => {
    const { all, state, isRead } = openList([])
    await isRead()
    deliveriesActions.setLookedAt(true)
    all.set(1, delivery(1))
    await deliveriesActions.load()
    expect(state().order).toEqual([1])
  })

  it('goes on with short pages until one is full, and with more when they are asked for', async () => {
    const { state, isRead, calls } = openList(upTo(250), { slice: 30 })
    await isRead()
    expect(state().order).toHaveLength(100)
    expect(calls('deliveries.list')).toHaveLength(4)
    await deliveriesActions.showMore()
    await deliveriesActions.showMore()
    expect(state().order).toEqual(upTo(250).reverse())
    expect(state().nextCursor).toBeNull()
    await deliveriesActions.load() // what is loaded stays loaded
    expect(state().order).toHaveLength(250)
  })

  it('keeps a row that its filter no longer lets through, with its new state', async () => {
    const { all, state, isRead, stateOf } = openList([1, 2, 3], { show: 'failed' })
    for (const id of [1, 2, 3]) all.set(id, delivery(id, { state: 'Failed' }))
    await isRead()
    await deliveriesActions.load()
    expect(state().order).toEqual([3, 2, 1])
    expect(await deliveriesActions.retry([2])).toBe(1)
    expect(state().order).toEqual([3, 2, 1])
    expect([stateOf(3), stateOf(2), stateOf(1)]).toEqual(['Failed', 'Pending', 'Failed'])
    expect(state().totals).toEqual({ pendingCount: 1, failedCount: 2 })
    await deliveriesActions.showNew()
    expect(state().order).toEqual([3, 1])
  })

  it('retries all that have failed, page by page', async () => {
    const { all, state, isRead, calls } = openList(upTo(1_200))
    for (const id of upTo(1_200)) if (id % 2 === 0) all.set(id, delivery(id, { state: 'Failed' }))
    await isRead()
    expect(await deliveriesActions.retryAllFailed()).toBe(600)
    expect(
      calls('deliveries.retry').flatMap(({ input }) => (input as { deliveryIds: number[] }).deliveryIds),
    ).toHaveLength(600)
    expect(state().totals).toEqual({ pendingCount: 600, failedCount: 0 })
  })

  it('keeps what was read when the host cannot say more, and says why', async () => {
    const { link, state, isRead } = openList([1])
    await isRead()
    link.answers['deliveries.list'] = () => {
      throw new AppError('unavailable', 'the reader is being replaced')
    }
    await deliveriesActions.load()
    expect([state().order, state().error?.code]).toEqual([[1], 'unavailable'])
  })

  it('asks for those of one function only, where it is told one', async () => {
    const { calls, isRead } = openList([1])
    await isRead()
    onTestFinished(followDeliveries({ show: 'all', text: '', functionName: 'order-charge' }))
    await isRead()
    expect(calls('deliveries.list').map(({ input }) => (input as { functions?: string[] }).functions)).toEqual([
      undefined,
      ['order-charge'],
    ])
  })

  it('forgets the rows of the filter before', async () => {
    const { all, state, isRead } = openList([1, 2])
    all.set(2, delivery(2, { state: 'Failed' }))
    await isRead()
    onTestFinished(followDeliveries({ show: 'failed', text: '' }))
    expect(state().order).toEqual([])
    await isRead()
    expect(state().order).toEqual([2])
  })
})

describe('an open delivery', () => {
  it('is read with its body, and again when something changed', async () => {
    const { all } = openList([1])
    onTestFinished(followDelivery(1))
    await until(() => useDeliveryDetail.getState().delivery !== null, { what: 'the delivery' })
    expect(useDeliveryDetail.getState().delivery).toMatchObject({ deliveryId: 1, body: '{}', state: 'Succeeded' })
    all.set(1, delivery(1, { state: 'Failed' }))
    await readDelivery()
    expect(useDeliveryDetail.getState().delivery?.state).toBe('Failed')
  })

  it('that is gone says so', async () => {
    openList([1])
    onTestFinished(followDelivery(9))
    await until(() => useDeliveryDetail.getState().error !== null, { what: 'the answer' })
    expect(useDeliveryDetail.getState()).toMatchObject({ delivery: null, error: { code: 'delivery_not_found' } })
  })
})
