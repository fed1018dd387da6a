/**
 * May this task be repaired now, and by what? The same rules plan a repair on the reader's connection and carry it
 * out in the store. Reads only.
 */
import type { SkipReason } from '../../../shared/contract/repairs.contract.ts'
import { type TaskState, taskStates } from '../../../shared/domain/taskStates.ts'
import type { BatchAction, RepairReads, RepairTaskRow } from '../../storage/repairs.sql.ts'
import { MADE_BY } from '../../storage/tasks.sql.ts'
import type { FunctionRecord } from '../ports.ts'
import { compensationId } from './compensationId.ts'
import { familyOf } from './repairFamily.ts'

/** Functions that live, as the store's memory or a connection knows them. */
export type LivingFunctions = {
  byId(functionId: number): FunctionRecord | undefined
  find(accountId: number, name: string): FunctionRecord | undefined
}
export type RepairScope = {
  accountId: number
  action: BatchAction
  /** Letters of a group: one that was resolved since is left out. */
  isGroup: boolean
}
export type Skipped = {
  skip: SkipReason
  /** Null: its record is no longer kept. */
  task: RepairTaskRow | null
  /** Of no_compensation: why there is none, as a person reads it. */
  problem: string | null
}
export type Repairable = {
  skip: null
  task: RepairTaskRow
  /** What the new task is of. */
  target: FunctionRecord
  /** Of a compensation: the id of the new task, which is its idempotency key. */
  newTaskId: string | null
}

/** Ended for good without success; a stop was somebody's wish. */
const DEAD: ReadonlySet<TaskState> = new Set(['Failed', 'Expired', 'Invalid'])

export class RepairRules {
  readonly #reads: RepairReads
  readonly #functions: LivingFunctions

  constructor(reads: RepairReads, functions: LivingFunctions) {
    this.#reads = reads
    this.#functions = functions
  }

  judge(seq: number, { accountId, action, isGroup }: RepairScope): Skipped | Repairable {
    const task = this.#reads.task.get({ seq })
    if (task === undefined || task.accountId !== accountId) return { skip: 'gone', task: null, problem: null }
    const skipped = (skip: SkipReason, problem: string | null = null): Skipped => ({ skip, task, problem })

    const owner = this.#functions.byId(task.functionId) ?? this.#functions.find(accountId, task.functionName)
    if (owner === undefined) return skipped('gone')
    if (!taskStates.isFinal(task.state)) return skipped('not_ended')
    if (action === 'compensate' && !DEAD.has(task.state)) return skipped('not_dead')
    const repaired = this.#repaired(task, action)
    if (repaired !== null) return skipped(repaired)
    if (isGroup && task.isResolved === 1) return skipped('resolved')
    if (action === 'replay') return { skip: null, task, target: owner, newTaskId: null }

    const compensation = this.compensationOf(owner)
    if (compensation.target === null) return skipped('no_compensation', compensation.problem)
    const id = compensationId(task.requestId, (wanted) => this.#stateOf(compensation.target, wanted))
    if (id.skip !== null) return skipped(id.skip)
    return { skip: null, task, target: compensation.target, newTaskId: id.taskId }
  }

  /** What compensates a function's failures, or why nothing does. */
  compensationOf(owner: FunctionRecord): { target: FunctionRecord } | { target: null; problem: string } {
    const { compensation, accountId, config } = owner
    const name = config.functionName
    if (compensation === null) {
      const advice = `name one on its page, or with "taskyard compensate ${name} --with <function>"`
      return { target: null, problem: `'${name}' names no compensation function: ${advice}` }
    }
    if (compensation === name) {
      return { target: null, problem: `'${name}' names itself as its compensation function: name another one` }
    }
    const target = this.#functions.find(accountId, compensation)
    if (target !== undefined) return { target }
    const problem = `'${compensation}', the compensation function of '${name}', does not exist: add it, or name another one`
    return { target: null, problem }
  }

  /**
   * A repair that is under way stands in the way of every other one; one that succeeded, of the same again. What
   * was compensated may be replayed, because that undid it; what was replayed has nothing left to compensate. Only
   * what was made later counts: a replay that failed after a compensation needs one of its own.
   */
  #repaired(task: RepairTaskRow, action: BatchAction): SkipReason | null {
    const isOriginal = task.madeBy !== MADE_BY.replay && task.madeBy !== MADE_BY.compensation
    const { rootSeq, isCompensation } = isOriginal
      ? { rootSeq: task.seq, isCompensation: false }
      : familyOf(this.#reads, { seq: task.seq, mayCross: action === 'replay' })
    const family = this.#reads.repairsSoFar.get({ rootSeq, seq: task.seq })
    if (family?.isUnderWay === 1) return 'already_repairing'
    if (task.state === 'Succeeded') return null // a repetition repairs nothing, so it may come again
    if (family?.hasReplay === 1 || task.resolvedBy === 'replay') return 'already_repaired'
    const isCompensated = family?.hasCompensation === 1 || task.resolvedBy === 'compensation'
    return isCompensated && (action === 'compensate' || isCompensation) ? 'already_repaired' : null
  }

  #stateOf(target: FunctionRecord, id: string): TaskState | undefined {
    return this.#reads.stateById.get({ functionId: target.functionId, id })?.state
  }
}
