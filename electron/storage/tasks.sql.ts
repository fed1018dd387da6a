/** All SQL that changes tasks: parameters in, rows out. No clock, no policy, no string building. */
import type { Database } from 'better-sqlite3'
import type { Body } from '../../shared/domain/body.ts'
import type { FunctionErrorType } from '../../shared/domain/task.ts'
import type { FinalTaskState, TaskState } from '../../shared/domain/taskStates.ts'

export type NewTask = {
  seq: number
  functionId: number
  id: string
  requestId: string | null
  isTask: 0 | 1
  queueId: number
  lane: number
  dueAtMs: number
  place: 0 | 1
  submittedAtMs: number
  payload: Body | null // null: in task_body
  madeBy: MadeBy | null
}
/** What took a task in, when it was no submit (migration 0005). */
export const MADE_BY = { replay: 1, compensation: 2, delivery: 3, import: 4 } as const
export type MadeBy = (typeof MADE_BY)[keyof typeof MADE_BY]
export type GrantedRow = {
  id: string
  requestId: string | null
  attemptCount: number
  retryCount: number
  payload: Body | null
  madeBy: MadeBy | null
}
export type WaitingRow = {
  seq: number
  functionId: number
  lane: number
  dueAtMs: number
  state: 'Enqueued' | 'Retrying'
}
export type DelayedRow = WaitingRow & { queueId: number }
export type HeldRow = {
  seq: number
  functionId: number
  lease: number
  state: TaskState
  queueId: number
  lane: number
  dueAtMs: number
  madeBy: MadeBy | null
}
export type TaskRow = {
  seq: number
  functionId: number
  id: string
  requestId: string | null
  state: TaskState
  place: number
  lease: number | null
  queueId: number
  lane: number
  dueAtMs: number
  submittedAtMs: number
  attemptCount: number
  retryCount: number
  refusalCount: number
  interruptionCount: number
  madeBy: MadeBy | null
}
/** What is written on a task's row when its attempt ends for good. */
export type FinalFields = {
  seq: number
  lease: number
  state: FinalTaskState
  startedAtMs: number | null
  endedAtMs: number
  instanceId: string | null
  peakMemoryBytes: number | null
  errorType: FunctionErrorType | null
  errorBody: string | null
  reason: string | null
  result: Body | null
}
export type PastAttempt = {
  seq: number
  outcome: 'Failed' | 'Interrupted'
  startedAtMs: number | null
  endedAtMs: number
  instanceId: string | null
  peakMemoryBytes: number | null
  errorType: FunctionErrorType | null
  errorBody: string | null
}

const TASK_COLUMNS = `seq, function_id AS functionId, id, request_id AS requestId, state, place, lease,
  queue_id AS queueId, lane, due_at_ms AS dueAtMs, submitted_at_ms AS submittedAtMs,
  attempt_count AS attemptCount, retry_count AS retryCount, refusal_count AS refusalCount,
  interruption_count AS interruptionCount, made_by AS madeBy`

export const prepareTaskSql = (db: Database) => ({
  /** Rows that this connection has changed, in all. */
  changeCount: db.prepare<[], { count: number }>('SELECT total_changes() AS count'),
  lastSeq: db.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM task'),

  /** Changes nothing if the function already has a task of this id: check `changes`. */
  insert: db.prepare<NewTask>(`
    INSERT INTO task (seq, function_id, id, request_id, state, is_task, queue_id, lane, due_at_ms, place, submitted_at_ms, payload, made_by)
    VALUES (:seq, :functionId, :id, :requestId, 'Enqueued', :isTask, :queueId, :lane, :dueAtMs, :place, :submittedAtMs, :payload, :madeBy)
    ON CONFLICT (function_id, id) DO NOTHING`),

  insertBody: db.prepare<{ seq: number; kind: 'payload' | 'result'; body: Body }>(
    'INSERT OR REPLACE INTO task_body (task_seq, kind, body) VALUES (:seq, :kind, :body)',
  ),
  body: db.prepare<{ seq: number; kind: 'payload' | 'result' }, { body: Body }>(
    'SELECT body FROM task_body WHERE task_seq = :seq AND kind = :kind',
  ),

  /** On the row or, when it is long, beside it. */
  payload: db.prepare<{ seq: number }, { body: Body | null }>(`
    SELECT coalesce(payload, (SELECT body FROM task_body WHERE task_seq = seq AND kind = 'payload')) AS body
      FROM task WHERE seq = :seq`),
  insertLink: db.prepare<{ oldSeq: number; kind: 'replay' | 'compensation'; newSeq: number }>(
    'INSERT INTO task_link (old_seq, kind, new_seq) VALUES (:oldSeq, :kind, :newSeq)',
  ),

  /** The next tasks of a lane that may run now, in order. */
  ready: db.prepare<{ queueId: number; lane: number; limit: number }, WaitingRow>(`
    SELECT seq, function_id AS functionId, lane, due_at_ms AS dueAtMs, state FROM task
     WHERE place = 1 AND queue_id = :queueId AND lane = :lane
     ORDER BY due_at_ms, seq LIMIT :limit`),

  delayedDue: db.prepare<{ nowMs: number; limit: number }, DelayedRow>(`
    SELECT seq, function_id AS functionId, lane, due_at_ms AS dueAtMs, state, queue_id AS queueId FROM task
     WHERE place = 0 AND due_at_ms <= :nowMs ORDER BY due_at_ms LIMIT :limit`),
  nextDelayed: db.prepare<[], { dueAtMs: number | null }>('SELECT min(due_at_ms) AS dueAtMs FROM task WHERE place = 0'),
  makeReady: db.prepare<{ seq: number }>('UPDATE task SET place = 1 WHERE seq = :seq AND place = 0'),

  /** Changes nothing, and returns nothing, if the task no longer waits. */
  grant: db.prepare<{ seq: number; lease: number; nowMs: number }, GrantedRow>(`
    UPDATE task
       SET state = 'Dequeued', place = 2, lease = :lease, dequeued_at_ms = :nowMs, attempt_count = attempt_count + 1,
           started_at_ms = NULL, instance_id = NULL, peak_memory_bytes = NULL, error_type = NULL, error_body = NULL,
           reason = NULL
     WHERE seq = :seq AND place = 1
    RETURNING id, request_id AS requestId, attempt_count AS attemptCount, retry_count AS retryCount, payload,
              made_by AS madeBy`),

  /** Changes nothing if :lease no longer holds the task, or it has ended meanwhile. */
  start: db.prepare<{ seq: number; lease: number; startedAtMs: number; instanceId: string }>(`
    UPDATE task SET state = 'Running', started_at_ms = :startedAtMs, instance_id = :instanceId
     WHERE seq = :seq AND lease = :lease AND state = 'Dequeued'`),

  /** Ends a granted task. Changes nothing if :lease no longer holds it. */
  finish: db.prepare<FinalFields>(`
    UPDATE task
       SET state = :state, place = 3, lease = NULL, started_at_ms = coalesce(:startedAtMs, started_at_ms),
           ended_at_ms = :endedAtMs, instance_id = coalesce(:instanceId, instance_id), peak_memory_bytes = :peakMemoryBytes, error_type = :errorType,
           error_body = :errorBody, reason = :reason, result = :result
     WHERE seq = :seq AND lease = :lease`),

  /** Ends a task that waits. Its last error, if it had one, stays. */
  endWaiting: db.prepare<{
    seq: number
    state: FinalTaskState
    endedAtMs: number
    stoppingAtMs: number | null
    reason: string | null
  }>(`
    UPDATE task
       SET state = :state, place = 3, ended_at_ms = :endedAtMs, stopping_at_ms = :stoppingAtMs, reason = :reason
     WHERE seq = :seq AND place < 2`),

  /** Moves the running attempt of the row into the history. */
  keepAttempt: db.prepare<PastAttempt>(`
    INSERT INTO attempt (task_seq, number, outcome, dequeued_at_ms, started_at_ms, ended_at_ms, instance_id,
                         peak_memory_bytes, error_type, error_body)
    SELECT seq, attempt_count, :outcome, dequeued_at_ms, coalesce(:startedAtMs, started_at_ms), :endedAtMs,
           coalesce(:instanceId, instance_id), :peakMemoryBytes, :errorType, :errorBody
      FROM task WHERE seq = :seq`),

  /** After a function error with retries left. The error stays visible on the row until the next grant. */
  retry: db.prepare<{
    seq: number
    dueAtMs: number
    startedAtMs: number
    instanceId: string
    errorType: FunctionErrorType
    errorBody: string
  }>(`
    UPDATE task
       SET state = 'Retrying', place = 0, lease = NULL, due_at_ms = :dueAtMs, retry_count = retry_count + 1,
           started_at_ms = :startedAtMs, instance_id = :instanceId, error_type = :errorType, error_body = :errorBody
     WHERE seq = :seq`),

  /** After its host or scheduler ended: due at once, no retry used. */
  interrupt: db.prepare<{ seq: number; interruptionCount: number }>(`
    UPDATE task
       SET state = 'Retrying', place = 1, lease = NULL, interruption_count = :interruptionCount
     WHERE seq = :seq`),

  /** Back to its place in the queue as if it had not been granted. */
  release: db.prepare<{ seq: number; state: WaitingRow['state'] }>(`
    UPDATE task
       SET state = :state, place = 1, lease = NULL, attempt_count = attempt_count - 1, dequeued_at_ms = NULL
     WHERE seq = :seq`),

  /** After a refusal: waits until :dueAtMs without having used an attempt. */
  backOff: db.prepare<{ seq: number; state: WaitingRow['state']; dueAtMs: number; reason: string }>(`
    UPDATE task
       SET state = :state, place = 0, lease = NULL, due_at_ms = :dueAtMs, attempt_count = attempt_count - 1,
           dequeued_at_ms = NULL, refusal_count = refusal_count + 1, reason = :reason
     WHERE seq = :seq`),

  stopping: db.prepare<{ seq: number; nowMs: number }>(
    `UPDATE task SET state = 'Stopping', stopping_at_ms = :nowMs WHERE seq = :seq AND place = 2`,
  ),

  bySeq: db.prepare<{ seq: number }, TaskRow>(`SELECT ${TASK_COLUMNS} FROM task WHERE seq = :seq`),
  byId: db.prepare<{ functionId: number; id: string }, TaskRow>(
    `SELECT ${TASK_COLUMNS} FROM task WHERE function_id = :functionId AND id = :id`,
  ),
  /** Everything that some scheduler holds; few rows whatever the backlog. */
  held: db.prepare<[], HeldRow>(`
    SELECT seq, function_id AS functionId, lease, state, queue_id AS queueId, lane, due_at_ms AS dueAtMs, made_by AS madeBy FROM task INDEXED BY task_open WHERE place = 2 AND place < 3`),

  /** Among the 32 ready tasks of a function that were submitted first, so that it costs the same at any backlog. */
  oldestReady: db.prepare<{ functionId: number }, { dueAtMs: number | null }>(`
    SELECT min(due_at_ms) AS dueAtMs
      FROM (SELECT due_at_ms FROM task INDEXED BY task_open
             WHERE place = 1 AND place < 3 AND function_id = :functionId ORDER BY seq LIMIT 32)`),

  addToCounter: db.prepare<{ functionId: number; state: TaskState; delta: number }>(`
    INSERT INTO task_counter (function_id, state, count) VALUES (:functionId, :state, :delta)
    ON CONFLICT (function_id, state) DO UPDATE SET count = count + :delta`),
  counters: db.prepare<[], { functionId: number; state: TaskState; count: number }>(
    'SELECT function_id AS functionId, state, count FROM task_counter',
  ),

  lastLease: db.prepare<[], { lease: number | null }>('SELECT max(id) AS lease FROM scheduler_epoch'),
  keepLease: db.prepare<{ lease: number; nowMs: number }>(
    'INSERT OR REPLACE INTO scheduler_epoch (id, started_at_ms) VALUES (:lease, :nowMs)',
  ),
})

export type TaskSql = ReturnType<typeof prepareTaskSql>
