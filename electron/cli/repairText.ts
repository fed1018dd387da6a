/** Plans, receipts and batches as `taskyard replay` and `taskyard compensate` print them for people. */
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { Batch, repairsContract } from '../../shared/contract/repairs.contract.ts'
import { formatCount } from '../../shared/format/count.ts'
import { formatInstant } from '../../shared/format/instant.ts'
import { formatSkipped } from '../../shared/format/skipReasons.ts'
import { textTable } from './textTable.ts'

type Outputs = { [M in keyof typeof repairsContract]: OutputOf<(typeof repairsContract)[M]> }
export type ReplayPlan = Outputs['repairs.planReplay']
export type CompensationPlan = Outputs['repairs.planCompensation']
export type BatchItems = Outputs['batches.get']['items']

const BATCH_HEAD = ['BATCH', 'ACTION', 'STATE', 'MADE', 'LEFT OUT', 'FAILED', 'OF', 'BEGAN', 'ABOUT']

export function replayPlanText(plan: ReplayPlan): string {
  const perFunction = plan.functions.map(
    ({ functionName, count, codeHash }) => `  ${functionName}: ${formatCount(count)}, code ${codeHash.slice(0, 7)}`,
  )
  const destinations = plan.destinations.map(
    ({ functionName, cause, target }) => `  ${functionName}, on ${cause}: ${target}`,
  )
  return lines([
    `A replay would queue ${counted(plan.newCount, 'new task')}.`,
    ...perFunction,
    ...(destinations.length === 0 ? [] : ['Destinations that get a result again:', ...destinations]),
    ...leftOut(plan),
  ])
}

export function compensationPlanText(plan: CompensationPlan): string {
  const perFunction = plan.plans.map(({ functionName, compensation, problem, count }) =>
    problem === null
      ? `  ${functionName}: ${compensation} on ${counted(count, 'dead letter')}`
      : `  ${functionName}: nothing on ${counted(count, 'dead letter')}, because ${problem}`,
  )
  const { sample } = plan
  return lines([
    `A compensation would queue ${counted(plan.newCount, 'new task')}.`,
    ...perFunction,
    ...leftOut(plan),
    ...(sample === null ? [] : [`The first would be ${sample.compensation}/${sample.taskId}, with`, sample.payload]),
  ])
}

/** What became of a batch. `items`: its first ones. */
export function receiptText(batch: Batch, items: BatchItems): string {
  const [first] = items
  const isOne = batch.totalCount === 1 && first?.made
  const made = isOne ? `${first.made?.functionName}/${first.made?.taskId}` : counted(batch.madeCount, 'new task')
  return lines([
    `Queued ${made}.`,
    ...(batch.skippedCount === 0 ? [] : [`${formatCount(batch.skippedCount)} left out.`]),
    ...(batch.failedCount === 0 ? [] : [`${formatCount(batch.failedCount)} refused: ${refusalOf(items)}.`]),
    ...(batch.state === 'Aborted' ? ['It was aborted before its end.'] : []),
    ...(isOne ? [] : [`Its receipt is batch ${batch.batchId}: taskyard replay --batch ${batch.batchId}`]),
  ])
}

export function batchList(batches: readonly Batch[]): string {
  if (batches.length === 0) return 'Nothing has been replayed or compensated here yet.'
  return textTable([BATCH_HEAD, ...batches.map(cellsOf)])
}

/** One batch: its row, then what became of each task. */
export function batchText(batch: Batch, items: BatchItems): string {
  const rows = items.map(({ number, task, outcome, made, detail }) => [
    String(number),
    task === null ? 'no longer kept' : `${task.functionName}/${task.taskId}`,
    outcome ?? 'to come',
    made === null ? (detail ?? '') : `${made.functionName}/${made.taskId}`,
  ])
  const table = rows.length === 0 ? [] : ['', textTable([['NUMBER', 'TASK', 'OUTCOME', 'NEW TASK OR REASON'], ...rows])]
  return lines([batchList([batch]), ...(batch.refusal === undefined ? [] : [`It waits: ${batch.refusal}.`]), ...table])
}

function cellsOf(batch: Batch): string[] {
  const { batchId, action, state, madeCount, skippedCount, failedCount, totalCount, groupId } = batch
  return [
    String(batchId),
    action,
    batch.refusal === undefined ? state : `${state}, waits`,
    ...[madeCount, skippedCount, failedCount, totalCount].map(formatCount),
    formatInstant(batch.createdAtMs, { withDate: true }),
    groupId === null ? 'a selection' : `group ${groupId}`,
  ]
}

function leftOut({ skipped }: { skipped: ReplayPlan['skipped'] }): string[] {
  return skipped.length === 0 ? [] : [`Left out: ${formatSkipped(skipped)}.`]
}

/** "1 new task", "12,000 new tasks" */
export const counted = (count: number, one: string) => (count === 1 ? `1 ${one}` : `${formatCount(count)} ${one}s`)

const refusalOf = (items: BatchItems) =>
  items.find(({ outcome }) => outcome === 'failed')?.detail ?? 'their items say why'

const lines = (all: readonly string[]) => all.join('\n')
