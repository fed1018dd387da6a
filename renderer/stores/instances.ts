/**
 * The instances as the screen lists them. A row never moves by itself: the order is made when the screen is
 * opened, sorted or filtered, and what starts later comes at the end (UX.md section 4).
 */
import { create } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { InstanceRow } from '../../shared/contract/instances.contract.ts'
import type { InstanceState } from '../../shared/domain/instanceStates.ts'
import { AppError } from '../../shared/errors.ts'
import { client } from '../bridge/client.ts'
import { type InstanceSort, sortInstances } from './instanceOrder.ts'
import { follow } from './live.ts'
import { paced } from './paced.ts'
import { whileVisible } from './visibility.ts'

export type { InstanceRow }

type Instances = {
  rows: ReadonlyMap<string, InstanceRow> | null // null: not read yet
  /** What is listed, in this order; rows whose state has changed since stay, and so does what has ended. */
  order: readonly string[]
  sort: InstanceSort
  state: InstanceState | null // the filter; null: all that live, and those that ended
  nextCursor: string | null // of ended ones that were not asked for yet
  error: AppError | null // of the latest read; what was read before stays
}

const NOTHING: Instances = { rows: null, order: [], sort: 'state', state: null, nextCursor: null, error: null }
export const useInstances = create<Instances>(() => NOTHING)

/** Ended ones that are listed at first, and more each time they are asked for. */
const ENDED_COUNT = 30

/** Of more, what is kept is read anew: a window may stay open for days. */
const MAX_ENDED_COUNT = 500

/** While somebody looks, until the returned function is called. */
export function followInstances(): () => void {
  arrange({})
  return whileVisible(() => follow('instances', paced(pull)))
}

export const instancesActions = {
  load: pull,
  sortBy: (sort: InstanceSort): void => arrange({ sort }),
  show: (state: InstanceState | null): void => arrange({ state }),
  async showMore(): Promise<void> {
    const { nextCursor } = useInstances.getState()
    if (nextCursor === null) return
    await read(nextCursor)
  },
  forget: (): void => useInstances.setState(NOTHING),
}

/** How many there are in each state; ended ones as far as they are known. */
export function countByState(rows: ReadonlyMap<string, InstanceRow>): Partial<Record<InstanceState, number>> {
  const counts: Partial<Record<InstanceState, number>> = {}
  for (const { state } of rows.values()) counts[state] = (counts[state] ?? 0) + 1
  return counts
}

const NO_ROWS: ReadonlyMap<string, InstanceRow> = new Map()

export const useStateCounts = () => useInstances(useShallow(({ rows }) => countByState(rows ?? NO_ROWS)))

/** Of those that live, all together. */
export const useLivingTotals = () =>
  useInstances(
    useShallow(({ rows }) => {
      const living = [...(rows ?? NO_ROWS).values()].filter(({ endedAtMs }) => endedAtMs === null)
      return {
        alive: living.length,
        memoryBytes: living.reduce((sum, row) => sum + (row.memoryBytes ?? 0), 0),
        cpuPercent: Math.round(living.reduce((sum, row) => sum + (row.cpuPercent ?? 0), 0)),
      }
    }),
  )

function pull(): Promise<void> {
  return read(null)
}

async function read(cursor: string | null): Promise<void> {
  try {
    const page = await client['instances.list']({ endedLimit: ENDED_COUNT, ...(cursor !== null && { cursor }) })
    const before = useInstances.getState()
    const all = merged(before.rows, page)
    const isTooMany = cursor === null && all.size - page.living.length > MAX_ENDED_COUNT
    const rows = isTooMany ? merged(null, page) : all
    const isFirstPage = before.rows === null
    useInstances.setState({
      rows,
      order: isFirstPage
        ? arranged(rows, before)
        : withNewOnes(rows, { ...before, order: before.order.filter((id) => rows.has(id)) }),
      nextCursor: cursor !== null || isFirstPage || isTooMany ? page.nextCursor : before.nextCursor,
      error: null,
    })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    useInstances.setState({ error })
  }
}

/** Ended ones that the page does not name stay as they are; one that lived and is not named has ended long ago. */
function merged(
  before: Instances['rows'],
  page: { living: InstanceRow[]; ended: InstanceRow[] },
): Map<string, InstanceRow> {
  const ended = [...(before ?? new Map<string, InstanceRow>()).values()].filter(({ endedAtMs }) => endedAtMs !== null)
  return new Map([...ended, ...page.living, ...page.ended].map((row) => [row.instanceId, row]))
}

function arrange(change: Partial<Pick<Instances, 'sort' | 'state'>>): void {
  const now = { ...useInstances.getState(), ...change }
  useInstances.setState({ ...change, order: now.rows === null ? [] : arranged(now.rows, now) })
}

function arranged(
  rows: ReadonlyMap<string, InstanceRow>,
  { sort, state }: Pick<Instances, 'sort' | 'state'>,
): string[] {
  const kept = [...rows.values()].filter((row) => state === null || row.state === state)
  return sortInstances(kept, sort).map(({ instanceId }) => instanceId)
}

/** New ones that live go below those that live, new ones that have ended already below everything. */
function withNewOnes(rows: ReadonlyMap<string, InstanceRow>, { order, state }: Instances): readonly string[] {
  const known = new Set(order)
  const news = [...rows.values()].filter((row) => !known.has(row.instanceId) && (state === null || row.state === state))
  if (news.length === 0) return order
  const endOfLiving = order.findLastIndex((id) => rows.get(id)?.endedAtMs === null) + 1
  const idsOf = (isLiving: boolean) =>
    news.filter(({ endedAtMs }) => (endedAtMs === null) === isLiving).map(({ instanceId }) => instanceId)
  return [...order.slice(0, endOfLiving), ...idsOf(true), ...order.slice(endOfLiving), ...idsOf(false)]
}
