/**
 * All SQL that reads tasks on the read-only connection.
 *
 * Lists come in two steps. `final`, `open`, `ids` and `walk` yield only seqs, in order, from an index
 * or from the primary key; `pick` then reads the rows of some seqs and drops those that the rest of
 * the filter excludes. So each call looks at a number of rows that its caller chose, and none sorts.
 */
import type { Database } from 'better-sqlite3'
import type { Body } from '../../shared/domain/body.ts'
import type { AttemptOutcome, FunctionErrorType } from '../../shared/domain/task.ts'
import type { TaskState } from '../../shared/domain/taskStates.ts'

/** Seqs strictly between the two, in the statement's direction. */
type SeqWindow = { after: number; before: number; limit: number }
type SeqRow = { seq: number }

export type ReadTaskRow = {
  seq: number
  functionId: number
  taskId: string
  requestId: string | null
  state: TaskState
  isTask: number
  submittedAtMs: number
  dueAtMs: number
  dequeuedAtMs: number | null
  startedAtMs: number | null
  stoppingAtMs: number | null
  endedAtMs: number | null
  attemptCount: number
  retryCount: number
  instanceId: string | null
  peakMemoryBytes: number | null
  errorType: FunctionErrorType | null
  errorBody: string | null
  reason: string | null
}
type ReadAttemptRow = {
  number: number
  outcome: AttemptOutcome
  dequeuedAtMs: number | null
  startedAtMs: number | null
  endedAtMs: number
  instanceId: string | null
  peakMemoryBytes: number | null
  errorType: FunctionErrorType | null
  errorBody: string | null
}
type ReadInstanceRow = {
  functionId: number
  codeHash: string
  interpreterVersion: string | null
  endedAtMs: number | null
}
/** What `pick` keeps. Null parts do not restrict; lists are JSON texts; `…Like` are patterns escaped with a backslash. */
export type PickFilter = {
  seqs: string
  functionIds: string | null
  states: string | null
  idFrom: string | null
  idBefore: string | null
  notIdPrefixes: string | null
  startedFromMs: number | null
  startedToMs: number | null
  submittedFromMs: number | null
  submittedBeforeMs: number | null
  instanceId: string | null
  minAttempts: number | null
  maxAttempts: number | null
  /** Any of the next four is enough; the first is null when there is no text. */
  textIdLike: string | null
  textFunctionIds: string | null
  textErrorLike: string | null
  textErrorJsonLike: string | null // the text as it stands inside of a JSON string, if that differs
  /** Either is enough; the first is null when there is none. */
  errorLike: string | null
  errorJsonLike: string | null
  onlyTasks: 0 | 1
  /** Dead letters: of a group, and those that are open (1) or resolved (0). */
  groupId: number | null
  isOpenLetter: 0 | 1 | null
}

/**
 * The seqs of a list that `PickFilter` keeps, in their order, because CROSS JOIN keeps json_each outside.
 * A task that has not started counts by its submission.
 */
const PICKED = `
      FROM json_each(:seqs) AS wanted CROSS JOIN task ON task.seq = wanted.value
     WHERE (:functionIds IS NULL OR function_id IN (SELECT value FROM json_each(:functionIds)))
       AND (:states IS NULL OR state IN (SELECT value FROM json_each(:states)))
       AND (:idFrom IS NULL OR (task.id >= :idFrom AND task.id < :idBefore))
       AND (:notIdPrefixes IS NULL OR NOT EXISTS (
             SELECT 1 FROM json_each(:notIdPrefixes) AS prefix
              WHERE substr(task.id, 1, length(prefix.value)) = prefix.value))
       AND (:startedFromMs IS NULL OR ifnull(started_at_ms, submitted_at_ms) >= :startedFromMs)
       AND (:startedToMs IS NULL OR ifnull(started_at_ms, submitted_at_ms) <= :startedToMs)
       AND (:submittedFromMs IS NULL OR submitted_at_ms >= :submittedFromMs)
       AND (:submittedBeforeMs IS NULL OR submitted_at_ms < :submittedBeforeMs)
       AND (:instanceId IS NULL OR instance_id = :instanceId)
       AND (:minAttempts IS NULL OR attempt_count >= :minAttempts)
       AND (:maxAttempts IS NULL OR attempt_count <= :maxAttempts)
       AND (:textIdLike IS NULL
            OR task.id LIKE :textIdLike ESCAPE '\\'
            OR function_id IN (SELECT value FROM json_each(:textFunctionIds))
            OR ifnull(error_body, reason) LIKE :textErrorLike ESCAPE '\\'
            OR ifnull(error_body, reason) LIKE :textErrorJsonLike ESCAPE '\\')
       AND (:errorLike IS NULL
            OR ifnull(error_body, reason) LIKE :errorLike ESCAPE '\\'
            OR ifnull(error_body, reason) LIKE :errorJsonLike ESCAPE '\\')
       AND (:onlyTasks = 0 OR is_task = 1)
       AND ((:groupId IS NULL AND :isOpenLetter IS NULL) OR EXISTS (
             SELECT 1 FROM dead_letter JOIN dead_group ON dead_group.id = group_id
              WHERE task_seq = task.seq AND (:groupId IS NULL OR group_id = :groupId)
                AND (:isOpenLetter IS NULL OR :isOpenLetter = (
                       resolved_at_ms IS NULL AND (ifnull(sweep, '') <> 'resolve' OR dead_letter.id > sweep_to_id)))))`

const COLUMNS = `task.seq, function_id AS functionId, task.id AS taskId, request_id AS requestId, state,
  is_task AS isTask, submitted_at_ms AS submittedAtMs, due_at_ms AS dueAtMs, dequeued_at_ms AS dequeuedAtMs,
  started_at_ms AS startedAtMs, stopping_at_ms AS stoppingAtMs, ended_at_ms AS endedAtMs,
  attempt_count AS attemptCount, retry_count AS retryCount, instance_id AS instanceId,
  peak_memory_bytes AS peakMemoryBytes, error_type AS errorType, error_body AS errorBody, reason`

type Final = SeqWindow & { functionId: number; state: TaskState }
type Open = SeqWindow & { functionId: number; place: number }

const seqReads = (db: Database, direction: 'ASC' | 'DESC') => ({
  final: db.prepare<Final, SeqRow>(`
    SELECT seq FROM task
     WHERE place = 3 AND function_id = :functionId AND state = :state AND seq > :after AND seq < :before
     ORDER BY seq ${direction} LIMIT :limit`),
  open: db.prepare<Open, SeqRow>(`
    SELECT seq FROM task
     WHERE place < 3 AND place = :place AND function_id = :functionId AND seq > :after AND seq < :before
     ORDER BY seq ${direction} LIMIT :limit`),
  /** Dead letters of a group. */
  members: db.prepare<SeqWindow & { groupId: number }, SeqRow>(`
    SELECT task_seq AS seq FROM dead_letter
     WHERE group_id = :groupId AND task_seq > :after AND task_seq < :before
     ORDER BY task_seq ${direction} LIMIT :limit`),
  /** Every task of every account. */
  walk: db.prepare<SeqWindow, SeqRow>(`
    SELECT seq FROM task WHERE seq > :after AND seq < :before ORDER BY seq ${direction} LIMIT :limit`),
})

export const prepareTaskReads = (db: Database) => ({
  asc: seqReads(db, 'ASC'),
  desc: seqReads(db, 'DESC'),

  /** In the order of the ids, not of the seqs. :idBefore is the first id without the prefix :idFrom. */
  ids: db.prepare<{ functionId: number; idFrom: string; idBefore: string; limit: number }, SeqRow>(
    'SELECT seq FROM task WHERE function_id = :functionId AND id >= :idFrom AND id < :idBefore LIMIT :limit',
  ),

  /** Whether any id has the prefix :idFrom. */
  hasId: db.prepare<{ functionId: number; idFrom: string; idBefore: string }, { one: 1 }>(
    'SELECT 1 AS one FROM task WHERE function_id = :functionId AND id >= :idFrom AND id < :idBefore LIMIT 1',
  ),

  pick: db.prepare<PickFilter, ReadTaskRow>(`SELECT ${COLUMNS} ${PICKED}`),
  pickSeqs: db.prepare<PickFilter, SeqRow>(`SELECT task.seq ${PICKED}`),
  pickCount: db.prepare<PickFilter, { count: number }>(`SELECT count(*) AS count ${PICKED}`),

  /** Tasks with a request id that is not their id. It carries its instant, so few rows are looked at. */
  byRequestId: db.prepare<SeqWindow & { requestId: string }, ReadTaskRow>(`
    SELECT ${COLUMNS} FROM task
     WHERE task.seq > :after AND task.seq < :before AND request_id = :requestId ORDER BY task.seq LIMIT :limit`),
  /** :seqs is a JSON text. */
  idsOf: db.prepare<{ accountId: number; seqs: string }, { seq: number; taskId: string }>(`
    SELECT task.seq, task.id AS taskId
      FROM json_each(:seqs) AS wanted CROSS JOIN task ON task.seq = wanted.value
      JOIN function ON function.id = task.function_id
     WHERE function.account_id = :accountId`),
  bySeq: db.prepare<{ seq: number }, ReadTaskRow>(`SELECT ${COLUMNS} FROM task WHERE task.seq = :seq`),
  byId: db.prepare<{ functionId: number; id: string }, ReadTaskRow>(
    `SELECT ${COLUMNS} FROM task WHERE function_id = :functionId AND id = :id`,
  ),
  attempts: db.prepare<{ seq: number }, ReadAttemptRow>(`
    SELECT number, outcome, dequeued_at_ms AS dequeuedAtMs, started_at_ms AS startedAtMs, ended_at_ms AS endedAtMs,
           instance_id AS instanceId, peak_memory_bytes AS peakMemoryBytes, error_type AS errorType,
           error_body AS errorBody
      FROM attempt WHERE task_seq = :seq ORDER BY number`),
  /** On the row or, when it is long, beside it. */
  payload: db.prepare<{ seq: number }, { body: Body | null }>(`
    SELECT coalesce(payload, (SELECT body FROM task_body WHERE task_seq = seq AND kind = 'payload')) AS body
      FROM task WHERE seq = :seq`),
  /** The beginning of a payload, null for bytes, without carrying the rest of it. LIMIT: read once. */
  payloadHead: db.prepare<{ seq: number }, { head: string | null; bytes: number }>(`
    SELECT CASE typeof(body) WHEN 'blob' THEN NULL ELSE substr(ifnull(body, ''), 1, 512) END AS head,
           octet_length(ifnull(body, '')) AS bytes
      FROM (SELECT coalesce(payload, (SELECT body FROM task_body WHERE task_seq = seq AND kind = 'payload')) AS body
              FROM task WHERE seq = :seq LIMIT 1)`),
  result: db.prepare<{ seq: number }, { body: Body | null }>(`
    SELECT coalesce(result, (SELECT body FROM task_body WHERE task_seq = seq AND kind = 'result')) AS body
      FROM task WHERE seq = :seq`),
  instance: db.prepare<{ id: string }, ReadInstanceRow>(`
    SELECT function_id AS functionId, code_hash AS codeHash, interpreter_version AS interpreterVersion,
           ended_at_ms AS endedAtMs
      FROM instance WHERE id = :id`),

  /** The account's functions with tasks, deleted functions too. */
  counters: db.prepare<{ accountId: number }, { functionId: number; name: string; state: TaskState; count: number }>(`
    SELECT function_id AS functionId, name, state, count
      FROM task_counter JOIN function ON function.id = function_id
     WHERE account_id = :accountId AND count > 0`),
  functionCounters: db.prepare<{ functionId: number }, { functionId: number; state: TaskState; count: number }>(
    'SELECT function_id AS functionId, state, count FROM task_counter WHERE function_id = :functionId AND count > 0',
  ),
  total: db.prepare<[], { count: number }>('SELECT ifnull(sum(count), 0) AS count FROM task_counter'),
})

export type TaskReads = ReturnType<typeof prepareTaskReads>
