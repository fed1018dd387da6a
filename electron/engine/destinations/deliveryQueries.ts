/**
 * The queries of `deliveryPorts.ts`, on the read-only connection. Each is one short read transaction: a filter that
 * keeps little answers with a short page and a cursor after a while.
 */
import type { Database } from 'better-sqlite3'
import type { Delivery } from '../../../shared/contract/deliveries.contract.ts'
import { nameOfTarget } from '../../../shared/domain/destinationTarget.ts'
import { AppError } from '../../../shared/errors.ts'
import { type Clock, systemClock } from '../../base/clock.ts'
import { type DeliveryPick, prepareDeliveryReads, type ReadDelivery } from '../../storage/deliveries.sql.ts'
import type { DeliveryQueries } from './deliveryPorts.ts'
import { destinationBodies } from './destinationBodies.ts'

const LOOKED_AT_A_TIME = 200
/** For how long a list looks before it gives back what it found so far. */
const MAX_LOOKING_MS = 15

type ListQuery = Parameters<DeliveryQueries['listDeliveries']>[0]
type Reads = ReturnType<typeof prepareDeliveryReads>

export function deliveryQueries(db: Database, clock: Pick<Clock, 'elapsedMs'> = systemClock): DeliveryQueries {
  const reads = prepareDeliveryReads(db)
  const bodies = destinationBodies(db)
  const everything = { functions: null, states: null, kinds: null, textLike: null, taskIdLike: null }

  const list = db.transaction((query: ListQuery) => {
    const next = idSource(reads, query)
    const pick = pickOf(query)
    const untilMs = clock.elapsedMs() + MAX_LOOKING_MS
    const found: ReadDelivery[] = []
    let before = cursorOf(query.cursor)
    for (;;) {
      const ids = next(before, LOOKED_AT_A_TIME)
      const room = query.limit - found.length
      const kept = reads.pick.all({ ...pick, ids: JSON.stringify(ids) })
      found.push(...kept.slice(0, room))
      const isAtEnd = ids.length < LOOKED_AT_A_TIME
      const lastId = kept.length > room ? found.at(-1)?.id : ids.at(-1)
      if (lastId === undefined || (isAtEnd && kept.length <= room)) return { found, nextId: null }
      if (kept.length >= room || clock.elapsedMs() > untilMs) return { found, nextId: lastId }
      before = lastId
    }
  })

  return {
    async listDeliveries(query) {
      const { found, nextId } = list(query)
      return { deliveries: found.map(deliveryView), nextCursor: nextId === null ? null : String(nextId) }
    },
    getDelivery: async (query) =>
      db.transaction(({ accountId, deliveryId }: typeof query) => {
        const row = reads.pick.get({ ...everything, accountId, ids: JSON.stringify([deliveryId]) })
        if (row === undefined) throw deliveryNotFound(deliveryId)
        const { taskSeq, body } = reads.body.get({ id: deliveryId }) ?? { taskSeq: null, body: null }
        return { ...deliveryView(row), body: (taskSeq === null ? body : bodies.of(taskSeq)) ?? '' }
      })(query),
    countDeliveries: async (accountId) =>
      db.transaction(() => ({
        pendingCount: reads.count.get({ accountId, state: 'Pending' }) ?? 0,
        failedCount: reads.count.get({ accountId, state: 'Failed' }) ?? 0,
      }))(),
  }
}

/** Ids below one, the latest first, of at least all that the filter keeps. */
function idSource(reads: Reads, { accountId, task, states }: ListQuery): (before: number, limit: number) => number[] {
  if (task !== null) {
    const ids = reads.ofTask.all({ accountId, ...task }).sort((a, b) => b - a)
    return (before, limit) => ids.filter((id) => id < before).slice(0, limit)
  }
  if (states === null || states.includes('Succeeded')) return (before, limit) => reads.walk.all({ before, limit })
  const wanted = [...new Set(states)]
  return (before, limit) =>
    wanted
      .flatMap((state) => reads.open.all({ state, before, limit }))
      .sort((a, b) => b - a)
      .slice(0, limit)
}

function pickOf({ accountId, functions, states, kinds, text }: ListQuery): Omit<DeliveryPick, 'ids'> {
  const list = (values: readonly string[] | null) => (values === null ? null : JSON.stringify(values))
  const escaped = text?.replace(/[\\%_]/g, '\\$&')
  return {
    accountId,
    functions: list(functions),
    states: list(states),
    kinds: list(kinds),
    textLike: escaped === undefined ? null : `%${escaped}%`,
    taskIdLike: escaped === undefined ? null : `${escaped}%`,
  }
}

function cursorOf(cursor: string | null): number {
  if (cursor === null) return Number.MAX_SAFE_INTEGER
  if (!/^\d{1,16}$/.test(cursor)) throw new AppError('invalid_input', `'${cursor}' is no cursor of this list`)
  return Number(cursor)
}

function deliveryView(row: ReadDelivery): Delivery {
  const { id, functionId: _function, taskSeq: _seq, madeSeq: _made, madeFunctionName, madeTaskId, ...rest } = row
  const isMade = madeFunctionName !== null && madeTaskId !== null
  return {
    ...rest,
    deliveryId: id,
    targetName: nameOfTarget(row.target),
    dueAtMs: row.state === 'Pending' ? row.dueAtMs : null,
    made: isMade ? { functionName: madeFunctionName, taskId: madeTaskId } : null,
  }
}

const deliveryNotFound = (deliveryId: number) =>
  new AppError('delivery_not_found', `there is no delivery ${deliveryId}; "taskyard deliveries" lists them`)
