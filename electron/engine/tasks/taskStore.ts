/**
 * The only writer of the task database: takes commands and reports, commits them in groups, grants due
 * tasks to the scheduler and tells everyone once it is durable (DESIGN.md section 2). Plain Node without
 * threads: electron/threads/store.ts gives it ports, a test calls it directly.
 */
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../../base/clock.ts'
import type { HostOptions } from '../../base/hostOptions.ts'
import type { MetricSecond, MetricsMessage } from '../../base/metricMessages.ts'
import { Revision } from '../../base/revision.ts'
import { deadLetterCommands } from '../deadLetters/deadLetterCommands.ts'
import { deliveryCommands } from '../destinations/deliveryCommands.ts'
import type { EngineCommands } from '../engineCommands.ts'
import { FunctionCommands } from '../functions/functionCommands.ts'
import { messageCommands } from '../messageQueues/messageCommands.ts'
import type { SchedulerToStore, StoreToScheduler } from '../messages.ts'
import { MetricOutbox } from '../metrics/metricOutbox.ts'
import { operationCommands } from '../operations/operationCommands.ts'
import type { TaskCommands } from '../ports.ts'
import { repairCommands } from '../repairs/repairCommands.ts'
import { versionCommands } from '../versions/versionCommands.ts'
import { Admission, checkRequest, checkTaskId } from './admission.ts'
import { endAttempt, startAttempt } from './endAttempt.ts'
import { grantTasks, promoteDelayed } from './grantTasks.ts'
import { GroupCommit, type Write } from './groupCommit.ts'
import { recordInstance } from './recordInstance.ts'
import { recoverTasks } from './recoverTasks.ts'
import { replayTask } from './replayTask.ts'
import { answerSyncCall, startSyncCall } from './startSyncCall.ts'
import { stopTask } from './stopTask.ts'
import { StoreState } from './storeState.ts'
import { submitTask } from './submitTask.ts'

export type TaskStoreDeps = {
  db: Database
  clock: Clock
  options: Pick<
    HostOptions,
    'workspaceDir' | 'region' | 'machineConcurrency' | 'schedulingWindow' | 'minFreeDiskBytes' | 'addAccessKeys'
  >
  explain(error: unknown): unknown
  /** Calls back soon, after what has already arrived was taken in; `setImmediate` in the host. */
  defer(run: () => void): void
  /** Calls back after a while; `setTimeout` in the host. Used for the next delayed task and a full disk. */
  later(run: () => void, delayMs: number): void
  /** False: nothing is counted for metrics, to measure what counting costs. */
  hasMetrics?: boolean
  /** After each commit, for the checkpoints. */
  committed?(): void
}
/** Runs `apply` inside a turn's transaction; resolves once that is durable. An AppError refuses only this one. */
export type InTurn = <T>(apply: (nowMs: number) => T) => Promise<T>

type Scheduler = { lease: number; send(message: StoreToScheduler): void; isClosing: boolean }

/** A laptop may sleep through a timer, and its clock may be set: never trust one for longer. */
const MAX_TIMER_MS = 1_000

export class TaskStore {
  readonly #deps: TaskStoreDeps
  readonly #state: StoreState
  readonly #commit: GroupCommit
  readonly #admission: Admission
  readonly #functionCommands: FunctionCommands
  /** Grows after each commit that changed anything. */
  readonly revision = new Revision()
  #changeCount = 0
  #scheduler: Scheduler | null = null
  readonly #metricOutbox = new MetricOutbox()
  #needsAnotherTurn = false
  #lastLease: number
  #timerAtMs = Number.POSITIVE_INFINITY
  #isClosed = false

  /** Opens what a former host left: its attempts are Interrupted and wait again (DESIGN.md section 2). */
  constructor(deps: TaskStoreDeps) {
    this.#deps = deps
    this.#admission = new Admission({ ...deps.options, clock: deps.clock })
    this.#state = new StoreState({
      ...deps,
      admission: this.#admission,
      region: deps.options.region,
      machineConcurrency: deps.options.machineConcurrency,
      ...(deps.hasMetrics !== false && { recordSecond: (second: MetricSecond) => this.#metricOutbox.add(second) }),
    })
    this.#lastLease = this.#state.sql.lastLease.get()?.lease ?? 0
    this.#functionCommands = new FunctionCommands({
      functions: this.#state.functions,
      sql: this.#state.functionSql,
      record: (operation) => this.#state.followUps.operations.record(operation),
    })
    deps.db
      .transaction(() => {
        this.#functionCommands.ensureDefaultAccount()
        for (const key of deps.options.addAccessKeys) this.#functionCommands.putAccessKey(key)
        recoverTasks(this.#state, null)
        this.#state.instanceSql.endLiving.run({ nowMs: deps.clock.nowMs(), detail: 'its host ended' })
        this.#state.followUps.write()
        this.#state.counters.write()
      })
      .immediate()
    this.#commit = new GroupCommit({
      db: deps.db,
      conclude: () => this.#conclude(),
      committed: () => this.#publish(),
      reload: () => this.#state.reload(),
      explain: deps.explain,
      defer: deps.defer,
      retryLater: deps.later,
    })
    this.#state.metrics?.begin()
    const inTurn: InTurn = (apply) => this.#write(apply)
    this.commands = {
      ...this.#taskCommands,
      ...deliveryCommands(this.#state, inTurn),
      ...deadLetterCommands(this.#state, inTurn),
      ...repairCommands(this.#state, inTurn),
      ...messageCommands(this.#state, inTurn),
      ...operationCommands(this.#state, inTurn),
      ...versionCommands(this.#state, inTurn),
    }
  }

  /** The commands of the engine's port. Each resolves once its change is durable. */
  readonly commands: EngineCommands

  readonly #taskCommands: TaskCommands = {
    submit: (request) => {
      checkRequest(request)
      return this.#write(() => submitTask(this.#state, this.#admission, request))
    },
    replay: (request) => {
      checkTaskId(request.newTaskId)
      return this.#write(() => replayTask(this.#state, this.#admission, request))
    },
    stop: (target) => this.#write(() => stopTask(this.#state, target)),
    invoke: (request) =>
      new Promise((resolve, reject) => {
        let key = 0
        this.#commit.add({
          apply: () => {
            if (this.#scheduler === null)
              throw new AppError('unavailable', 'the scheduler is being restarted: try again')
            key = startSyncCall(this.#state, request, { lease: this.#scheduler.lease, resolve, reject }).key
          },
          failed: (error) => {
            this.#state.syncCalls.delete(key)
            reject(error)
          },
        })
      }),
    createFunction: (accountId, definition) =>
      this.#write((nowMs) => this.#functionCommands.create({ accountId, definition, nowMs })),
    updateFunction: (target, change) => this.#write((nowMs) => this.#functionCommands.update(target, change, nowMs)),
    setHold: (target, holdMs) => this.#write((nowMs) => this.#functionCommands.setHold(target, { holdMs, nowMs })),
    revertFunction: (target, parts, base) =>
      this.#write((nowMs) => this.#functionCommands.revert(target, { parts, base, nowMs })),
    deleteFunction: (target) => this.#write((nowMs) => this.#functionCommands.delete(target, nowMs)),
    syncProject: (accountId, project) =>
      this.#write((nowMs) => this.#functionCommands.syncProject(accountId, project, nowMs)),
    allowAccessKey: (key) => this.#write(() => this.#functionCommands.allowAccessKey(key)),
  }

  /**
   * A scheduler begins under a new lease. Whatever the one before it held is interrupted: it is gone, and
   * its instances with it. Returns the lease.
   */
  connectScheduler(send: Scheduler['send']): number {
    const lease = ++this.#lastLease
    const nowMs = this.#state.clock.nowMs()
    this.disconnectScheduler()
    // before the first grant under it
    this.#commit.add({
      apply: () => void this.#state.sql.keepLease.run({ lease, nowMs }),
      failed: () => {},
      mustSurvive: true,
    })
    this.#scheduler = { lease, send, isClosing: false }
    const specs = [...this.#state.functions.all()].map(({ spec }) => spec)
    send({ kind: 'welcome', schedulerId: lease })
    send({ kind: 'functions', specs, removedIds: [] })
    this.#commit.wake()
    return lease
  }

  disconnectScheduler(): void {
    if (this.#scheduler === null) return
    this.#scheduler = null
    for (const call of this.#state.syncCalls.underWay()) {
      this.#state.syncCalls.delete(call.key)
      this.#state.occupancy.remove(call.functionId, call.accountId)
      this.#state.metrics?.touched(call.functionId)
      call.reject(new AppError('unavailable', 'the scheduler was restarted while the call ran: call again'))
    }
    this.#commit.add({
      apply: () => {
        recoverTasks(this.#state, this.#scheduler?.lease ?? null)
        this.#state.metrics?.schedulerGone()
        const nowMs = this.#state.clock.nowMs()
        this.#state.instanceSql.endLiving.run({ nowMs, detail: 'the scheduler that had started it was replaced' })
      },
      failed: () => {},
      mustSurvive: true,
    })
  }

  /** A report of the scheduler that holds `lease`; one from an older lease changes nothing. */
  report(lease: number, report: SchedulerToStore): void {
    if (this.#scheduler?.lease !== lease) return
    if (report.isClosing) this.#scheduler.isClosing = true
    const answered = report.ended.filter(({ key }) => key < 0)
    this.#commit.add({
      mustSurvive: true,
      failed: () => {},
      apply: () => {
        for (const { functionId, depth } of report.depths) {
          this.#state.occupancy.setDepth(functionId, this.#state.functions.accountIdOf(functionId), depth)
          this.#state.metrics?.touched(functionId)
        }
        for (const instance of report.instances) recordInstance(this.#state, instance)
        for (const start of report.started) startAttempt(this.#state, lease, start)
        for (const end of report.ended) if (end.key > 0) endAttempt(this.#state, lease, end)
        for (const { key, end } of answered) {
          const call = this.#state.syncCalls.get(key)
          if (call === undefined) continue
          this.#state.occupancy.remove(call.functionId, call.accountId)
          this.#state.metrics?.callEnded(call.functionId, end)
        }
      },
      committed: () => {
        for (const { key, end } of answered) {
          const call = this.#state.syncCalls.get(key)
          this.#state.syncCalls.delete(key)
          if (call) answerSyncCall(call, end)
        }
      },
    })
  }

  /** Sends each second's metrics, and those that an earlier log thread did not store. */
  connectLog(send: (message: MetricsMessage) => void): void {
    this.#metricOutbox.connect(send)
  }

  metricsStored(number: number): void {
    this.#metricOutbox.stored(number)
  }

  /** Commits what is waiting, and from then on grants nothing. */
  close(): void {
    this.#isClosed = true
    this.#commit.close()
    this.#state.metrics?.close()
  }

  #write<T>(apply: (nowMs: number) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      let value: T
      const write: Write = {
        apply: () => {
          value = apply(this.#state.clock.nowMs())
        },
        committed: () => resolve(value),
        failed: reject,
      }
      this.#commit.add(write)
    })
  }

  #conclude(): void {
    const nowMs = this.#state.clock.nowMs()
    const hasMoreDelayed = promoteDelayed(this.#state, nowMs) // first: what waits for an instant names it after this
    this.#needsAnotherTurn = this.#state.followUps.conclude(nowMs) || hasMoreDelayed
    if (this.#scheduler !== null && !this.#scheduler.isClosing && !this.#isClosed) {
      const { lease } = this.#scheduler
      const room = this.#deps.options.schedulingWindow - this.#state.granted.size
      this.#needsAnotherTurn = grantTasks(this.#state, { lease, room, nowMs }) || this.#needsAnotherTurn
    }
    this.#state.followUps.write()
    this.#state.counters.write()
  }

  #publish(): void {
    const { outbox } = this.#state
    this.#state.followUps.committed()
    this.#state.outbox = { invocations: [], stopKeys: [] }
    const changes = this.#state.functions.takeChanges()
    this.#state.metrics?.committed()
    const changedIds = [...changes.specs.map(({ functionId }) => functionId), ...changes.removedIds]
    if (changedIds.length > 0) this.#state.metrics?.functionsChanged(changedIds)
    const send = this.#scheduler?.send
    if (send) {
      if (changes.specs.length > 0 || changes.removedIds.length > 0) send({ kind: 'functions', ...changes })
      if (outbox.invocations.length > 0) send({ kind: 'grants', invocations: outbox.invocations })
      if (outbox.stopKeys.length > 0) send({ kind: 'stop', keys: outbox.stopKeys })
    }
    const changeCount = this.#state.sql.changeCount.get()?.count ?? 0
    if (changeCount !== this.#changeCount) this.revision.grow()
    this.#changeCount = changeCount
    if (this.#needsAnotherTurn) this.#commit.wake()
    this.#setTimer()
    this.#deps.committed?.()
  }

  #nextDueAtMs(): number {
    return Math.min(this.#state.nextDueAtMs, this.#state.followUps.nextDueAtMs)
  }

  /** Wakes when the next delayed task or delivery comes due. One that is due earlier takes over from the timer before. */
  #setTimer(): void {
    const nextDueAtMs = this.#nextDueAtMs()
    if (this.#isClosed || nextDueAtMs === Number.POSITIVE_INFINITY || this.#timerAtMs <= nextDueAtMs) return
    const nowMs = this.#state.clock.nowMs()
    const atMs = Math.max(nowMs, Math.min(nextDueAtMs, nowMs + MAX_TIMER_MS))
    this.#timerAtMs = atMs
    this.#deps.later(() => {
      if (this.#timerAtMs !== atMs) return
      this.#timerAtMs = Number.POSITIVE_INFINITY
      if (this.#state.clock.nowMs() >= this.#nextDueAtMs()) this.#commit.wake()
      else this.#setTimer()
    }, atMs - nowMs)
  }
}
