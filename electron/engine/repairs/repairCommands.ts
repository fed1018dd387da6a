/** The commands of `repairPorts.ts`, each inside a turn of the store. */
import type { RepairSelection } from '../../../shared/contract/repairShapes.ts'
import { AppError } from '../../../shared/errors.ts'
import { formatSkipped } from '../../../shared/format/skipReasons.ts'
import type { BatchAction, BatchRow } from '../../storage/repairs.sql.ts'
import type { StoreState } from '../tasks/storeState.ts'
import type { InTurn } from '../tasks/taskStore.ts'
import { batchOf } from './batchViews.ts'
import type { RepairCommands } from './repairPorts.ts'
import { type FrozenSelection, firstOf, freeze } from './selections.ts'
import { SkipCounts } from './skipCounts.ts'

/** A selection of so many is looked at before it is taken: one that has nothing to repair is refused. */
const MAX_LOOKED_AT = 100

type Request = { accountId: number; selection: RepairSelection; action: BatchAction; delaySeconds: number }

export function repairCommands(state: StoreState, inTurn: InTurn): RepairCommands {
  return {
    replaySelection: (request) => inTurn(() => batchOf(start({ ...request, action: 'replay' }))),
    compensateSelection: (request) =>
      inTurn(() => batchOf(start({ ...request, action: 'compensate', delaySeconds: 0 }))),
    abortBatch: (request) =>
      inTurn(() => {
        const batch = state.followUps.repairs.abort(request)
        const { id: batchId, accountId, groupId, totalCount, madeCount } = batch
        state.followUps.operations.record({
          accountId,
          action: 'batch.abort',
          target: `batch ${batchId}`,
          count: totalCount - madeCount,
          detail: { batchId, groupId, totalCount, madeCount },
        })
        return batchOf(batch)
      }),
  }

  function start({ accountId, selection, action, delaySeconds }: Request): BatchRow {
    const { repairs, operations } = state.followUps
    const frozen = freeze(repairs.reads, { accountId, selection })
    refuseNothing(frozen, { accountId, action })
    const { seqs, groupId, lastLetterId, totalCount } = frozen
    const batch = repairs.start({ accountId, action, groupId, lastLetterId, totalCount, seqs, delaySeconds })
    const { target, functions } = aim(frozen)
    operations.record({
      accountId,
      action: action === 'replay' ? 'batch.replay' : 'batch.compensate',
      target,
      count: totalCount,
      detail: {
        batchId: batch.id,
        functions,
        ...(groupId !== null && { groupId }),
        ...compensations(action, functions),
      },
    })
    return batch

    function compensations(action: BatchAction, names: string[]) {
      if (action === 'replay') return {}
      const named = names.flatMap((name) => state.functions.find(accountId, name)?.record.compensation ?? [])
      return { compensations: [...new Set(named)] }
    }
  }

  /** Throws nothing_to_repair, or compensation_missing when that is the reason of all. */
  function refuseNothing(frozen: FrozenSelection, { accountId, action }: { accountId: number; action: BatchAction }) {
    const { reads, rules } = state.followUps.repairs
    const scope = { accountId, action, isGroup: frozen.groupId !== null }
    const counts = new SkipCounts()
    let problem: string | null = null
    for (const seq of firstOf(reads, frozen, MAX_LOOKED_AT)) {
      const judged = rules.judge(seq, scope)
      if (judged.skip === null) return
      counts.add(judged.skip)
      problem ??= judged.problem
    }
    if (frozen.totalCount > MAX_LOOKED_AT) return
    const skipped = counts.list()
    if (problem !== null && skipped.every(({ reason }) => reason === 'no_compensation')) {
      throw new AppError('compensation_missing', problem)
    }
    const verb = action === 'replay' ? 'replay' : 'compensate'
    const why = skipped.length === 0 ? 'the group has no open dead letter' : formatSkipped(skipped)
    throw new AppError('nothing_to_repair', `there is nothing to ${verb}: ${why}`, { data: { skipped } })
  }

  /** What it is done to, as a person reads it. */
  function aim({ seqs, groupId }: FrozenSelection): { target: string; functions: string[] } {
    const { reads } = state.followUps.repairs
    const rows = seqs === null ? reads.groupFunctionNames.all({ groupId: groupId ?? 0 }) : namesOf(seqs)
    const functions = [...new Set(rows.map(({ name }) => name))]
    const [only] = seqs ?? []
    const one = seqs?.length === 1 && only !== undefined ? reads.address.get({ seq: only }) : undefined
    if (one !== undefined) return { target: `${one.functionName}/${one.taskId}`, functions }
    const names = functions.join(', ')
    return { target: groupId === null ? names : `group ${groupId}${names === '' ? '' : ` of ${names}`}`, functions }
  }

  function namesOf(seqs: number[]) {
    return state.followUps.repairs.reads.functionNames.all({ seqs: JSON.stringify(seqs) })
  }
}
