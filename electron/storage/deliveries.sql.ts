/**
 * All SQL about deliveries to destinations. Those that wait are found by two indices: `delivery_due` has what the
 * store delivers itself, and `delivery_http` what the courier takes, by host, so that no host waits for another.
 */
import type { Database } from 'better-sqlite3'
import type { Body } from '../../shared/domain/body.ts'
import type { FunctionErrorType } from '../../shared/domain/task.ts'
import type { FinalTaskState } from '../../shared/domain/taskStates.ts'

export type DeliveryState = 'Pending' | 'Succeeded' | 'Failed'
export type DeliveryCause = 'success' | 'failure' | 'test'
export type DeliveryRow = {
  id: number
  functionId: number // whose destination it is
  taskSeq: number | null // null: a test
  cause: DeliveryCause
  kind: 'function' | 'queue' | 'http' | 'unsupported'
  target: string
  host: string | null // of an address
  hop: number // deliveries before it in the same chain
  state: DeliveryState
  attemptCount: number
  failureCount: number // since it was made, or was retried by hand
  createdAtMs: number
  begunAtMs: number // when it was made, or was retried by hand
  dueAtMs: number
  endedAtMs: number | null
  statusCode: number | null
  detail: string | null
  madeSeq: number | null
  messageId: string | null
  body: string | null // of a test
}
export type NewDelivery = Pick<
  DeliveryRow,
  'id' | 'functionId' | 'taskSeq' | 'cause' | 'kind' | 'target' | 'host' | 'hop' | 'state' | 'detail' | 'body'
> & { nowMs: number }
export type AttemptedDelivery = Pick<
  DeliveryRow,
  'id' | 'state' | 'failureCount' | 'dueAtMs' | 'endedAtMs' | 'statusCode' | 'detail' | 'madeSeq' | 'messageId'
>
/** A task as its destination is told of it. */
export type EndedTask = {
  region: string
  accountUid: string
  functionName: string
  requestId: string
  state: FinalTaskState
  endedAtMs: number
  attemptCount: number // each execution, interrupted ones too
  payload: Body
  result: Body | null
  errorType: FunctionErrorType | null
  errorBody: string | null
  reason: string | null
}

const SEEN_COLUMNS = `delivery.id, delivery.function_id AS functionId, task_seq AS taskSeq, cause, kind, target,
  delivery.state, delivery.attempt_count AS attemptCount, delivery.created_at_ms AS createdAtMs,
  delivery.due_at_ms AS dueAtMs, delivery.ended_at_ms AS endedAtMs, status_code AS statusCode, detail,
  made_seq AS madeSeq, message_id AS messageId`
const COLUMNS = `${SEEN_COLUMNS}, host, hop, failure_count AS failureCount, begun_at_ms AS begunAtMs, body`

/** The region is kept in the workspace, because a reader has only that. Nothing for a task that has not ended. */
export const prepareEndedTask = (db: Database) =>
  db.prepare<{ seq: number }, EndedTask>(`
    SELECT ifnull((SELECT value FROM setting WHERE name = 'region'), '') AS region, account.uid AS accountUid,
           function.name AS functionName, ifnull(request_id, task.id) AS requestId, state, ended_at_ms AS endedAtMs,
           attempt_count AS attemptCount, error_type AS errorType, error_body AS errorBody, reason,
           coalesce(payload, (SELECT body FROM task_body WHERE task_seq = seq AND kind = 'payload'), '') AS payload,
           coalesce(result, (SELECT body FROM task_body WHERE task_seq = seq AND kind = 'result')) AS result
      FROM task JOIN function ON function.id = function_id JOIN account ON account.id = account_id
     WHERE seq = :seq AND place = 3`)

export const prepareDeliverySql = (db: Database) => ({
  region: db.prepare<[], string>("SELECT value FROM setting WHERE name = 'region'").pluck(),
  keepRegion: db.prepare<{ region: string }>(
    "INSERT INTO setting (name, value) VALUES ('region', :region) ON CONFLICT (name) DO UPDATE SET value = :region",
  ),
  lastId: db.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM delivery'),
  insert: db.prepare<NewDelivery>(`
    INSERT INTO delivery (id, function_id, task_seq, cause, kind, target, host, hop, state, created_at_ms, begun_at_ms,
                          due_at_ms, ended_at_ms, detail, body)
    VALUES (:id, :functionId, :taskSeq, :cause, :kind, :target, :host, :hop, :state, :nowMs, :nowMs, :nowMs,
            iif(:state = 'Pending', NULL, :nowMs), :detail, :body)`),
  byId: db.prepare<{ id: number }, DeliveryRow>(`SELECT ${COLUMNS} FROM delivery WHERE id = :id`),
  /** The delivery that made the task. */
  madeOf: db.prepare<{ seq: number }, Pick<DeliveryRow, 'functionId' | 'taskSeq' | 'hop'>>(
    'SELECT function_id AS functionId, task_seq AS taskSeq, hop FROM delivery WHERE made_seq = :seq',
  ),

  due: db.prepare<{ nowMs: number; limit: number }, DeliveryRow>(`
    SELECT ${COLUMNS} FROM delivery
     WHERE state = 'Pending' AND host IS NULL AND due_at_ms <= :nowMs ORDER BY due_at_ms LIMIT :limit`),
  nextDue: db.prepare<[], { dueAtMs: number | null }>(
    "SELECT min(due_at_ms) AS dueAtMs FROM delivery WHERE state = 'Pending' AND host IS NULL",
  ),

  /** The first host after :host that something waits for; each is one seek. */
  nextHost: db
    .prepare<{ host: string }, string | null>(
      "SELECT min(host) FROM delivery WHERE state = 'Pending' AND host IS NOT NULL AND host > :host",
    )
    .pluck(),
  /** Of one host, in the order in which they are due. */
  ofHost: db.prepare<{ host: string; limit: number }, { id: number; dueAtMs: number }>(`
    SELECT id, due_at_ms AS dueAtMs FROM delivery
     WHERE state = 'Pending' AND host IS NOT NULL AND host = :host ORDER BY due_at_ms LIMIT :limit`),

  /** Those that are due later than any delay can make them are due now. */
  hasten: db.prepare<{ nowMs: number; latestMs: number }>(`
    UPDATE delivery SET due_at_ms = :nowMs
     WHERE state = 'Pending' AND state <> 'Succeeded' AND due_at_ms > :latestMs`),

  /** One that is still Pending has been tried. */
  attempted: db.prepare<AttemptedDelivery>(`
    UPDATE delivery
       SET state = :state, attempt_count = attempt_count + 1, failure_count = :failureCount, due_at_ms = :dueAtMs,
           ended_at_ms = :endedAtMs, status_code = :statusCode, detail = :detail, made_seq = :madeSeq,
           message_id = :messageId
     WHERE id = :id`),
  /** Those that have not succeeded are due now, as if they were new. Ids are a JSON list. */
  retry: db.prepare<{ ids: string; accountId: number; nowMs: number }>(`
    UPDATE delivery
       SET state = 'Pending', due_at_ms = :nowMs, begun_at_ms = :nowMs, failure_count = 0, ended_at_ms = NULL, hop = 0
     WHERE id IN (SELECT value FROM json_each(:ids)) AND state <> 'Succeeded' AND kind <> 'unsupported'
       AND function_id IN (SELECT id FROM function WHERE account_id = :accountId)`),
})
export type DeliverySql = ReturnType<typeof prepareDeliverySql>

/** What `pick` keeps; null parts do not restrict. Lists are JSON texts, `…Like` patterns escaped with a backslash. */
export type DeliveryPick = {
  ids: string
  accountId: number
  functions: string | null
  states: string | null
  kinds: string | null
  textLike: string | null
  taskIdLike: string | null
}
export type ReadDelivery = Omit<DeliveryRow, 'body' | 'host' | 'hop' | 'failureCount' | 'begunAtMs'> & {
  functionName: string
  taskId: string | null
  madeFunctionName: string | null
  madeTaskId: string | null
}
type IdWindow = { before: number; limit: number }

const READ = `
    SELECT ${SEEN_COLUMNS}, function.name AS functionName, task.id AS taskId, made.id AS madeTaskId,
           made_function.name AS madeFunctionName`
const JOINS = `
      JOIN function ON function.id = delivery.function_id
      LEFT JOIN task ON task.seq = task_seq
      LEFT JOIN task AS made ON made.seq = made_seq
      LEFT JOIN function AS made_function ON made_function.id = made.function_id`

export const prepareDeliveryReads = (db: Database) => ({
  /** Every delivery of every account, the latest first. */
  walk: db
    .prepare<IdWindow, number>('SELECT id FROM delivery WHERE id < :before ORDER BY id DESC LIMIT :limit')
    .pluck(),
  /** Of one state, which is not Succeeded. */
  open: db
    .prepare<IdWindow & { state: DeliveryState }, number>(`
    SELECT id FROM delivery
     WHERE state <> 'Succeeded' AND state = :state AND id < :before ORDER BY id DESC LIMIT :limit`)
    .pluck(),
  /** In the order of :ids, because CROSS JOIN keeps json_each outside. */
  pick: db.prepare<DeliveryPick, ReadDelivery>(`${READ}
      FROM json_each(:ids) AS wanted CROSS JOIN delivery ON delivery.id = wanted.value${JOINS}
     WHERE function.account_id = :accountId
       AND (:functions IS NULL OR function.name IN (SELECT value FROM json_each(:functions)))
       AND (:states IS NULL OR delivery.state IN (SELECT value FROM json_each(:states)))
       AND (:kinds IS NULL OR delivery.kind IN (SELECT value FROM json_each(:kinds)))
       AND (:textLike IS NULL OR delivery.target LIKE :textLike ESCAPE '\\' OR detail LIKE :textLike ESCAPE '\\'
            OR task.id LIKE :taskIdLike ESCAPE '\\')`),
  ofTask: db
    .prepare<{ accountId: number; functionName: string; taskId: string }, number>(`
    SELECT delivery.id FROM function CROSS JOIN task ON task.function_id = function.id AND task.id = :taskId
      CROSS JOIN delivery ON delivery.task_seq = task.seq
     WHERE function.account_id = :accountId AND function.name = :functionName`)
    .pluck(),
  body: db.prepare<{ id: number }, Pick<DeliveryRow, 'taskSeq' | 'body'>>(
    'SELECT task_seq AS taskSeq, body FROM delivery WHERE id = :id',
  ),
  count: db
    .prepare<{ state: DeliveryState; accountId: number }, number>(`
    SELECT count(*) FROM delivery
     WHERE state <> 'Succeeded' AND state = :state
       AND function_id IN (SELECT id FROM function WHERE account_id = :accountId)`)
    .pluck(),
})

/** Of the delivery of a task's result. */
export const prepareStateOfTask = (db: Database) =>
  db.prepare<{ seq: number }, DeliveryState>('SELECT state FROM delivery WHERE task_seq = :seq').pluck()
