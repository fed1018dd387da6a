/**
 * Deliveries to functions whose destinations are functions again make a chain. One that never ends would fill the
 * machine, so the delivery after `MAX_HOPS` of them is not made; a person who retries it begins a new chain.
 * Mostly it ends before: each body has the one before as a string in a string, and is soon too large.
 */

import type { DeliverySql } from '../../storage/deliveries.sql.ts'
import { MADE_BY } from '../../storage/tasks.sql.ts'
import type { FunctionTable } from '../functions/functionTable.ts'
import type { TaskEnd } from '../tasks/followUps.ts'

export const MAX_HOPS = 16
const MAX_NAMED = 5

type Sql = Pick<DeliverySql, 'madeOf'>

/** How many deliveries led to the task, in a row. */
export function hopOf(sql: Sql, { seq, madeBy }: Pick<TaskEnd, 'seq' | 'madeBy'>): number {
  if (madeBy !== MADE_BY.delivery) return 0
  const made = sql.madeOf.get({ seq })
  return made === undefined ? 0 : made.hop + 1
}

type Step = { seq: number; functionId: number; targetName: string }
type Deps = { sql: Sql; functions: FunctionTable }

/** Why the delivery after `MAX_HOPS` others is not made. */
export function chainEnd(deps: Deps, step: Step): string {
  const cycle = cycleOf(deps, step)
  const what =
    cycle === null ? `${namesTo(deps, step).slice(-MAX_NAMED).join(' → ')} is its end` : `${cycle} is a cycle`
  return `not delivered after ${MAX_HOPS} deliveries in a row: ${what}`
}

/** The way from a function back to itself, if the delivery would close one. */
export function cycleOf(deps: Deps, step: Step): string | null {
  const names = namesTo(deps, step)
  const before = names.lastIndexOf(step.targetName, -2)
  return before < 0 ? null : names.slice(before).join(' → ')
}

/** The functions of the chain up to the target, in order. */
function namesTo({ sql, functions }: Deps, { seq, functionId, targetName }: Step): string[] {
  const nameOf = (id: number) => functions.byId(id)?.record.config.functionName ?? 'a deleted function'
  const names = [nameOf(functionId), targetName]
  let next: number | null = seq
  while (next !== null && names.length <= MAX_HOPS) {
    const made = sql.madeOf.get({ seq: next })
    if (made !== undefined) names.unshift(nameOf(made.functionId))
    next = made?.taskSeq ?? null
  }
  return names
}
