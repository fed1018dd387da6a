/**
 * Counts what the store does, second by second, for each function. The hot path only adds to numbers that
 * are there already; what a turn counted becomes part of the open second when the turn has committed, and
 * is forgotten when it was rolled back. Gauges are read after each commit, of the functions it touched.
 *
 * While nothing happens and nothing waits, runs or lives there is no second, no timer and no message.
 */
import type { TaskState } from '../../../shared/domain/taskStates.ts'
import { SECOND_MS } from '../../../shared/units/time.ts'
import { ASLEEP_AFTER_MS, type Clock } from '../../base/clock.ts'
import {
  type CountName,
  type FunctionSecond,
  type MarkOfFunction,
  type MetricGauges,
  type MetricSecond,
  noGauges,
} from '../../base/metricMessages.ts'
import type { TaskSql } from '../../storage/tasks.sql.ts'
import type { FunctionTable } from '../functions/functionTable.ts'
import type { AttemptEnd, InstanceReport } from '../messages.ts'
import type { FunctionRecord } from '../ports.ts'
import type { Occupancy } from '../queues/occupancy.ts'
import type { Counters } from '../tasks/counters.ts'
import { changeMarks } from './changeMarks.ts'
import { COUNT_AT, FunctionTally, moveGauges, raiseGauges } from './functionTally.ts'
import { LivingInstances } from './livingInstances.ts'

export type MetricRecorderDeps = {
  clock: Clock
  functions: FunctionTable
  counters: Counters
  occupancy: Occupancy
  sql: Pick<TaskSql, 'oldestReady'>
  emit(second: MetricSecond): void
  later(run: () => void, delayMs: number): void
}
type Sum = { now: MetricGauges; peaks: MetricGauges }

const bump = (staged: Float64Array, name: CountName) => {
  staged[COUNT_AT[name]] = (staged[COUNT_AT[name]] ?? 0) + 1
}
const floorSecond = (atMs: number) => Math.floor(atMs / SECOND_MS) * SECOND_MS

export class MetricRecorder {
  readonly #deps: MetricRecorderDeps
  readonly #tallies = new Map<number, FunctionTally>()
  readonly #records = new Map<number, FunctionRecord>()
  readonly #instances = new LivingInstances()
  #staged: FunctionTally[] = []
  /** Null: the scheduler is gone, and its instances with it. */
  #stagedReports: (InstanceReport | null)[] = []
  /** Those that did something in the open second, or have something that waits, runs or lives. */
  readonly #live = new Set<FunctionTally>()
  readonly #accounts = new Map<number, Sum>()
  readonly #everything: Sum = { now: noGauges(), peaks: noGauges() }
  #marks: MarkOfFunction[] = []
  #openAtMs: number | null = null
  #isTimerSet = false
  #isClosed = false

  constructor(deps: MetricRecorderDeps) {
    this.#deps = deps
  }

  /** Call once the store is open: what waits already counts from now on. */
  begin(): void {
    for (const { record } of this.#deps.functions.all()) this.#records.set(record.functionId, record)
    for (const functionId of this.#deps.counters.openFunctionIds()) this.#stage(functionId)
    this.committed()
  }

  // -- inside the turn's transaction ---------------------------------------------------------------

  /** A task came into `to` (from null: it is new). */
  moved(functionId: number, from: TaskState | null, to: TaskState): void {
    const { staged } = this.#stage(functionId)
    switch (to) {
      case 'Enqueued':
        if (from === null) bump(staged, 'submitted')
        return
      case 'Dequeued':
        bump(staged, 'dequeued')
        return
      case 'Succeeded':
        bump(staged, 'succeeded')
        return
      case 'Failed':
        bump(staged, 'failed')
        return
      case 'Stopped':
        bump(staged, 'stopped')
        return
      case 'Expired':
        bump(staged, 'expired')
        return
      case 'Invalid':
        bump(staged, 'invalid')
        return
    }
  }

  /** An attempt began this long after it could have. Clocks of two threads may differ a little. */
  waited(functionId: number, waitMs: number): void {
    this.#stage(functionId).stagedWaitsMs.push(Math.max(0, waitMs))
  }

  /** An attempt has ended; those that were stopped or never ran are not measured. */
  ran(functionId: number, end: AttemptEnd): void {
    if (end.outcome !== 'succeeded' && end.outcome !== 'failed') return
    this.#run(functionId, end)
    if (end.outcome === 'failed') bump(this.#stage(functionId).staged, 'failedAttempts')
  }

  retried(functionId: number): void {
    bump(this.#stage(functionId).staged, 'retried')
  }

  callEnded(functionId: number, end: AttemptEnd): void {
    const { staged } = this.#stage(functionId)
    if (end.outcome !== 'succeeded' && end.outcome !== 'failed') return
    this.#run(functionId, end)
    bump(staged, 'calls')
    if (end.outcome === 'failed') bump(staged, 'failedCalls')
  }

  /** A delivery to a destination of the function was made, or given up. */
  deliveryEnded(functionId: number, state: 'Succeeded' | 'Failed'): void {
    bump(this.#stage(functionId).staged, state === 'Succeeded' ? 'delivered' : 'undelivered')
  }

  callThrottled(functionId: number): void {
    bump(this.#stage(functionId).staged, 'throttledCalls')
  }

  /** Something changed that only gauges show. */
  touched(functionId: number): void {
    this.#stage(functionId)
  }

  reported(report: InstanceReport): void {
    this.#stagedReports.push(report)
  }

  /** After all that it reported. */
  schedulerGone(): void {
    this.#stagedReports.push(null)
  }

  // -- between turns -------------------------------------------------------------------------------

  rolledBack(): void {
    for (const tally of this.#staged) tally.dropStaged() // they stay on the list: their gauges are read again
    this.#stagedReports = [] // those who sent them send them again
  }

  committed(): void {
    if (this.#staged.length === 0 && this.#stagedReports.length === 0) return
    const nowMs = this.#deps.clock.nowMs()
    this.#openSecond(nowMs)
    for (const report of this.#stagedReports.splice(0)) {
      if (report === null) this.#forgetInstances()
      else this.#keepReport(report)
    }
    for (const tally of this.#staged) {
      tally.keepStaged()
      tally.isStaged = false
      this.#readGauges(tally)
    }
    this.#staged = []
    this.#raisePeaks()
    this.#setTimer(nowMs)
  }

  /** These may have changed; each is compared with what it was. */
  functionsChanged(functionIds: Iterable<number>): void {
    const nowMs = this.#deps.clock.nowMs()
    for (const functionId of functionIds) {
      const after = this.#deps.functions.byId(functionId)?.record
      const before = this.#records.get(functionId)
      if (after === undefined) this.#records.delete(functionId)
      else this.#records.set(functionId, after)
      if (after === undefined || before === undefined) continue
      for (const mark of changeMarks(before, after)) this.#mark({ ...mark, functionId, atMs: nowMs })
    }
  }

  /** Gives what the open second has until now. */
  close(): void {
    this.committed()
    if (this.#openAtMs !== null) this.#emit(this.#openAtMs)
    this.#openAtMs = null
    this.#isClosed = true
  }

  #stage(functionId: number): FunctionTally {
    let tally = this.#tallies.get(functionId)
    if (tally === undefined) {
      tally = new FunctionTally(functionId, this.#deps.functions.accountIdOf(functionId))
      this.#tallies.set(functionId, tally)
    }
    if (!tally.isStaged) {
      tally.isStaged = true
      this.#staged.push(tally)
    }
    return tally
  }

  #run(functionId: number, end: { durationMs: number; peakMemoryBytes: number }): void {
    const tally = this.#stage(functionId)
    tally.stagedRunsMs.push(Math.max(0, end.durationMs))
    if (end.peakMemoryBytes > tally.stagedMemoryBytes) tally.stagedMemoryBytes = end.peakMemoryBytes
  }

  #forgetInstances(): void {
    for (const functionId of this.#instances.functionIds()) this.#stage(functionId)
    this.#instances.clear()
  }

  #keepReport(report: InstanceReport): void {
    const news = this.#instances.take(report)
    if (news === null) return
    const { staged } = this.#stage(news.functionId)
    if (news.isColdStart) bump(staged, 'coldStarts')
    const { functionId } = news
    if (news.crash !== null) {
      this.#mark({ kind: 'crash', functionId, atMs: report.atMs, text: `instance crashed: ${news.crash}` })
    }
  }

  /** One crash of a function is told for each second: they may come in hundreds. */
  #mark(mark: MarkOfFunction): void {
    const nowMs = this.#deps.clock.nowMs()
    this.#openSecond(nowMs)
    const isTold = this.#marks.some(({ kind, functionId }) => kind === 'crash' && functionId === mark.functionId)
    if (mark.kind === 'crash' && isTold) return
    this.#marks.push(mark)
    this.#setTimer(nowMs)
  }

  #readGauges(tally: FunctionTally): void {
    const { counters, occupancy } = this.#deps
    const { functionId } = tally
    const count = (state: TaskState) => counters.count(functionId, state)
    const gauges = {
      backlog: count('Enqueued') + count('Retrying'),
      executing: occupancy.placeCount(functionId),
      inProcess: count('Dequeued') + count('Running') + count('Stopping'),
      instances: this.#instances.count(functionId),
    }
    const account = this.#account(tally.accountId)
    const change = { before: tally.now, now: gauges }
    moveGauges(account.now, change)
    moveGauges(this.#everything.now, change)
    tally.setGauges(gauges)
    this.#live.add(tally)
  }

  #account(accountId: number): Sum {
    let sum = this.#accounts.get(accountId)
    if (sum === undefined) {
      sum = { now: noGauges(), peaks: noGauges() }
      this.#accounts.set(accountId, sum)
    }
    return sum
  }

  #raisePeaks(): void {
    raiseGauges(this.#everything.peaks, this.#everything.now)
    for (const { now, peaks } of this.#accounts.values()) raiseGauges(peaks, now)
  }

  /** Ends the open second when its time is over, and opens that of `nowMs`. */
  #openSecond(nowMs: number): void {
    this.#endSecond(nowMs)
    this.#openAtMs ??= floorSecond(nowMs)
  }

  /** What has not changed goes on through seconds in which this thread was late, but not through a sleep. */
  #endSecond(nowMs: number): void {
    if (this.#openAtMs === null || nowMs < this.#openAtMs + SECOND_MS) return
    const currentAtMs = floorSecond(nowMs)
    const isLate = nowMs - (this.#openAtMs + SECOND_MS) <= ASLEEP_AFTER_MS
    this.#emit(this.#openAtMs)
    for (let atMs = this.#openAtMs + SECOND_MS; isLate && this.#live.size > 0 && atMs < currentAtMs; atMs += SECOND_MS)
      this.#emit(atMs)
    this.#openAtMs = this.#live.size > 0 ? currentAtMs : null
  }

  #emit(atMs: number): void {
    const functions = [...this.#live].map((tally) => this.#functionSecond(tally, atMs + SECOND_MS))
    const accounts = [...this.#accounts].map(([accountId, { peaks }]) => ({ accountId, ...peaks }))
    this.#deps.emit({ atMs, functions, accounts, everything: { ...this.#everything.peaks }, marks: this.#marks })
    this.#marks = []
    for (const { now, peaks } of [this.#everything, ...this.#accounts.values()]) Object.assign(peaks, now)
    for (const tally of this.#live) if (tally.isQuiet) this.#forget(tally)
  }

  #functionSecond(tally: FunctionTally, endMs: number): FunctionSecond {
    const { functionId, accountId, now } = tally
    const living = this.#deps.functions.byId(functionId)
    const dueAtMs = now.backlog === 0 ? null : (this.#deps.sql.oldestReady.get({ functionId })?.dueAtMs ?? null)
    const oldestAgeMs = dueAtMs === null ? null : Math.max(0, Math.min(endMs, this.#deps.clock.nowMs()) - dueAtMs)
    return {
      functionId,
      accountId,
      functionName: living?.record.config.functionName ?? null,
      accountName: living === undefined ? null : this.#deps.functions.account(accountId).name,
      values: tally.takeSecond(oldestAgeMs),
      now: { ...now },
    }
  }

  #forget(tally: FunctionTally): void {
    this.#live.delete(tally)
    const isDeleted = this.#deps.functions.byId(tally.functionId) === undefined
    if (isDeleted && !tally.isStaged) this.#tallies.delete(tally.functionId)
  }

  #setTimer(nowMs: number): void {
    if (this.#isTimerSet || this.#isClosed || this.#openAtMs === null) return
    this.#isTimerSet = true
    const delayMs = Math.max(1, this.#openAtMs + SECOND_MS - nowMs)
    this.#deps.later(() => {
      this.#isTimerSet = false
      if (this.#isClosed) return
      const atMs = this.#deps.clock.nowMs()
      this.#endSecond(atMs)
      this.#setTimer(atMs)
    }, delayMs)
  }
}
