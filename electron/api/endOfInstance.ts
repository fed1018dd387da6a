/** How an instance came to its end, in the words of whoever watched it. */
import { setTimeout as pause } from 'node:timers/promises'
import { SECOND_MS } from '../../shared/units/time.ts'
import type { TaskQueries } from '../engine/ports.ts'

/** The end is on its way to the database when its terminals notice it. */
const PATIENCE_MS = 2 * SECOND_MS
const LOOK_EVERY_MS = 20

export type EndQueries = Pick<TaskQueries, 'accessKeys' | 'listInstances'>

/** Null: nothing is recorded. */
export async function endOfInstance(queries: EndQueries, instanceId: string): Promise<string | null> {
  const accountIds = new Set((await queries.accessKeys()).map(({ account }) => account.id))
  for (let waitedMs = 0; waitedMs <= PATIENCE_MS; waitedMs += LOOK_EVERY_MS) {
    for (const accountId of accountIds) {
      const query = { accountId, functionName: null, instanceIds: [instanceId], endedLimit: 1, cursor: null }
      const [instance] = (await queries.listInstances(query)).ended
      if (instance !== undefined) return instance.detail
    }
    await pause(LOOK_EVERY_MS)
  }
  return null
}
