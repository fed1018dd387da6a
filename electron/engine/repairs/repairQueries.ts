/** The queries of `repairPorts.ts`, on the read-only connection. */
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import { type FunctionReads, prepareFunctionReads } from '../../storage/functionReads.sql.ts'
import { type BatchRow, type ItemRow, prepareRepairReads } from '../../storage/repairs.sql.ts'
import { destinationBodies } from '../destinations/destinationBodies.ts'
import { recordOf } from '../functions/functionTable.ts'
import type { FunctionRecord } from '../ports.ts'
import { batchNotFound, batchOf } from './batchViews.ts'
import { judgeAll } from './repairPlans.ts'
import type { RepairQueries } from './repairPorts.ts'
import { type LivingFunctions, RepairRules } from './repairRules.ts'

/** The states of so many new tasks are counted. */
const MAX_STATES_COUNTED = 10_000

type Counted<T> = T & { count: number }

export function repairQueries(db: Database): RepairQueries {
  const reads = prepareRepairReads(db)
  const functions = prepareFunctionReads(db)
  const bodies = destinationBodies(db)
  const rules = () => new RepairRules(reads, livingFunctions(functions))
  const plans = { db, reads, rules }

  return {
    async planReplay(query) {
      const targets = new Map<string, Counted<{ target: FunctionRecord }>>()
      const judged = await judgeAll(plans, { ...query, action: 'replay' }, (one) => {
        if (one.skip === null) add(targets, one.target.config.functionName, { target: one.target })
      })
      const [only, ...others] = targets.values()
      if (only !== undefined && others.length === 0) only.count = judged.newCount // also those not looked at
      return {
        ...judged,
        functions: [...targets.values()].map(({ target, count }) => ({
          functionName: target.config.functionName,
          count,
          codeHash: target.code.hash,
        })),
        destinations: [...targets.values()].flatMap(({ target }) => destinationsOf(target)),
      }
    },

    async planCompensation(query) {
      type Plan = { functionName: string; compensation: string | null; problem: string | null }
      const found = new Map<string, Counted<Plan>>()
      let sample: {
        seq: number
        functionName: string
        taskId: string
        compensation: string
        newTaskId: string
      } | null = null
      const living = livingFunctions(functions)
      const judged = await judgeAll(plans, { ...query, action: 'compensate' }, (one) => {
        if (one.skip !== null && one.skip !== 'no_compensation') return
        if (one.task === null) return
        const { seq, functionName, taskId, functionId, accountId } = one.task
        const owner = living.byId(functionId) ?? living.find(accountId, functionName)
        const compensation = owner?.compensation ?? null
        add(found, functionName, { functionName, compensation, problem: one.skip === null ? null : one.problem })
        if (sample !== null || one.skip !== null || one.newTaskId === null) return
        sample = {
          seq,
          functionName,
          taskId,
          compensation: one.target.config.functionName,
          newTaskId: one.newTaskId,
        }
      })
      return { ...judged, plans: [...found.values()], sample: sampleOf(sample) }
    },

    async listBatches({ accountId, limit, cursor }) {
      const rows = reads.batches.all({ accountId, before: cursorOf(cursor), limit })
      const last = rows.length < limit ? undefined : rows.at(-1)
      return { batches: rows.map(batchOf), nextCursor: last === undefined ? null : String(last.id) }
    },

    getBatch: inTransaction(({ accountId, batchId, outcome, afterNumber, limit }) => {
      const row = reads.batch.get({ id: batchId, accountId })
      if (row === undefined) throw batchNotFound(batchId)
      const items = reads.items.all({ batchId, outcome, after: afterNumber, limit })
      const last = items.length < limit ? undefined : items.at(-1)
      return {
        batch: batchOf(row),
        items: items.map(itemOf),
        nextNumber: last?.number ?? null,
        states: statesOf(row),
      }
    }),
  }

  function sampleOf(
    found: { seq: number; functionName: string; taskId: string; compensation: string; newTaskId: string } | null,
  ) {
    if (found === null) return null
    const { seq, functionName, taskId, compensation, newTaskId } = found
    return { task: { functionName, taskId }, compensation, payload: bodies.of(seq) ?? '', taskId: newTaskId }
  }

  function itemOf({ number, seq, outcome, madeSeq, detail }: ItemRow) {
    const made = madeSeq === null ? undefined : reads.address.get({ seq: madeSeq })
    return { number, task: reads.address.get({ seq }) ?? null, outcome, made: made ?? null, detail }
  }

  function statesOf({ id }: BatchRow) {
    const counts = new Map<string, number>()
    for (const { state } of reads.madeStates.iterate({ batchId: id, limit: MAX_STATES_COUNTED })) {
      counts.set(state, (counts.get(state) ?? 0) + 1)
    }
    return [...counts].map(([state, count]) => ({ state, count }))
  }

  function inTransaction<I, O>(read: (input: I) => O): (input: I) => Promise<O> {
    const transaction = db.transaction(read)
    return async (input) => transaction(input)
  }
}

/** As they are at this moment; each is read once. */
function livingFunctions(reads: FunctionReads): LivingFunctions {
  const byName = new Map<string, FunctionRecord | undefined>()
  const byId = new Map<number, FunctionRecord | undefined>()
  const kept = <K>(cache: Map<K, FunctionRecord | undefined>, key: K, read: () => FunctionRecord | undefined) => {
    if (!cache.has(key)) cache.set(key, read())
    return cache.get(key)
  }
  return {
    byId: (id) =>
      kept(byId, id, () => {
        const row = reads.livingById.get({ id })
        return row && recordOf(row)
      }),
    find: (accountId, name) =>
      kept(byName, `${accountId} ${name}`, () => {
        const row = reads.living.get({ accountId, name })
        return row && recordOf(row)
      }),
  }
}

function add<T extends object>(counted: Map<string, Counted<T>>, key: string, value: T): void {
  const known = counted.get(key)
  if (known === undefined) counted.set(key, { ...value, count: 1 })
  else known.count++
}

function destinationsOf({ config, asyncConfig }: FunctionRecord) {
  const { onSuccess, onFailure } = asyncConfig?.destinationConfig ?? {}
  const found = [
    { cause: 'success' as const, target: onSuccess?.destination },
    { cause: 'failure' as const, target: onFailure?.destination },
  ]
  return found.flatMap(({ cause, target }) =>
    target === undefined ? [] : [{ functionName: config.functionName, cause, target }],
  )
}

/** Throws invalid_input. */
function cursorOf(cursor: string | null): number {
  if (cursor === null) return Number.MAX_SAFE_INTEGER
  if (!/^\d{1,16}$/.test(cursor)) throw new AppError('invalid_input', `'${cursor}' is no cursor of this list`)
  return Number(cursor)
}
