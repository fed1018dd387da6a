/**
 * A scheduler: takes the tasks that the store granted it to the instances of their functions, and reports
 * what became of them. It owns the pipes, frames and time-outs of its instances (DESIGN.md section 2).
 */
import type { Clock } from '../../base/clock.ts'
import type { HostOptions } from '../../base/hostOptions.ts'
import type { InstanceCalls } from '../../base/instanceCalls.ts'
import type { LogToSamples, SamplesToLog } from '../../base/logMessages.ts'
import { Revision } from '../../base/revision.ts'
import type { Notice } from '../../base/threadLink.ts'
import { instanceCalls } from '../instances/instanceCalls.ts'
import { InstancePools } from '../instances/instancePools.ts'
import type { LogToScheduler, SchedulerToLog, SchedulerToStore, StoreToScheduler } from '../messages.ts'
import { OutputShipper } from './outputShipper.ts'
import { Reporter } from './reporter.ts'
import { SampleShipper } from './sampleShipper.ts'

/** Deadlines, memory and idle instances are looked at this often (DESIGN.md section 5). */
export const TICK_MS = 100

export type SchedulerDeps = {
  clock: Clock
  options: HostOptions
  notify(notice: Notice): void
  toStore(report: SchedulerToStore): void
  toLog(message: SchedulerToLog | SamplesToLog): void
}

export class Scheduler {
  readonly #pools: InstancePools
  readonly #reporter: Reporter
  readonly #shipper: OutputShipper
  readonly #samples: SampleShipper
  /** Of the instances: grows when one changes, and with each round of samples. */
  readonly #revision = new Revision()
  #knowsFunctions = false
  readonly #depths = new Map<number, number>()

  constructor({ clock, options, notify, toStore, toLog }: SchedulerDeps) {
    this.#reporter = new Reporter({ send: toStore, clock, defer: setImmediate, later: setTimeout })
    this.#shipper = new OutputShipper({
      send: toLog,
      pause: () => this.#pools.pauseOutput(),
      resume: () => this.#pools.resumeOutput(),
      later: setTimeout,
    })
    this.#samples = new SampleShipper(toLog)
    this.#pools = new InstancePools({
      clock,
      options,
      notify,
      onStarted: (start) => {
        this.#reporter.started(start)
        this.#revision.grow()
      },
      onEnded: (key, end) => this.#reporter.ended(key, end),
      onInstance: (report) => {
        this.#reporter.instance(report)
        this.#revision.grow()
      },
      onSamples: (instanceId, samples) => this.#samples.keep(instanceId, samples),
      onSampled: () => this.#revision.grow(),
      onHoldEnded: () => this.#revision.grow(),
      onOutput: (chunk) => this.#shipper.add(chunk),
    })
  }

  /** What the gateway may ask. */
  get instanceCalls(): InstanceCalls {
    return instanceCalls({
      pools: this.#pools,
      revision: this.#revision,
      knowsFunctions: () => this.#knowsFunctions,
    })
  }

  fromStore(message: StoreToScheduler): void {
    switch (message.kind) {
      case 'welcome':
        return this.#shipper.begin(message.schedulerId)
      case 'functions':
        this.#knowsFunctions = true
        for (const spec of message.specs) this.#pools.setFunction(spec)
        for (const functionId of message.removedIds) this.#pools.removeFunction(functionId)
        return
      case 'grants':
        for (const invocation of message.invocations) this.#pools.run(invocation)
        return
      case 'stop':
        for (const key of message.keys) this.#pools.stop(key)
        return
    }
  }

  fromLog(message: LogToScheduler | LogToSamples): void {
    if (message.kind === 'samplesStored') this.#samples.stored(message)
    else this.#shipper.stored(message)
  }

  logConnected(): void {
    this.#shipper.resend()
    this.#samples.resend()
  }

  tick(): void {
    this.#pools.tick()
    for (const [functionId, depth] of this.#pools.depths()) {
      if (this.#depths.get(functionId) === depth) continue
      this.#depths.set(functionId, depth)
      this.#reporter.depth(functionId, depth)
    }
  }

  /** Ends every instance; what ran goes back to the store, which runs it again later. */
  async close(): Promise<void> {
    this.#reporter.closing()
    await this.#pools.close()
    this.#reporter.flush()
    this.#shipper.flush()
  }
}
