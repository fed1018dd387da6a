/**
 * Gathers what happens to the attempts and instances of a scheduler into one report a turn, so that the
 * store takes many ends in one transaction (PERF.md section 2).
 */
import type { AttemptEnd, AttemptStart, InstanceReport, SchedulerToStore } from '../messages.ts'

export type ReporterDeps = {
  send(report: SchedulerToStore): void
  /** Calls back soon, after what has already arrived was taken in. */
  defer(run: () => void): void
}

export class Reporter {
  readonly #deps: ReporterDeps
  #report = emptyReport()
  #isScheduled = false

  constructor(deps: ReporterDeps) {
    this.#deps = deps
  }

  started(start: AttemptStart): void {
    this.#report.started.push(start)
    this.#schedule()
  }

  ended(key: number, end: AttemptEnd): void {
    this.#report.ended.push({ key, end })
    this.#schedule()
  }

  instance(report: InstanceReport): void {
    this.#report.instances.push(report)
    this.#schedule()
  }

  depth(functionId: number, depth: number): void {
    this.#report.depths.push({ functionId, depth })
    this.#schedule()
  }

  /** Sends what was gathered now; the scheduler does so before it ends. */
  flush(): void {
    const report = this.#report
    if (report.started.length + report.ended.length + report.instances.length + report.depths.length === 0) return
    this.#report = emptyReport()
    this.#deps.send(report)
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    this.#deps.defer(() => {
      this.#isScheduled = false
      this.flush()
    })
  }
}

const emptyReport = (): SchedulerToStore => ({ kind: 'report', started: [], ended: [], instances: [], depths: [] })
