/** Replays and compensations: makes them in slices, and resolves the dead letters that they repaired. */
import type { FollowUpDeps, TaskEnd } from '../tasks/followUps.ts'

export class RepairBook {
  constructor(deps: FollowUpDeps) {
    void deps
  }

  taskEnded(_end: TaskEnd): void {}

  conclude(_nowMs: number): boolean {
    return false
  }

  reload(): void {}
}
