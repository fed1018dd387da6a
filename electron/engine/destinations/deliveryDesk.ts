/**
 * Takes the results of tasks to their destinations. The end of a task makes one row, in the same transaction; what
 * goes to a function or a queue of this workspace is delivered in this turn or one of the next, what goes to an
 * address by the courier in the gateway. What fails for reasons that may pass is tried again.
 *
 * A task whose function was deleted has no destinations any more. A task that was stopped has none ([U] in FC).
 */
import { parseTarget, targetForLog } from '../../../shared/domain/destinationTarget.ts'
import type { FinalTaskState } from '../../../shared/domain/taskStates.ts'
import { AppError } from '../../../shared/errors.ts'
import { type DeliveryRow, type NewDelivery, prepareDeliverySql } from '../../storage/deliveries.sql.ts'
import type { FunctionRecord } from '../ports.ts'
import type { FollowUpDeps, TaskEnd } from '../tasks/followUps.ts'
import { TaskSeqs } from '../tasks/taskSeqs.ts'
import { deliverHere } from './deliverHere.ts'
import { chainEnd, cycleOf, hopOf, MAX_HOPS } from './deliveryChain.ts'
import { afterAttempt, type DeliveryOutcome, MAX_DELAY_MS } from './deliveryPolicy.ts'
import type { HttpDelivery } from './deliveryPorts.ts'
import { type DestinationBodies, destinationBodies } from './destinationBodies.ts'
import { HttpHolds } from './httpHolds.ts'
import { testBody } from './testBody.ts'

/** What a turn may spend on deliveries. */
const MAX_DELIVERED_PER_TURN = 200
const MAX_DELIVERING_MS = 4

const CAUSES: Record<FinalTaskState, 'success' | 'failure' | null> = {
  Succeeded: 'success',
  Failed: 'failure',
  Expired: 'failure',
  Invalid: 'failure',
  Stopped: null,
}
type Reason = Pick<NewDelivery, 'functionId' | 'taskSeq' | 'cause' | 'target' | 'hop' | 'body'>

export class DeliveryDesk {
  readonly #deps: FollowUpDeps
  readonly #sql
  readonly #ids: TaskSeqs
  readonly #bodies: DestinationBodies
  readonly #http: HttpHolds
  /** Of what is delivered here; Infinity: nothing waits. */
  #nextDueAtMs = Number.POSITIVE_INFINITY
  /** Since a turn failed: results are to be durable before more is written. */
  #isWary = false
  /** Deliveries of the courier that the turn has ended. */
  #endedIds: number[] = []

  constructor(deps: FollowUpDeps) {
    this.#deps = deps
    this.#sql = prepareDeliverySql(deps.db)
    this.#ids = new TaskSeqs(this.#sql.lastId.get()?.id ?? 0)
    this.#bodies = destinationBodies(deps.db)
    this.#http = new HttpHolds({ sql: this.#sql, clock: deps.state.clock, parcelOf: (row) => this.#parcelOf(row) })
    if (this.#sql.region.get() !== deps.region) this.#sql.keepRegion.run({ region: deps.region })
    const nowMs = deps.state.clock.nowMs()
    this.#sql.hasten.run({ nowMs, latestMs: nowMs + MAX_DELAY_MS }) // the clock was set back while no host ran
  }

  /** When the store has to have a turn for deliveries. */
  get nextDueAtMs(): number {
    return Math.min(this.#nextDueAtMs, this.#http.nextLookAtMs)
  }

  // -- inside the turn's transaction ---------------------------------------------------------------

  taskEnded(end: TaskEnd): void {
    const record = this.#deps.state.functions.byId(end.functionId)?.record
    const cause = CAUSES[end.state]
    if (record?.asyncConfig?.destinationConfig === undefined || cause === null) return
    const target = targetOf(record, cause)
    if (target === null) return
    const { functionId, seq: taskSeq } = end
    this.#add({ functionId, taskSeq, cause, target, hop: hopOf(this.#sql, end), body: null })
  }

  /** Returns the delivery's id. Throws function_not_found, invalid_input. */
  test(request: {
    accountId: number
    functionName: string
    cause: 'success' | 'failure'
    target: string | null
  }): number {
    const { accountId, functionName, cause } = request
    const { functions, requestIds, clock, followUps } = this.#deps.state
    const { record, spec } = functions.get(accountId, functionName)
    const target = request.target ?? targetOf(record, cause)
    if (target === null) {
      throw new AppError('invalid_input', `'${functionName}' has no destination on ${cause}: name a target, or set one`)
    }
    const nowMs = clock.nowMs()
    const { accountUid, region } = spec
    const body = testBody(cause, { functionName, accountUid, region, requestId: requestIds.next(nowMs), nowMs })
    const detail = { cause, target: targetForLog(target) }
    followUps.operations.record({ accountId, action: 'delivery.test', target: functionName, detail })
    return this.#add({ functionId: record.functionId, taskSeq: null, cause: 'test', target, hop: 0, body })
  }

  /** Returns how many. Each begins anew, with a day before it is given up. */
  retry({ accountId, deliveryIds }: { accountId: number; deliveryIds: number[] }): number {
    const nowMs = this.#deps.state.clock.nowMs()
    const { changes } = this.#sql.retry.run({ ids: JSON.stringify(deliveryIds), accountId, nowMs })
    if (changes === 0) return 0
    this.#nextDueAtMs = Math.min(this.#nextDueAtMs, nowMs)
    this.#http.changed()
    const target = changes === 1 ? 'one delivery' : `${changes} deliveries`
    this.#deps.state.followUps.operations.record({ accountId, action: 'delivery.retry', target, count: changes })
    return changes
  }

  /** Ignored when another courier has it now, or it has ended: late news of one that was given up for dead. */
  endHttp(end: { courierId: string; deliveryId: number; outcome: DeliveryOutcome }): void {
    const { courierId, deliveryId, outcome } = end
    const holder = this.#http.holderOf(deliveryId)
    if (holder !== null && holder !== courierId) return
    this.#endedIds.push(deliveryId)
    const row = this.#sql.byId.get({ id: deliveryId })
    if (row?.state === 'Pending' && row.host !== null) this.#attempted(row, outcome)
  }

  /** Delivers what is due here. True: there is more. */
  conclude(nowMs: number): boolean {
    if (nowMs < this.#nextDueAtMs || this.#isWary) return false
    const { clock } = this.#deps.state
    const untilMs = clock.elapsedMs() + MAX_DELIVERING_MS
    const rows = this.#sql.due.all({ nowMs, limit: MAX_DELIVERED_PER_TURN })
    for (const row of rows) {
      this.#attempted(row, this.#withCycle(row, this.#deliver(row)))
      if (clock.elapsedMs() > untilMs) break
    }
    this.#nextDueAtMs = this.#sql.nextDue.get()?.dueAtMs ?? Number.POSITIVE_INFINITY
    return this.#nextDueAtMs <= nowMs
  }

  // -- between turns -------------------------------------------------------------------------------

  takeHttp(request: { courierId: string; limit: number }): Promise<HttpDelivery[]> {
    return this.#http.take(request)
  }

  committed(): void {
    this.#isWary = false
    for (const id of this.#endedIds.splice(0)) this.#http.letGo(id)
    this.#http.look()
  }

  reload(): void {
    this.#isWary = true
    this.#endedIds = []
    this.#http.changed()
    this.#nextDueAtMs = this.#sql.nextDue.get()?.dueAtMs ?? Number.POSITIVE_INFINITY
  }

  #add(reason: Reason): number {
    const { clock } = this.#deps.state
    const nowMs = clock.nowMs()
    const id = this.#ids.next(nowMs)
    const target = parseTarget(reason.target)
    const host = target.kind === 'http' ? target.host : null
    const refusal = target.kind === 'unsupported' ? target.reason : this.#endOfChain(reason)
    const state = refusal === null ? 'Pending' : 'Failed'
    this.#sql.insert.run({ ...reason, id, kind: target.kind, host, state, detail: refusal, nowMs })
    if (state === 'Failed') this.#deps.state.metrics?.deliveryEnded(reason.functionId, state)
    else if (host === null) this.#nextDueAtMs = Math.min(this.#nextDueAtMs, nowMs)
    else this.#http.changed()
    return id
  }

  /** Null: the delivery may be made. */
  #endOfChain(reason: Reason): string | null {
    const step = reason.hop < MAX_HOPS ? null : stepOf(reason)
    return step === null ? null : chainEnd({ sql: this.#sql, functions: this.#deps.state.functions }, step)
  }

  /** In a cycle each body is larger than the one before, so say what the cause is. */
  #withCycle(row: DeliveryRow, outcome: DeliveryOutcome): DeliveryOutcome {
    const step = outcome.isDelivered || !outcome.isTooLarge || row.hop === 0 ? null : stepOf(row)
    const cycle = step === null ? null : cycleOf({ sql: this.#sql, functions: this.#deps.state.functions }, step)
    if (outcome.isDelivered || cycle === null) return outcome
    return { ...outcome, detail: `${outcome.detail}. ${cycle} is a cycle, and with each delivery the body grows` }
  }

  #deliver({ id, functionId, taskSeq, target, body: testBody }: DeliveryRow): DeliveryOutcome {
    const { state, admission } = this.#deps
    const body = taskSeq === null ? testBody : this.#bodies.of(taskSeq)
    if (body === null) return { isDelivered: false, detail: 'its task is no longer kept', canRetry: false }
    return deliverHere(state, admission, {
      accountId: state.functions.accountIdOf(functionId),
      deliveryId: id,
      target,
      body,
    })
  }

  #attempted(row: DeliveryRow, outcome: DeliveryOutcome): void {
    const { state } = this.#deps
    const next = afterAttempt(row, outcome, state.clock.nowMs())
    this.#sql.attempted.run(next)
    if (next.state !== 'Pending') state.metrics?.deliveryEnded(row.functionId, next.state)
  }

  #parcelOf({ taskSeq, body }: DeliveryRow): Pick<HttpDelivery, 'body' | 'requestId'> {
    const parcel = taskSeq === null ? body : this.#bodies.of(taskSeq)
    return { body: parcel, requestId: parcel === null ? '' : requestIdIn(parcel) }
  }
}

function stepOf({ functionId, taskSeq, target }: Pick<Reason, 'functionId' | 'taskSeq' | 'target'>) {
  const parsed = parseTarget(target)
  if (taskSeq === null || parsed.kind !== 'function') return null
  return { seq: taskSeq, functionId, targetName: parsed.functionName }
}

function targetOf({ asyncConfig }: FunctionRecord, cause: 'success' | 'failure'): string | null {
  const config = asyncConfig?.destinationConfig
  return (cause === 'success' ? config?.onSuccess : config?.onFailure)?.destination || null
}

/** The body is ours: its second field begins with it. */
const requestIdIn = (body: string) => /"requestContext":\{"requestId":"([^"]*)"/.exec(body)?.[1] ?? ''
