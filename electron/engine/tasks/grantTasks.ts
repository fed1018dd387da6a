/**
 * Claims due tasks for a scheduler, in the order of the queue and under every limit, inside the turn's
 * transaction (DESIGN.md section 4). Also turns delayed tasks whose time has come into ready ones.
 */
import { MAX_DELAY_SECONDS } from '../../../shared/domain/limits.ts'
import { MINUTE_MS, SECOND_MS } from '../../../shared/units/time.ts'
import type { LivingFunction } from '../functions/functionTable.ts'
import type { Waiting } from '../queues/laneWindow.ts'
import type { Partition } from '../queues/partition.ts'
import type { StoreState } from './storeState.ts'

const MAX_COST_PER_TURN = 400
const GRANT_COST = 1
const END_COST = 4 // it has a dead letter, and perhaps a delivery
const MAX_PROMOTIONS_PER_TURN = 400
const SUBMITTED_AT_SCALE = 1_024 // seq = submission instant × 1024 + counter

/** True when more came due than one turn takes. */
export function promoteDelayed(state: StoreState, nowMs: number): boolean {
  if (nowMs < state.nextDueAtMs) return false
  const due = state.sql.delayedDue.all({ nowMs, limit: MAX_PROMOTIONS_PER_TURN })
  for (const { queueId, ...task } of due) {
    state.sql.makeReady.run({ seq: task.seq })
    state.waits(queueId, task)
  }
  state.nextDueAtMs = state.sql.nextDelayed.get()?.dueAtMs ?? Number.POSITIVE_INFINITY
  return due.length === MAX_PROMOTIONS_PER_TURN
}

/**
 * Grants up to `room` tasks to `lease`, one of each partition in turn, so that no account waits for another's
 * backlog. True when the turn ended before the queues or their limits did.
 */
export function grantTasks(state: StoreState, grantee: { lease: number; room: number; nowMs: number }): boolean {
  const fullSize = state.granted.size + grantee.room
  let open = state.partitionsInTurn()
  let cost = 0
  while (open.length > 0 && cost < MAX_COST_PER_TURN && state.granted.size < fullSize) {
    open = open.filter((partition) => {
      if (state.granted.size >= fullSize) return true
      const costOfNext = handleNext(state, partition, grantee)
      cost += costOfNext ?? GRANT_COST
      return costOfNext !== null
    })
  }
  return open.length > 0 && state.granted.size < fullSize
}

/** What it cost; null when the partition has nothing that may run now. */
function handleNext(state: StoreState, partition: Partition, grantee: { lease: number; nowMs: number }): number | null {
  const task = partition.peek()
  if (task === undefined) return null
  const { nowMs } = grantee
  const target = state.functions.byId(task.functionId)
  if (target === undefined || isTooOld(task, target, nowMs)) {
    endInstead(state, { partition, task, nowMs }, target === undefined ? 'deleted' : 'expired')
    return END_COST
  }
  // the head waits, and so do those behind it
  if (state.occupancy.holdFor(task.functionId, target.limits) !== null) return null
  grant(state, { partition, task, target }, grantee)
  return GRANT_COST
}

function grant(
  state: StoreState,
  { partition, task, target }: { partition: Partition; task: Waiting; target: LivingFunction },
  { lease, nowMs }: { lease: number; nowMs: number },
): void {
  partition.shift()
  const { seq, functionId } = task
  const row = state.sql.grant.get({ seq, lease, nowMs })
  if (row === undefined) return
  state.servedLast(partition)
  // after an interruption nobody knows since when it could have run: its due time is that of the attempt before
  const readyAtMs = row.attemptCount > row.retryCount + 1 ? null : task.dueAtMs
  state.hold(seq, {
    functionId,
    lease,
    state: 'Dequeued',
    queueId: partition.queueId,
    lane: task.lane,
    readyAtMs,
    madeBy: row.madeBy,
  })
  state.counters.move(functionId, task.state, 'Dequeued')
  state.outbox.invocations.push({
    key: seq,
    functionId: target.record.functionId,
    requestId: row.requestId ?? row.id,
    taskId: row.id,
    attempt: row.attemptCount,
    retryCount: row.retryCount,
    payload: row.payload ?? state.sql.body.get({ seq, kind: 'payload' })?.body ?? '',
    wantsLogTail: false,
  })
}

/**
 * Age counts from the submission (FC.md section 2.1), but a delay that was asked for does not use it up
 * ([U]: it would expire every task whose delay is longer than its age). What was put off for longer than
 * any delay was refused an instance, and counts from its submission again.
 */
function isTooOld(task: Waiting, { maxAgeMs }: LivingFunction, nowMs: number): boolean {
  const submittedAtMs = Math.floor(task.seq / SUBMITTED_AT_SCALE)
  const isDelay = task.state === 'Enqueued' && task.dueAtMs - submittedAtMs <= MAX_DELAY_SECONDS * SECOND_MS
  return nowMs - (isDelay ? task.dueAtMs : submittedAtMs) > maxAgeMs
}

function endInstead(
  state: StoreState,
  { partition, task, nowMs }: { partition: Partition; task: Waiting; nowMs: number },
  cause: 'deleted' | 'expired',
): void {
  partition.shift()
  const ageMinutes = Math.floor((nowMs - Math.floor(task.seq / SUBMITTED_AT_SCALE)) / MINUTE_MS)
  // Expired never ran (FC.md section 2.1): one that waits for its retry fails with its last error instead.
  const end =
    cause === 'deleted'
      ? { state: 'Invalid' as const, reason: 'its function was deleted' }
      : task.state === 'Retrying'
        ? { state: 'Failed' as const, reason: `not retried: older than its maximum age (${ageMinutes} min)` }
        : { state: 'Expired' as const, reason: `waited ${ageMinutes} min, longer than its maximum age` }
  const { changes } = state.sql.endWaiting.run({ seq: task.seq, endedAtMs: nowMs, stoppingAtMs: null, ...end })
  if (changes === 0) return
  state.counters.move(task.functionId, task.state, end.state)
  const madeBy = state.sql.bySeq.get({ seq: task.seq })?.madeBy ?? null
  state.followUps.taskEnded({ seq: task.seq, functionId: task.functionId, madeBy, endedAtMs: nowMs, state: end.state })
}
