/**
 * What one replay or compensation has made, task by task: a cache of the host's, followed while the receipt is
 * shown. Of one that made a single task, that task is read as well.
 */
import { create } from 'zustand'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { repairsContract } from '../../shared/contract/repairs.contract.ts'
import { taskStates } from '../../shared/domain/taskStates.ts'
import type { AppError } from '../../shared/errors.ts'
import { client } from '../bridge/client.ts'
import { follow } from './live.ts'
import type { Batch } from './repairPlan.ts'
import { asAppError } from './taskLog.ts'
import type { TaskView } from './taskShapes.ts'
import { whileVisible } from './visibility.ts'

type Page = OutputOf<(typeof repairsContract)['batches.get']>
export type BatchItem = Page['items'][number]
export type Outcome = NonNullable<BatchItem['outcome']>

const PAGE_COUNT = 100
/** As many of the items as the host gives at once are kept up to date; those after them are as they were read. */
const FOLLOWED_COUNT = 500

export type BatchReceipt = {
  batchId: number | null
  batch: Batch | null
  states: Page['states']
  outcome: Outcome | null // null: all of them
  items: readonly BatchItem[]
  nextNumber: number | null
  isLoadingMore: boolean
  /** The one task that was made. */
  made: TaskView | null
  error: AppError | null
  isAborting: boolean
  /** Why it was not aborted. */
  refusal: AppError | null
}
const NOTHING: BatchReceipt = {
  batchId: null,
  batch: null,
  states: [],
  outcome: null,
  items: [],
  nextNumber: null,
  isLoadingMore: false,
  made: null,
  error: null,
  isAborting: false,
  refusal: null,
}
export const useBatchReceipt = create<BatchReceipt>(() => NOTHING)

/** Ends when the returned function is called. */
export function followReceipt(batchId: number): () => void {
  useBatchReceipt.setState({ ...NOTHING, batchId })
  const stop = whileVisible(() => follow('tasks', () => read(batchId)))
  return () => {
    stop()
    useBatchReceipt.setState(NOTHING, true)
  }
}

export const batchReceiptActions = {
  retry: async (): Promise<void> => {
    const { batchId } = useBatchReceipt.getState()
    if (batchId !== null) await read(batchId)
  },
  show: async (outcome: Outcome | null): Promise<void> => {
    const { batchId } = useBatchReceipt.getState()
    if (batchId === null) return
    useBatchReceipt.setState({ outcome, items: [], nextNumber: null })
    await read(batchId)
  },
  more: async (): Promise<void> => {
    const { batchId, outcome, nextNumber, isLoadingMore } = useBatchReceipt.getState()
    if (batchId === null || nextNumber === null || isLoadingMore) return
    useBatchReceipt.setState({ isLoadingMore: true })
    try {
      const page = await client['batches.get']({
        batchId,
        afterNumber: nextNumber,
        limit: PAGE_COUNT,
        ...(outcome !== null && { outcome }),
      })
      if (!isShown(batchId, outcome)) return
      useBatchReceipt.setState(({ items }) => ({ items: [...items, ...page.items], nextNumber: page.nextNumber }))
    } catch (cause) {
      if (isShown(batchId, outcome)) useBatchReceipt.setState({ error: asAppError(cause) })
    } finally {
      if (isShown(batchId, outcome)) useBatchReceipt.setState({ isLoadingMore: false })
    }
  },
  /** What was made stays. */
  abort: async (): Promise<void> => {
    const { batchId, isAborting } = useBatchReceipt.getState()
    if (batchId === null || isAborting) return
    useBatchReceipt.setState({ isAborting: true, refusal: null })
    try {
      const batch = await client['batches.abort']({ batchId })
      if (useBatchReceipt.getState().batchId === batchId) useBatchReceipt.setState({ batch })
    } catch (cause) {
      if (useBatchReceipt.getState().batchId === batchId) useBatchReceipt.setState({ refusal: asAppError(cause) })
    } finally {
      if (useBatchReceipt.getState().batchId === batchId) useBatchReceipt.setState({ isAborting: false })
    }
  },
}

const isShown = (batchId: number, outcome: Outcome | null): boolean => {
  const shown = useBatchReceipt.getState()
  return shown.batchId === batchId && shown.outcome === outcome
}

async function read(batchId: number): Promise<void> {
  const before = useBatchReceipt.getState()
  if (before.batchId !== batchId || isAtRest(before)) return
  const { outcome } = before
  const limit = Math.min(Math.max(before.items.length, PAGE_COUNT), FOLLOWED_COUNT)
  try {
    const page = await client['batches.get']({ batchId, limit, ...(outcome !== null && { outcome }) })
    const made = await readMade(page)
    if (!isShown(batchId, outcome)) return
    useBatchReceipt.setState(({ items, nextNumber }) => {
      const rest = items.filter(({ number }) => number > (page.items.at(-1)?.number ?? 0))
      return {
        batch: page.batch,
        states: page.states,
        items: [...page.items, ...rest],
        nextNumber: rest.length === 0 ? page.nextNumber : nextNumber,
        made,
        error: null,
      }
    })
  } catch (cause) {
    if (isShown(batchId, outcome)) useBatchReceipt.setState({ error: asAppError(cause) })
  }
}

/** The task itself is a fact of its own: that it is gone by now fails nothing. */
async function readMade({ batch, items }: Page): Promise<TaskView | null> {
  const target = batch.totalCount === 1 ? items[0]?.made : undefined
  if (!target) return null
  try {
    return await client['tasks.get'](target)
  } catch {
    return null
  }
}

/** All has been made and has ended: nothing of it changes any more. */
function isAtRest({ batch, states, items, error }: BatchReceipt): boolean {
  if (batch === null || batch.state === 'Running' || error !== null || items.length === 0) return false
  return states.every(({ state }) => isFinal(state))
}

const isFinal = (state: string): boolean =>
  taskStates.states.some((known) => known === state && taskStates.isFinal(known))
