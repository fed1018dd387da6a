/** Glyphs of how attempts ended; an interrupted one runs again, so it looks like what waits for that. */
import type { TaskState } from '../../../shared/domain/taskStates.ts'
import type { TaskAttempt } from '../../stores/taskShapes.ts'

export function outcomeGlyph(outcome: TaskAttempt['outcome']): TaskState | null {
  if (outcome === null) return null
  return outcome === 'Interrupted' ? 'Retrying' : outcome
}
