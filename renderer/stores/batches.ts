/** The replays and compensations of selections, the latest first, and those whose end somebody waits for. */
import { create } from 'zustand'
import type { AppError } from '../../shared/errors.ts'
import { client } from '../bridge/client.ts'
import { follow } from './live.ts'
import type { Batch } from './repairPlan.ts'
import { asAppError } from './taskLog.ts'
import { whileVisible } from './visibility.ts'

const PAGE_COUNT = 50

type Batches = {
  batches: readonly Batch[] | null // null: not read yet
  nextCursor: string | null
  isLoadingMore: boolean
  error: AppError | null
  /** Batches that run while nobody looks at them: their end is told. */
  waitedFor: readonly number[]
}
const NOTHING: Batches = { batches: null, nextCursor: null, isLoadingMore: false, error: null, waitedFor: [] }
export const useBatches = create<Batches>(() => NOTHING)
/** Grows with each project: what is still read of an earlier one is dropped. */
let turn = 0

/** While the list is shown. Ends when the returned function is called. */
export const followBatches = (): (() => void) => whileVisible(() => follow('tasks', readFirst))

export const batchesActions = {
  retry: readFirst,
  more: async (): Promise<void> => {
    const { nextCursor, isLoadingMore } = useBatches.getState()
    if (nextCursor === null || isLoadingMore) return
    const mine = turn
    useBatches.setState({ isLoadingMore: true })
    try {
      const page = await client['batches.list']({ limit: PAGE_COUNT, cursor: nextCursor })
      if (mine !== turn) return
      useBatches.setState(({ batches }) => ({ batches: merged(page.batches, batches), nextCursor: page.nextCursor }))
    } catch (cause) {
      if (mine === turn) useBatches.setState({ error: asAppError(cause) })
    } finally {
      if (mine === turn) useBatches.setState({ isLoadingMore: false })
    }
  },
  waitFor: (batchId: number): void =>
    useBatches.setState(({ waitedFor }) => ({ waitedFor: [...waitedFor.filter((id) => id !== batchId), batchId] })),
  waitNoMore: (batchId: number): void =>
    useBatches.setState(({ waitedFor }) => ({ waitedFor: waitedFor.filter((id) => id !== batchId) })),
  forget: (): void => {
    turn++
    useBatches.setState(NOTHING, true)
  },
}

/** Calls back once for each batch that is waited for, when it has ended. Ends when the returned function is called. */
export function onBatchEnd(ended: (batch: Batch) => void): () => void {
  return follow('tasks', async () => {
    for (const batchId of useBatches.getState().waitedFor) {
      const { batch } = await client['batches.get']({ batchId, limit: 1 })
      if (batch.state === 'Running' || !useBatches.getState().waitedFor.includes(batchId)) continue
      batchesActions.waitNoMore(batchId)
      ended(batch)
    }
  })
}

async function readFirst(): Promise<void> {
  const mine = turn
  try {
    const page = await client['batches.list']({ limit: PAGE_COUNT })
    if (mine !== turn) return
    useBatches.setState(({ batches, nextCursor }) => {
      const oldestId = page.batches.at(-1)?.batchId ?? 0
      const hasOlder = (batches ?? []).some(({ batchId }) => batchId < oldestId)
      return {
        batches: merged(page.batches, batches),
        nextCursor: hasOlder ? nextCursor : page.nextCursor,
        error: null,
      }
    })
  } catch (cause) {
    if (mine === turn) useBatches.setState({ error: asAppError(cause) })
  }
}

/** The newer word about a batch replaces the older one; the latest batch comes first. */
function merged(page: readonly Batch[], known: readonly Batch[] | null): Batch[] {
  const byId = new Map((known ?? []).map((batch) => [batch.batchId, batch]))
  for (const batch of page) byId.set(batch.batchId, batch)
  return [...byId.values()].sort((a, b) => b.batchId - a.batchId)
}
