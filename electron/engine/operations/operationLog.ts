/** The operator log: each action that changed something, written in the transaction of the change. */
import type { Clock } from '../../base/clock.ts'
import { prepareOperationSql } from '../../storage/operations.sql.ts'
import type { FollowUpDeps } from '../tasks/followUps.ts'
import { TaskSeqs } from '../tasks/taskSeqs.ts'
import type { NewOperation } from './operationPorts.ts'

export class OperationLog {
  readonly #sql
  readonly #clock: Clock
  readonly #ids: TaskSeqs

  constructor({ db, state }: FollowUpDeps) {
    this.#sql = prepareOperationSql(db)
    this.#clock = state.clock
    this.#ids = new TaskSeqs(this.#sql.lastId.get()?.id ?? 0)
  }

  /** Inside the turn's transaction. */
  record({ accountId, action, target, count = 1, detail }: NewOperation): void {
    this.#sql.insert.run({
      id: this.#ids.next(this.#clock.nowMs()),
      accountId,
      action,
      target,
      count,
      detail: detail === undefined ? null : JSON.stringify(detail),
    })
  }
}
