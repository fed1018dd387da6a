/** Takes the results of tasks to their destinations. */
import type { FollowUpDeps, TaskEnd } from '../tasks/followUps.ts'

export class DeliveryDesk {
  constructor(deps: FollowUpDeps) {
    void deps
  }

  taskEnded(_end: TaskEnd): void {}

  conclude(_nowMs: number): boolean {
    return false
  }

  committed(): void {}

  reload(): void {}
}
