/** What the FC API needs from the outside; the gateway thread has it, a test makes it. */
import type { Clock } from '../../base/clock.ts'
import type { TaskCommands, TaskQueries } from '../../engine/ports.ts'
import type { CodeStore } from '../../project/codeStore.ts'
import type { Session, SessionWish } from '../../terminal/session.ts'

export type FcApiDeps = {
  commands: TaskCommands
  queries: TaskQueries
  codeStore: CodeStore
  /** instance_not_found, instance_ended, instance_unavailable */
  openSession(wish: SessionWish): Promise<Session>
  region: string
  trustAnyKey: boolean
  clock: Clock
  /** Gets errors that are ours, with their cause. */
  logger: { error(facts: object, message: string): void }
}
