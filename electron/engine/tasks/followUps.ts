/**
 * What the end of a task sets off, in the transaction that ends it: deliveries to its destinations, a dead
 * letter, the resolution of what it repaired. Whatever cannot be done in that moment is a row, and gets its
 * share of the turns that follow.
 */
import type { Database } from 'better-sqlite3'
import type { FinalTaskState } from '../../../shared/domain/taskStates.ts'
import type { MadeBy } from '../../storage/tasks.sql.ts'
import { DeadLetterBook } from '../deadLetters/deadLetterBook.ts'
import { DeliveryDesk } from '../destinations/deliveryDesk.ts'
import { MessageQueues } from '../messageQueues/messageQueues.ts'
import { OperationLog } from '../operations/operationLog.ts'
import { RepairBook } from '../repairs/repairBook.ts'
import type { Admission } from './admission.ts'
import type { StoreState } from './storeState.ts'

/** A task that has just come into a final state; its row says the rest. */
export type TaskEnd = {
  seq: number
  functionId: number
  madeBy: MadeBy | null
  endedAtMs: number
  state: FinalTaskState
}

export type FollowUpDeps = { db: Database; region: string; admission: Admission; state: StoreState }

export class FollowUps {
  readonly operations: OperationLog
  readonly messages: MessageQueues
  readonly deliveries: DeliveryDesk
  readonly letters: DeadLetterBook
  readonly repairs: RepairBook

  constructor(deps: FollowUpDeps) {
    this.operations = new OperationLog(deps)
    this.messages = new MessageQueues(deps)
    this.deliveries = new DeliveryDesk(deps)
    this.letters = new DeadLetterBook(deps)
    this.repairs = new RepairBook(deps)
  }

  taskEnded(end: TaskEnd): void {
    this.deliveries.taskEnded(end)
    this.letters.taskEnded(end)
    this.repairs.taskEnded(end)
  }

  /** In each turn, after its writes. True: another turn is wanted. */
  conclude(nowMs: number): boolean {
    const hasMoreDeliveries = this.deliveries.conclude(nowMs)
    const hasMoreRepairs = this.repairs.conclude(nowMs)
    const hasMoreLetters = this.letters.conclude(nowMs) // last: what the others ended is in it
    const hasMoreMessages = this.messages.conclude()
    return hasMoreDeliveries || hasMoreRepairs || hasMoreLetters || hasMoreMessages
  }

  /** Last in each transaction that ends tasks: what was gathered for many of them. */
  write(): void {
    this.letters.write()
  }

  /** When a turn is wanted although nothing was asked for; Infinity: never. */
  get nextDueAtMs(): number {
    return this.deliveries.nextDueAtMs
  }

  /** After the turn has committed. */
  committed(): void {
    this.deliveries.committed()
  }

  /** After a turn that failed: memory is read again. */
  reload(): void {
    this.messages.reload()
    this.deliveries.reload()
    this.letters.reload()
    this.repairs.reload()
  }
}
