/** The bodies that destinations and compensations get, made from the tasks themselves on either connection. */
import type { Database } from 'better-sqlite3'
import { prepareEndedTask } from '../../storage/deliveries.sql.ts'
import { destinationBody } from './destinationBody.ts'

export type DestinationBodies = {
  /** Null: the task is not there, or has not ended. */
  of(seq: number): string | null
}

export function destinationBodies(db: Database): DestinationBodies {
  const endedTask = prepareEndedTask(db)
  return {
    of(seq) {
      const task = endedTask.get({ seq })
      return task === undefined ? null : destinationBody(task)
    },
  }
}
