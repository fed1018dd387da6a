/** How many tasks are in hand, asked over a connection like a window's. */
import type { MessagePort } from 'node:worker_threads'
import type { ToHost, ToWindow } from '../../shared/contract/link.ts'
import type { TaskState } from '../../shared/domain/taskStates.ts'
import { SECOND_MS } from '../../shared/units/time.ts'

/** Nobody waits longer than this for a question. */
const PATIENCE_MS = 2 * SECOND_MS
const IN_HAND: readonly TaskState[] = ['Dequeued', 'Running', 'Stopping']

type Totals = { totals: { state: TaskState; count: number }[] }

/** Null when nobody answers. */
export async function countRunning(connect: () => MessagePort | null): Promise<number | null> {
  const port = connect()
  if (port === null) return null
  const answer = Promise.withResolvers<number | null>()
  const patience = setTimeout(() => answer.resolve(null), PATIENCE_MS)
  port.on('close', () => answer.resolve(null))
  port.on('message', (message: ToWindow) => {
    if (message.kind !== 'answer' || !message.reply.ok) return answer.resolve(null)
    const { totals } = message.reply.value as Totals // checked by the answering side
    answer.resolve(totals.filter(({ state }) => IN_HAND.includes(state)).reduce((sum, { count }) => sum + count, 0))
  })
  port.postMessage({ kind: 'call', id: 1, name: 'tasks.totals', input: {} } satisfies ToHost)
  try {
    return await answer.promise
  } finally {
    clearTimeout(patience)
    port.close()
  }
}
