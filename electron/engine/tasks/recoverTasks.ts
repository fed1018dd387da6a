/**
 * Takes back everything that a scheduler held which is gone, after a crash of the host or the death of the
 * thread: what had started is Interrupted and runs again, what had not goes back to its place, what was
 * being stopped is Stopped (DESIGN.md section 2).
 */
import { assertNever } from '../../../shared/errors.ts'
import { interrupt, release, stopped } from './endAttempt.ts'
import type { StoreState } from './storeState.ts'

/** `livingLease`: the scheduler that goes on; null: none does. */
export function recoverTasks(state: StoreState, livingLease: number | null): void {
  for (const [seq, granted] of [...state.granted]) {
    if (granted.lease === livingLease) continue
    state.letGo(seq, granted)
    switch (granted.state) {
      case 'Dequeued':
        release(state, seq, granted)
        break
      case 'Running':
        interrupt(state, { seq, granted, isSuspect: true })
        break
      case 'Stopping':
        stopped(state, seq, granted)
        break
      default:
        assertNever(granted.state)
    }
  }
}
