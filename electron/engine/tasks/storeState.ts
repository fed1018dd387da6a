/**
 * What the store keeps in memory beside the database, and the moves on it that several writes share.
 * All of it can be read again from the database (`reload`) after a transaction that failed.
 */
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../../base/clock.ts'
import type { MetricSecond } from '../../base/metricMessages.ts'
import { prepareFunctionSql } from '../../storage/functions.sql.ts'
import { prepareInstanceSql } from '../../storage/instances.sql.ts'
import { type MadeBy, prepareTaskSql } from '../../storage/tasks.sql.ts'
import { prepareVersionSql } from '../../storage/versions.sql.ts'
import { FunctionTable } from '../functions/functionTable.ts'
import type { Invocation } from '../messages.ts'
import { MetricRecorder } from '../metrics/metricRecorder.ts'
import { LANE_COUNT } from '../queues/lanes.ts'
import type { Waiting } from '../queues/laneWindow.ts'
import { Occupancy } from '../queues/occupancy.ts'
import { Partition } from '../queues/partition.ts'
import type { Admission } from './admission.ts'
import { Counters } from './counters.ts'
import { FollowUps } from './followUps.ts'
import { RequestIds } from './requestIds.ts'
import { SyncCalls } from './syncCalls.ts'
import { TaskSeqs } from './taskSeqs.ts'

/** A task that a scheduler holds. */
export type Granted = {
  functionId: number
  lease: number
  state: 'Dequeued' | 'Running' | 'Stopping'
  queueId: number
  lane: number
  /** Since when it could have run; null: that was counted already, or is not known. */
  readyAtMs: number | null
  madeBy: MadeBy | null
}

/** What the scheduler is told once the turn has committed. */
export type Outbox = { invocations: Invocation[]; stopKeys: number[] }

export type StoreStateDeps = {
  db: Database
  clock: Clock
  region: string
  machineConcurrency: number
  /** Gets what each second brought; without it nothing is counted. */
  recordSecond?: (second: MetricSecond) => void
  later(run: () => void, delayMs: number): void
  admission: Admission
}

export class StoreState {
  readonly clock: Clock
  readonly sql
  readonly functionSql
  readonly instanceSql
  readonly versionSql
  readonly functions: FunctionTable
  readonly counters: Counters
  readonly occupancy: Occupancy
  readonly syncCalls: SyncCalls
  /** Null: nobody wants to know. */
  readonly metrics: MetricRecorder | null
  readonly requestIds = new RequestIds()
  readonly seqs: TaskSeqs
  /** What the end of a task sets off. */
  readonly followUps: FollowUps
  readonly granted = new Map<number, Granted>()
  outbox: Outbox = { invocations: [], stopKeys: [] }
  /** When the earliest delayed task comes due; Infinity: none waits. */
  nextDueAtMs = Number.POSITIVE_INFINITY
  #laneTurn = 0
  #lastServedQueueId = 0
  readonly #partitions = new Map<number, Partition>()
  readonly #queueIds = new Map<number, number>()

  constructor(deps: StoreStateDeps) {
    this.clock = deps.clock
    this.syncCalls = new SyncCalls(deps.clock.nowMs())
    this.sql = prepareTaskSql(deps.db)
    this.functionSql = prepareFunctionSql(deps.db)
    this.instanceSql = prepareInstanceSql(deps.db)
    this.versionSql = prepareVersionSql(deps.db)
    this.functions = new FunctionTable(this.functionSql, deps.region)
    this.counters = new Counters({
      sql: this.sql,
      accountIdOf: (functionId) => this.functions.accountIdOf(functionId),
      moved: (functionId, from, to) => this.metrics?.moved(functionId, from, to),
    })
    this.occupancy = new Occupancy(deps.machineConcurrency)
    this.metrics = deps.recordSecond
      ? new MetricRecorder({
          clock: deps.clock,
          functions: this.functions,
          counters: this.counters,
          occupancy: this.occupancy,
          sql: this.sql,
          emit: deps.recordSecond,
          later: deps.later,
        })
      : null
    this.seqs = new TaskSeqs(this.sql.lastSeq.get()?.seq ?? 0)
    this.followUps = new FollowUps({ ...deps, state: this })
    this.reload()
  }

  /** One queue for each account, with one partition of all lanes, until the balancer opens more. */
  partitionOf(queueId: number): Partition {
    let partition = this.#partitions.get(queueId)
    if (partition === undefined) {
      const lanes = Array.from({ length: LANE_COUNT }, (_, lane) => lane)
      partition = new Partition(queueId, lanes, (lane, limit) => this.sql.ready.all({ queueId, lane, limit }))
      this.#partitions.set(queueId, partition)
    }
    return partition
  }

  /** All partitions, beginning after the one that was served last. */
  partitionsInTurn(): Partition[] {
    const all = [...this.#partitions.values()]
    const next = all.findIndex(({ queueId }) => queueId === this.#lastServedQueueId) + 1
    return [...all.slice(next), ...all.slice(0, next)]
  }

  servedLast({ queueId }: Partition): void {
    this.#lastServedQueueId = queueId
  }

  queueIdOf(accountId: number): number {
    let queueId = this.#queueIds.get(accountId)
    if (queueId === undefined) {
      queueId = this.functionSql.accountQueue.get({ accountId })?.id
      if (queueId === undefined) throw new AppError('internal', `account ${accountId} has no queue`)
      this.#queueIds.set(accountId, queueId)
    }
    return queueId
  }

  nextLaneTurn(): number {
    return this.#laneTurn++
  }

  /** The task waits from now on, behind those of its lane that are due before it. */
  waits(queueId: number, task: Waiting): void {
    this.partitionOf(queueId).add(task)
  }

  waitsUntil(dueAtMs: number): void {
    this.nextDueAtMs = Math.min(this.nextDueAtMs, dueAtMs)
  }

  hold(seq: number, granted: Granted): void {
    this.granted.set(seq, granted)
    this.occupancy.add(granted.functionId, this.functions.accountIdOf(granted.functionId))
  }

  letGo(seq: number, granted: Granted): void {
    this.granted.delete(seq)
    this.occupancy.remove(granted.functionId, this.functions.accountIdOf(granted.functionId))
  }

  /** Makes memory equal to the database again. */
  reload(): void {
    this.outbox = { invocations: [], stopKeys: [] }
    this.metrics?.rolledBack()
    this.functions.reload()
    this.counters.reload()
    this.followUps.reload()
    this.#partitions.clear()
    this.#queueIds.clear()
    for (const account of this.functions.accounts()) this.partitionOf(this.queueIdOf(account.id))
    this.occupancy.reset()
    this.granted.clear()
    for (const row of this.sql.held.all()) {
      const state = row.state as Granted['state'] // place 2 has no other states
      const { functionId, lease, queueId, lane, madeBy } = row
      const readyAtMs = state === 'Dequeued' ? row.dueAtMs : null
      this.hold(row.seq, { functionId, lease, state, queueId, lane, readyAtMs, madeBy })
    }
    for (const call of this.syncCalls.underWay()) this.occupancy.add(call.functionId, call.accountId)
    this.nextDueAtMs = this.sql.nextDelayed.get()?.dueAtMs ?? Number.POSITIVE_INFINITY
  }
}
