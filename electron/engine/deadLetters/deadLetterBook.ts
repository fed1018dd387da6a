/** Keeps every task that ended for good without success, in groups of those that failed alike. */
import type { FollowUpDeps, TaskEnd } from '../tasks/followUps.ts'

/** What resolved a dead letter. */
export type Resolution = { by: 'replay' | 'compensation' | 'hand'; seq: number | null; atMs: number }

export class DeadLetterBook {
  constructor(deps: FollowUpDeps) {
    void deps
  }

  taskEnded(_end: TaskEnd): void {}

  /** Nothing when the task is no dead letter, or was resolved before. True: it was open. */
  resolve(_taskSeq: number, _resolution: Resolution): boolean {
    return false
  }

  conclude(_nowMs: number): boolean {
    return false
  }

  reload(): void {}
}
