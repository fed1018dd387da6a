/** All SQL about dead letters, their groups and what is counted of them. */
import type { Database } from 'better-sqlite3'
import type { Body } from '../../shared/domain/body.ts'
import type { FunctionErrorType } from '../../shared/domain/task.ts'
import type { FinalTaskState, TaskState } from '../../shared/domain/taskStates.ts'

export type DeadGroupState = 'New' | 'Acknowledged' | 'Ignored' | 'Resolved' | 'Regressed'

export type DeadGroupRow = {
  id: number
  accountId: number
  fingerprint: string
  errorClass: string | null
  message: string
  frame: string | null
  state: DeadGroupState
  stateAtMs: number
  ignoredUntilMs: number | null
  ignoredUntilCount: number | null
  ignoredCode: string | null
  firstSeenMs: number
  lastSeenMs: number
  totalCount: number
  openCount: number
  /** Letters up to `sweepToId` are being resolved, or opened again; the walk is done up to task `sweepNext`. */
  sweep: 'resolve' | 'reopen' | null
  sweepToId: number | null
  sweepAtMs: number | null
  sweepNext: number | null
  canReopen: 0 | 1
}
export type NewDeadGroup = Omit<
  DeadGroupRow,
  'id' | 'sweep' | 'sweepToId' | 'sweepAtMs' | 'sweepNext' | 'canReopen' | `ignored${string}`
>
export type DeadLetterRow = {
  id: number
  taskSeq: number
  groupId: number
  diedAtMs: number
  resolvedAtMs: number | null
  resolvedBy: 'replay' | 'compensation' | 'hand' | null
}
export type NewDeadLetter = Omit<DeadLetterRow, 'id'>
/** What is asked of a task that has ended for good. */
export type EndedTaskRow = {
  functionId: number
  state: FinalTaskState
  endedAtMs: number
  errorType: FunctionErrorType | null
  errorBody: string | null
  reason: string | null
  codeHash: string | null
}
export type VersionCount = {
  groupId: number
  functionId: number
  codeHash: string
  count: number
  firstSeenMs: number
  lastSeenMs: number
}
/** Letters that came in one step since the epoch. */
export type StepCount = { step: number; count: number }
export type ImportedTask = {
  seq: number
  functionId: number
  id: string
  isTask: 0 | 1
  queueId: number
  atMs: number
  attemptCount: number
  errorType: string
  errorBody: string
  payload: Body | null // null: in task_body
  madeBy: number
}

const GROUP_COLUMNS = `id, account_id AS accountId, fingerprint, error_class AS errorClass, message, frame, state,
  state_at_ms AS stateAtMs, ignored_until_ms AS ignoredUntilMs, ignored_until_count AS ignoredUntilCount,
  ignored_code AS ignoredCode, first_seen_ms AS firstSeenMs, last_seen_ms AS lastSeenMs, total_count AS totalCount,
  open_count AS openCount, sweep, sweep_to_id AS sweepToId, sweep_at_ms AS sweepAtMs, sweep_next AS sweepNext,
  can_reopen AS canReopen`
const LETTER_COLUMNS = `id, task_seq AS taskSeq, group_id AS groupId, died_at_ms AS diedAtMs,
  resolved_at_ms AS resolvedAtMs, resolved_by AS resolvedBy`

export const prepareDeadLetterSql = (db: Database) => ({
  endedTask: db.prepare<{ seq: number }, EndedTaskRow>(`
    SELECT function_id AS functionId, state, ended_at_ms AS endedAtMs, error_type AS errorType, error_body AS errorBody,
           reason, (SELECT code_hash FROM instance WHERE instance.id = instance_id) AS codeHash
      FROM task WHERE seq = :seq`),

  group: db.prepare<{ id: number }, DeadGroupRow>(`SELECT ${GROUP_COLUMNS} FROM dead_group WHERE id = :id`),
  groupOf: db.prepare<{ accountId: number; fingerprint: string }, DeadGroupRow>(
    `SELECT ${GROUP_COLUMNS} FROM dead_group WHERE account_id = :accountId AND fingerprint = :fingerprint`,
  ),
  insertGroup: db.prepare<NewDeadGroup, DeadGroupRow>(`
    INSERT INTO dead_group (account_id, fingerprint, error_class, message, frame, state, state_at_ms, first_seen_ms,
                            last_seen_ms, total_count, open_count)
    VALUES (:accountId, :fingerprint, :errorClass, :message, :frame, :state, :stateAtMs, :firstSeenMs,
            :lastSeenMs, :totalCount, :openCount)
    RETURNING ${GROUP_COLUMNS}`),
  updateGroup: db.prepare<DeadGroupRow>(`
    UPDATE dead_group
       SET state = :state, state_at_ms = :stateAtMs, ignored_until_ms = :ignoredUntilMs,
           ignored_until_count = :ignoredUntilCount, ignored_code = :ignoredCode, first_seen_ms = :firstSeenMs,
           last_seen_ms = :lastSeenMs, total_count = :totalCount, open_count = :openCount, sweep = :sweep,
           sweep_to_id = :sweepToId, sweep_at_ms = :sweepAtMs, sweep_next = :sweepNext, can_reopen = :canReopen
     WHERE id = :id`),
  sweptGroups: db.prepare<[], { id: number }>('SELECT id FROM dead_group WHERE sweep IS NOT NULL'),

  /** Changes nothing when the task has a letter already: check `changes`. */
  insertLetter: db.prepare<NewDeadLetter>(`
    INSERT INTO dead_letter (task_seq, group_id, died_at_ms, resolved_at_ms, resolved_by)
    VALUES (:taskSeq, :groupId, :diedAtMs, :resolvedAtMs, :resolvedBy)
    ON CONFLICT (task_seq) DO NOTHING`),
  letter: db.prepare<{ taskSeq: number }, DeadLetterRow>(
    `SELECT ${LETTER_COLUMNS} FROM dead_letter WHERE task_seq = :taskSeq`,
  ),
  hasLetter: db.prepare<{ taskSeq: number }, { one: 1 }>('SELECT 1 AS one FROM dead_letter WHERE task_seq = :taskSeq'),
  lastLetterId: db.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM dead_letter'),
  setCloudArn: db.prepare<{ taskSeq: number; cloudArn: string }>(
    'UPDATE dead_letter SET cloud_arn = :cloudArn WHERE task_seq = :taskSeq',
  ),
  resolve: db.prepare<{ id: number; atMs: number; by: string; seq: number | null }>(
    'UPDATE dead_letter SET resolved_at_ms = :atMs, resolved_by = :by, resolved_seq = :seq WHERE id = :id',
  ),
  reopen: db.prepare<{ id: number }>(
    'UPDATE dead_letter SET resolved_at_ms = NULL, resolved_by = NULL, resolved_seq = NULL WHERE id = :id',
  ),
  /** The next letters of a group in the order of their tasks, resolved or not. */
  lettersAfter: db.prepare<{ groupId: number; afterSeq: number; limit: number }, DeadLetterRow>(`
    SELECT ${LETTER_COLUMNS} FROM dead_letter
     WHERE group_id = :groupId AND task_seq > :afterSeq ORDER BY task_seq LIMIT :limit`),

  addVersion: db.prepare<VersionCount>(`
    INSERT INTO dead_group_version (group_id, function_id, code_hash, count, first_seen_ms, last_seen_ms)
    VALUES (:groupId, :functionId, :codeHash, :count, :firstSeenMs, :lastSeenMs)
    ON CONFLICT (group_id, function_id, code_hash) DO UPDATE SET
      count = count + :count, first_seen_ms = min(first_seen_ms, :firstSeenMs),
      last_seen_ms = max(last_seen_ms, :lastSeenMs)`),
  /** Of each function of a group, the version that failed last; a bare column goes with the row of max(). */
  latestVersions: db.prepare<{ groupId: number }, { functionId: number; codeHash: string; lastSeenMs: number }>(`
    SELECT function_id AS functionId, code_hash AS codeHash, max(last_seen_ms) AS lastSeenMs
      FROM dead_group_version WHERE group_id = :groupId GROUP BY function_id`),
  addStep: db.prepare<StepCount & { groupId: number; stepMinutes: number }>(`
    INSERT INTO dead_group_step (group_id, step_minutes, step, count) VALUES (:groupId, :stepMinutes, :step, :count)
    ON CONFLICT (group_id, step_minutes, step) DO UPDATE SET count = count + :count`),
  forgetSteps: db.prepare<{ groupId: number; stepMinutes: number; before: number }>(
    'DELETE FROM dead_group_step WHERE group_id = :groupId AND step_minutes = :stepMinutes AND step < :before',
  ),

  /** Below which tasks that failed before there were letters still need theirs; nothing: all have them. */
  toFill: db.prepare<[], { value: number }>("SELECT value FROM setting WHERE name = 'dead_letters_to_fill'"),
  setToFill: db.prepare<{ value: number }>("UPDATE setting SET value = :value WHERE name = 'dead_letters_to_fill'"),
  forgetToFill: db.prepare<[]>("DELETE FROM setting WHERE name = 'dead_letters_to_fill'"),
  endedBefore: db.prepare<{ functionId: number; state: TaskState; before: number; limit: number }, { seq: number }>(`
    SELECT seq FROM task
     WHERE place = 3 AND function_id = :functionId AND state = :state AND seq < :before
     ORDER BY seq DESC LIMIT :limit`),

  /** A task that ran in the cloud. Changes nothing if the function has a task of this id: check `changes`. */
  insertImported: db.prepare<ImportedTask>(`
    INSERT INTO task (seq, function_id, id, state, is_task, queue_id, lane, due_at_ms, place, submitted_at_ms,
                      ended_at_ms, attempt_count, retry_count, error_type, error_body, payload, made_by)
    VALUES (:seq, :functionId, :id, 'Failed', :isTask, :queueId, 0, :atMs, 3, :atMs, :atMs, :attemptCount,
            max(:attemptCount - 1, 0), :errorType, :errorBody, :payload, :madeBy)
    ON CONFLICT (function_id, id) DO NOTHING`),
  /** The highest seq of a range, both ends included. */
  lastSeqOf: db.prepare<{ from: number; to: number }, { seq: number | null }>(
    'SELECT max(seq) AS seq FROM task WHERE seq >= :from AND seq <= :to',
  ),
})
export type DeadLetterSql = ReturnType<typeof prepareDeadLetterSql>

/** A group with the position of its list. */
type GroupPage = { accountId: number; beforeMs: number; beforeId: number; limit: number }
export type MemberRow = {
  seq: number
  functionId: number
  taskId: string
  startedAtMs: number | null
  endedAtMs: number | null
  attemptCount: number
  instanceId: string | null
  codeHash: string | null
  payload: Body | null
}

export const prepareDeadLetterReads = (db: Database) => ({
  /** The one that was met last first. */
  page: db.prepare<GroupPage, DeadGroupRow>(`
    SELECT ${GROUP_COLUMNS} FROM dead_group
     WHERE account_id = :accountId AND (last_seen_ms, id) < (:beforeMs, :beforeId)
     ORDER BY last_seen_ms DESC, id DESC LIMIT :limit`),
  group: db.prepare<{ accountId: number; id: number }, DeadGroupRow>(
    `SELECT ${GROUP_COLUMNS} FROM dead_group WHERE id = :id AND account_id = :accountId`,
  ),
  /** Groups by what they count as. `isExpired`: ignored until a time that has passed. */
  totals: db.prepare<
    { accountId: number; nowMs: number },
    { state: DeadGroupState; isExpired: 0 | 1; groups: number; letters: number }
  >(`
    SELECT state, ifnull(ignored_until_ms <= :nowMs, 0) AS isExpired, count(*) AS groups, sum(open_count) AS letters
      FROM dead_group WHERE account_id = :accountId GROUP BY state, ignored_until_ms <= :nowMs`),
  versions: db.prepare<{ groupId: number }, VersionCount & { functionName: string; isCurrent: 0 | 1 }>(`
    SELECT group_id AS groupId, function_id AS functionId, dead_group_version.code_hash AS codeHash, count,
           first_seen_ms AS firstSeenMs, last_seen_ms AS lastSeenMs, function.name AS functionName,
           deleted_at_ms IS NULL AND function.code_hash = dead_group_version.code_hash AS isCurrent
      FROM dead_group_version JOIN function ON function.id = function_id
     WHERE group_id = :groupId`),
  /** The functions of a group, in no order. */
  functions: db.prepare<{ groupId: number }, { functionId: number; lastSeenMs: number }>(`
    SELECT function_id AS functionId, max(last_seen_ms) AS lastSeenMs
      FROM dead_group_version WHERE group_id = :groupId GROUP BY function_id`),
  functionName: db.prepare<{ id: number }, { name: string }>('SELECT name FROM function WHERE id = :id'),
  steps: db.prepare<{ groupId: number; stepMinutes: number; from: number }, StepCount>(`
    SELECT step, count FROM dead_group_step
     WHERE group_id = :groupId AND step_minutes = :stepMinutes AND step >= :from`),
  /** The latest first. Payloads too long for a look at them are left out. */
  members: db.prepare<{ groupId: number; limit: number; maxPayloadLength: number }, MemberRow>(`
    SELECT task.seq, task.function_id AS functionId, task.id AS taskId, started_at_ms AS startedAtMs,
           task.ended_at_ms AS endedAtMs, attempt_count AS attemptCount, instance_id AS instanceId,
           instance.code_hash AS codeHash, iif(length(payload) <= :maxPayloadLength, payload, NULL) AS payload
      FROM dead_letter CROSS JOIN task ON task.seq = task_seq LEFT JOIN instance ON instance.id = instance_id
     WHERE group_id = :groupId ORDER BY task_seq DESC LIMIT :limit`),
  cloudArn: db.prepare<{ taskSeq: number }, { cloudArn: string | null }>(
    'SELECT cloud_arn AS cloudArn FROM dead_letter WHERE task_seq = :taskSeq',
  ),
  lastSuccess: db.prepare<{ functionId: number }, { seq: number; taskId: string; endedAtMs: number | null }>(`
    SELECT seq, id AS taskId, ended_at_ms AS endedAtMs FROM task
     WHERE place = 3 AND function_id = :functionId AND state = 'Succeeded' ORDER BY seq DESC LIMIT 1`),
})
export type DeadLetterReads = ReturnType<typeof prepareDeadLetterReads>
