/** All SQL about replays and compensations: batches with their items, and what is known of a task that is to be repaired. */
import type { Database } from 'better-sqlite3'
import type { TaskState } from '../../shared/domain/taskStates.ts'
import type { MadeBy } from './tasks.sql.ts'

export type BatchAction = 'replay' | 'compensate'
export type BatchState = 'Running' | 'Done' | 'Aborted'
export type ItemOutcome = 'made' | 'skipped' | 'failed'

export type BatchRow = {
  id: number
  accountId: number
  action: BatchAction
  state: BatchState
  groupId: number | null
  lastLetterId: number | null
  nextKey: number
  options: string
  totalCount: number
  madeCount: number
  skippedCount: number
  failedCount: number
  refusedAtMs: number | null
  refusal: string | null
  createdAtMs: number
  endedAtMs: number | null
}
export type ItemRow = {
  number: number
  seq: number
  outcome: ItemOutcome | null
  madeSeq: number | null
  detail: string | null
}
/** What is asked of a task before it is repaired. */
export type RepairTaskRow = {
  seq: number
  taskId: string
  requestId: string
  state: TaskState
  functionId: number
  functionName: string
  accountId: number
  madeBy: MadeBy | null
  isResolved: 0 | 1
  resolvedBy: 'replay' | 'compensation' | 'hand' | null
}
/** Of the tasks that would repair one, or have. */
export type RepairsSoFar = { isUnderWay: 0 | 1; hasReplay: 0 | 1; hasCompensation: 0 | 1 }
export type LetterKey = { id: number; seq: number }

const BATCH_COLUMNS = `id, account_id AS accountId, action, state, group_id AS groupId, last_letter_id AS lastLetterId,
  next_key AS nextKey, options, total_count AS totalCount, made_count AS madeCount, skipped_count AS skippedCount,
  failed_count AS failedCount, refused_at_ms AS refusedAtMs, refusal, created_at_ms AS createdAtMs,
  ended_at_ms AS endedAtMs`
const ITEM_COLUMNS = 'number, task_seq AS seq, outcome, made_seq AS madeSeq, detail'

/** No repair is repeated so often: a bound for walks along links. */
export const MAX_LINKED = 1_000

/**
 * A task with its replays, its compensations, and the replays of either: each repairs the others by succeeding.
 * What compensates a compensation repairs nothing of it.
 */
const FAMILY = `
    WITH RECURSIVE family (seq, isCompensation) AS (
      SELECT :rootSeq, 0
      UNION
      SELECT new_seq, isCompensation OR kind = 'compensation'
        FROM family CROSS JOIN task_link ON old_seq = family.seq
       WHERE NOT (isCompensation AND kind = 'compensation')
      LIMIT ${MAX_LINKED})`

type NewBatch = Pick<
  BatchRow,
  'id' | 'accountId' | 'action' | 'groupId' | 'lastLetterId' | 'options' | 'totalCount' | 'createdAtMs'
>
export type BatchProgress = Pick<
  BatchRow,
  'id' | 'state' | 'nextKey' | 'madeCount' | 'skippedCount' | 'failedCount' | 'refusedAtMs' | 'refusal' | 'endedAtMs'
>

export const prepareRepairSql = (db: Database) => ({
  lastBatchId: db.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM batch'),
  insertBatch: db.prepare<NewBatch>(`
    INSERT INTO batch (id, account_id, action, state, group_id, last_letter_id, options, total_count, created_at_ms)
    VALUES (:id, :accountId, :action, 'Running', :groupId, :lastLetterId, :options, :totalCount, :createdAtMs)`),
  /** :seqs is a JSON list, the first of which becomes number 1. */
  insertItems: db.prepare<{ batchId: number; seqs: string }>(`
    INSERT INTO batch_item (batch_id, number, task_seq) SELECT :batchId, key + 1, value FROM json_each(:seqs)`),
  running: db.prepare<[], BatchRow>(`SELECT ${BATCH_COLUMNS} FROM batch WHERE state = 'Running' ORDER BY id`),
  saveProgress: db.prepare<BatchProgress>(`
    UPDATE batch
       SET state = :state, next_key = :nextKey, made_count = :madeCount, skipped_count = :skippedCount,
           failed_count = :failedCount, refused_at_ms = :refusedAtMs, refusal = :refusal, ended_at_ms = :endedAtMs
     WHERE id = :id`),
  saveItem: db.prepare<ItemRow & { batchId: number }>(`
    INSERT INTO batch_item (batch_id, number, task_seq, outcome, made_seq, detail)
    VALUES (:batchId, :number, :seq, :outcome, :madeSeq, :detail)
    ON CONFLICT (batch_id, number) DO UPDATE SET outcome = :outcome, made_seq = :madeSeq, detail = :detail`),
})

/**
 * For the store and for the read-only connection alike.
 *
 * `+ 0` in a join: SQLite prepares a statement again each time that it is run with another value of a parameter which
 * it compared with the WHERE of a partial index. Of an expression it never is: 31 → 3 µs.
 */
export const prepareRepairReads = (db: Database) => ({
  task: db.prepare<{ seq: number }, RepairTaskRow>(`
    SELECT task.seq, task.id AS taskId, ifnull(task.request_id, task.id) AS requestId, task.state,
           task.function_id AS functionId, function.name AS functionName, function.account_id AS accountId,
           task.made_by AS madeBy, dead_letter.resolved_by AS resolvedBy,
           dead_letter.resolved_at_ms IS NOT NULL
             OR ifnull(dead_group.sweep = 'resolve' AND dead_letter.id <= dead_group.sweep_to_id, 0) AS isResolved
      FROM task JOIN function ON function.id = task.function_id
      LEFT JOIN dead_letter ON dead_letter.task_seq = task.seq
      LEFT JOIN dead_group ON dead_group.id = dead_letter.group_id
     WHERE task.seq = :seq + 0`),

  /** Of the family of :rootSeq, what was made after :seq. */
  repairsSoFar: db.prepare<{ rootSeq: number; seq: number }, RepairsSoFar>(`
    ${FAMILY}
    SELECT ifnull(max(task.place < 3), 0) AS isUnderWay,
           ifnull(max(task.state = 'Succeeded' AND NOT isCompensation), 0) AS hasReplay,
           ifnull(max(task.state = 'Succeeded' AND isCompensation), 0) AS hasCompensation
      FROM family CROSS JOIN task ON task.seq = family.seq WHERE family.seq > :seq`),
  /** Of the family of :rootSeq, the dead letters that were made before :seq. */
  familyLetters: db.prepare<{ rootSeq: number; seq: number }, { seq: number; isCompensation: 0 | 1 }>(`
    ${FAMILY}
    SELECT family.seq, isCompensation
      FROM family CROSS JOIN dead_letter ON dead_letter.task_seq = family.seq
     WHERE family.seq < :seq`),
  /** What a task was made from; it has one origin at most. */
  origin: db.prepare<{ seq: number }, { seq: number; kind: 'replay' | 'compensation' }>(
    'SELECT old_seq AS seq, kind FROM task_link WHERE new_seq = :seq',
  ),
  stateById: db.prepare<{ functionId: number; id: string }, { state: TaskState }>(
    'SELECT state FROM task WHERE function_id = :functionId AND id = :id',
  ),

  group: db.prepare<{ id: number; accountId: number }, { message: string; errorClass: string | null }>(
    'SELECT message, error_class AS errorClass FROM dead_group WHERE id = :id AND account_id = :accountId',
  ),
  lastOpenLetter: db.prepare<{ groupId: number }, { id: number | null }>(
    'SELECT max(id) AS id FROM dead_letter WHERE group_id = :groupId AND resolved_at_ms IS NULL',
  ),
  openCount: db.prepare<{ groupId: number; lastId: number }, { count: number }>(`
    SELECT count(*) AS count FROM dead_letter
     WHERE group_id = :groupId AND id <= :lastId AND resolved_at_ms IS NULL`),
  openLetters: db.prepare<{ groupId: number; afterId: number; lastId: number; limit: number }, LetterKey>(`
    SELECT id, task_seq AS seq FROM dead_letter INDEXED BY dead_letter_open
     WHERE group_id = :groupId AND id > :afterId AND id <= :lastId AND resolved_at_ms IS NULL
     ORDER BY id LIMIT :limit`),

  /** Of a selection; :seqs is a JSON list. */
  functionNames: db.prepare<{ seqs: string }, { name: string }>(`
    SELECT name FROM function
     WHERE id IN (SELECT task.function_id FROM json_each(:seqs) AS wanted CROSS JOIN task ON task.seq = wanted.value)
     ORDER BY id`),

  groupFunctionNames: db.prepare<{ groupId: number }, { name: string }>(`
    SELECT name FROM function
     WHERE id IN (SELECT function_id FROM dead_group_version WHERE group_id = :groupId) ORDER BY id`),

  batch: db.prepare<{ id: number; accountId: number }, BatchRow>(
    `SELECT ${BATCH_COLUMNS} FROM batch WHERE id = :id AND account_id = :accountId`,
  ),
  batches: db.prepare<{ accountId: number; before: number; limit: number }, BatchRow>(`
    SELECT ${BATCH_COLUMNS} FROM batch WHERE id < :before AND account_id = :accountId ORDER BY id DESC LIMIT :limit`),
  openItems: db.prepare<{ batchId: number; after: number; limit: number }, { number: number; seq: number }>(`
    SELECT number, task_seq AS seq FROM batch_item WHERE batch_id = :batchId AND number > :after
     ORDER BY number LIMIT :limit`),
  items: db.prepare<{ batchId: number; after: number; outcome: ItemOutcome | null; limit: number }, ItemRow>(`
    SELECT ${ITEM_COLUMNS} FROM batch_item
     WHERE batch_id = :batchId AND number > :after AND (:outcome IS NULL OR outcome = :outcome)
     ORDER BY number LIMIT :limit`),
  /** Of the new tasks of the first :limit items. */
  madeStates: db.prepare<{ batchId: number; limit: number }, { state: TaskState }>(`
    SELECT task.state FROM batch_item CROSS JOIN task ON task.seq = batch_item.made_seq
     WHERE batch_id = :batchId AND number <= :limit`),
  address: db.prepare<{ seq: number }, { functionName: string; taskId: string }>(`
    SELECT function.name AS functionName, task.id AS taskId
      FROM task JOIN function ON function.id = task.function_id WHERE task.seq = :seq + 0`),
})

export type RepairReads = ReturnType<typeof prepareRepairReads>

type LinkKind = 'replay' | 'compensation'
type LinkedDelivery = {
  deliveryId: number
  cause: 'success' | 'failure' | 'test'
  kind: 'function' | 'queue' | 'http' | 'unsupported'
  target: string
  state: 'Pending' | 'Succeeded' | 'Failed'
  attemptCount: number
  detail: string | null
  madeSeq: number | null
  messageId: string | null
}
type LinkedLetter = {
  groupId: number
  groupState: 'New' | 'Acknowledged' | 'Ignored' | 'Resolved' | 'Regressed'
  resolvedAtMs: number | null
  resolvedBy: 'replay' | 'compensation' | 'hand' | null
  resolvedSeq: number | null
}

/** What one task is linked with. */
export const prepareLinkReads = (db: Database) => ({
  origin: db.prepare<{ seq: number; kind: LinkKind }, { seq: number }>(
    'SELECT old_seq AS seq FROM task_link WHERE new_seq = :seq AND kind = :kind',
  ),
  made: db.prepare<{ seq: number; kind: LinkKind; limit: number }, { seq: number }>(
    'SELECT new_seq AS seq FROM task_link WHERE old_seq = :seq AND kind = :kind ORDER BY new_seq LIMIT :limit',
  ),
  /** Which delivery made a task. */
  deliveryOf: db.prepare<{ seq: number }, { deliveryId: number; seq: number | null }>(
    'SELECT id AS deliveryId, task_seq AS seq FROM delivery WHERE made_seq = :seq',
  ),
  deliveries: db.prepare<{ seq: number; limit: number }, LinkedDelivery>(`
    SELECT id AS deliveryId, cause, kind, target, state, attempt_count AS attemptCount, detail, made_seq AS madeSeq,
           message_id AS messageId
      FROM delivery WHERE task_seq = :seq ORDER BY id LIMIT :limit`),
  letter: db.prepare<{ seq: number }, LinkedLetter>(`
    SELECT group_id AS groupId, dead_group.state AS groupState, resolved_at_ms AS resolvedAtMs,
           resolved_by AS resolvedBy, resolved_seq AS resolvedSeq
      FROM dead_letter JOIN dead_group ON dead_group.id = dead_letter.group_id
     WHERE dead_letter.task_seq = :seq + 0`),
  madeBy: db.prepare<{ seq: number }, { madeBy: MadeBy | null }>('SELECT made_by AS madeBy FROM task WHERE seq = :seq'),
})
export type LinkReads = ReturnType<typeof prepareLinkReads>
