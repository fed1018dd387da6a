/**
 * The deliveries as the screen lists them, the latest first. A row stays where it is and is patched there; what is
 * newer is counted, and comes in by itself only while nobody looks at a row (UX.md section 4). A row that no longer
 * matches the filter stays, too, until the list is asked for anew.
 */
import { create } from 'zustand'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { deliveriesContract } from '../../shared/contract/deliveries.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { client } from '../bridge/client.ts'
import { follow } from './live.ts'
import { paced } from './paced.ts'
import { whileVisible } from './visibility.ts'

type Page = OutputOf<(typeof deliveriesContract)['deliveries.list']>
export type Delivery = Page['deliveries'][number]
/** `functionName` null or left out: of all functions. */
export type DeliveryFilter = { show: 'all' | 'pending' | 'failed'; text: string; functionName?: string | null }
type Totals = OutputOf<(typeof deliveriesContract)['deliveries.totals']>

type Deliveries = {
  filter: DeliveryFilter | null // null: nobody looks
  rows: ReadonlyMap<number, Delivery>
  order: readonly number[]
  newIds: readonly number[] // above the list
  load: 'first' | 'more' | 'done'
  nextCursor: string | null
  totals: Totals | null
  error: AppError | null // of the latest read; what was read before stays
}

const NOTHING: Deliveries = {
  filter: null,
  rows: new Map(),
  order: [],
  newIds: [],
  load: 'first',
  nextCursor: null,
  totals: null,
  error: null,
}
export const useDeliveries = create<Deliveries>(() => NOTHING)

const PAGE_ROWS = 100
/** Of one call. */
const MAX_ROWS = 500
/** Of rows that a filter no longer lets through, in one look. */
const MAX_SINGLE_READS = 20
const STATES = { all: undefined, pending: ['Pending' as const], failed: ['Failed' as const] }

/** Somebody points at the rows, has the keyboard in them, or has scrolled: nothing may move. */
let isLookedAt = false
/** Grows with each filter: what an earlier one still reads is not shown. */
let turn = 0

/** While somebody looks, until the returned function is called. */
export function followDeliveries(filter: DeliveryFilter): () => void {
  const before = useDeliveries.getState()
  const isSame = before.filter !== null && sameFilter(before.filter, filter)
  if (!isSame) {
    turn++
    useDeliveries.setState({ ...NOTHING, totals: before.totals, filter })
  }
  isLookedAt = false
  return whileVisible(() => follow('tasks', paced(pull)))
}

export const deliveriesActions = {
  load: pull,
  setLookedAt: (value: boolean): void => {
    isLookedAt = value
  },
  /** Those that are newer come in above, and what no longer matches goes. */
  async showNew(): Promise<void> {
    isLookedAt = false
    useDeliveries.setState({ order: [], newIds: [], nextCursor: null })
    await pull()
  },
  async showMore(): Promise<void> {
    const { nextCursor, load, filter } = useDeliveries.getState()
    if (nextCursor === null || load !== 'done' || filter === null) return
    const mine = turn
    useDeliveries.setState({ load: 'more' })
    await keepingError(mine, async () => {
      const page = await readPage(filter, { limit: PAGE_ROWS, cursor: nextCursor, isCurrent: () => mine === turn })
      if (mine !== turn) return
      useDeliveries.setState(({ rows, order }) => ({
        rows: withRows(rows, page.deliveries),
        order: [...order, ...idsOf(page.deliveries).filter((id) => !order.includes(id))],
        nextCursor: page.nextCursor,
      }))
    })
    if (mine === turn) useDeliveries.setState({ load: 'done' })
  },
  /** Throws what the host says. */
  async retry(deliveryIds: readonly number[]): Promise<number> {
    const { retriedCount } = await client['deliveries.retry']({ deliveryIds: [...deliveryIds] })
    await pull()
    return retriedCount
  },
  /** Every delivery that has failed now, in slices. Throws what the host says. */
  async retryAllFailed(): Promise<number> {
    const ids: number[] = []
    let cursor: string | null = null
    do {
      const page: Page = await client['deliveries.list']({
        states: ['Failed'],
        limit: MAX_ROWS,
        ...(cursor !== null && { cursor }),
      })
      ids.push(...idsOf(page.deliveries))
      cursor = page.nextCursor
    } while (cursor !== null)
    let retriedCount = 0
    while (ids.length > 0) {
      const slice = ids.splice(0, MAX_RETRIED)
      retriedCount += (await client['deliveries.retry']({ deliveryIds: slice })).retriedCount
    }
    await pull()
    return retriedCount
  },
  /** Of another project; whoever looks asks for its deliveries with the same filter. */
  forget: (): void => {
    turn++
    isLookedAt = false
    useDeliveries.setState(({ filter }) => ({ ...NOTHING, filter }))
  },
}
const MAX_RETRIED = 10_000

/** Whether a row is still what the filter asks for; of its text only the host knows. */
export const matchesState = ({ state }: Delivery, show: DeliveryFilter['show']): boolean =>
  STATES[show]?.some((wanted) => wanted === state) ?? true

const idsOf = (deliveries: readonly Delivery[]) => deliveries.map(({ deliveryId }) => deliveryId)
const sameFilter = (one: DeliveryFilter, other: DeliveryFilter) =>
  one.show === other.show && one.text === other.text && (one.functionName ?? null) === (other.functionName ?? null)

/** What is listed is read again, from the top as far as it reaches, within one call. */
async function pull(): Promise<void> {
  const { filter, order } = useDeliveries.getState()
  if (filter === null) return
  const mine = turn
  await keepingError(mine, async () => {
    const limit = Math.max(PAGE_ROWS, Math.min(order.length, MAX_ROWS))
    const isCurrent = () => mine === turn
    const [page, totals] = await Promise.all([
      readPage(filter, { limit, cursor: null, isCurrent }),
      client['deliveries.totals']({}),
    ])
    const single = await readSingly(missingOf(page))
    if (!isCurrent()) return
    useDeliveries.setState((now) => ({ ...merged(now, page, single), totals, load: 'done' }))
  })
}

/** Rows in what the page covers that it does not name: the filter no longer lets them through. */
function missingOf({ deliveries, nextCursor }: Page): number[] {
  const named = new Set(idsOf(deliveries))
  const lastId = nextCursor === null ? 0 : (deliveries.at(-1)?.deliveryId ?? Number.POSITIVE_INFINITY)
  const { order } = useDeliveries.getState()
  return order.filter((id) => id > lastId && !named.has(id)).slice(0, MAX_SINGLE_READS)
}

/** One that is gone stays as it was last seen. */
async function readSingly(ids: readonly number[]): Promise<Delivery[]> {
  const reads = ids.map((deliveryId) => client['deliveries.get']({ deliveryId }).catch(() => null))
  return (await Promise.all(reads)).flatMap((answer) => {
    if (answer === null) return []
    const { body: _body, ...delivery } = answer
    return [delivery]
  })
}

function merged(now: Deliveries, page: Page, single: readonly Delivery[]): Partial<Deliveries> {
  const rows = withRows(now.rows, [...page.deliveries, ...single])
  const [topId] = now.order
  const ids = idsOf(page.deliveries)
  if (topId === undefined) return { rows, order: ids, newIds: [], nextCursor: page.nextCursor }
  const newIds = ids.filter((id) => id > topId)
  if (!isLookedAt && newIds.length < ids.length) return { rows, order: [...newIds, ...now.order], newIds: [] }
  return { rows, newIds }
}

const withRows = (rows: ReadonlyMap<number, Delivery>, deliveries: readonly Delivery[]) =>
  new Map([...rows, ...deliveries.map((delivery) => [delivery.deliveryId, delivery] as const)])

type Reading = { limit: number; cursor: string | null; isCurrent: () => boolean }

/** A whole page: a filter that keeps little answers in pieces. */
async function readPage(filter: DeliveryFilter, { limit, cursor, isCurrent }: Reading): Promise<Page> {
  const { show, text, functionName } = filter
  const states = STATES[show]
  const deliveries: Delivery[] = []
  let nextCursor = cursor
  do {
    const page: Page = await client['deliveries.list']({
      limit: limit - deliveries.length,
      ...(states !== undefined && { states }),
      ...(text !== '' && { text }),
      ...(functionName && { functions: [functionName] }),
      ...(nextCursor !== null && { cursor: nextCursor }),
    })
    deliveries.push(...page.deliveries)
    nextCursor = page.nextCursor
  } while (nextCursor !== null && deliveries.length < limit && isCurrent())
  return { deliveries, nextCursor }
}

async function keepingError(mine: number, read: () => Promise<void>): Promise<void> {
  try {
    await read()
    if (mine === turn) useDeliveries.setState({ error: null })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (mine === turn) useDeliveries.setState({ error })
  }
}
