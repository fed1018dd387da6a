/**
 * The operator log as it is on the screen, the latest first. What comes in while somebody reads further down waits
 * behind a count, so that no row moves under the pointer.
 */
import { create } from 'zustand'
import type { Operation } from '../../shared/contract/operations.contract.ts'
import { OPERATIONS, type OperationAction } from '../../shared/domain/operations.ts'
import type { AppError } from '../../shared/errors.ts'
import { CSV_HEAD, type OperationFormat, operationLine } from '../../shared/format/operationLines.ts'
import { client } from '../bridge/client.ts'
import { follow } from './live.ts'
import { asAppError } from './taskLog.ts'
import { whileVisible } from './visibility.ts'

export type { Operation }
/** Actions by what they are done to. */
export const OPERATION_KINDS = [
  'task',
  'batch',
  'inbox',
  'delivery',
  'queue',
  'message',
  'function',
  'instance',
  'key',
] as const
export type OperationKind = (typeof OPERATION_KINDS)[number]
export type OperationFilter = { kinds: readonly OperationKind[]; text: string } // no kinds: all of them

const PAGE_COUNT = 100
const EXPORT_PAGE_COUNT = 500

export type OperationsState = {
  filter: OperationFilter
  load: 'loading' | 'ready' | 'failed'
  /** Why it could not be read, or, with `ready`, why it could not be read again. */
  error: AppError | null
  operations: readonly Operation[]
  nextCursor: string | null
  more: 'idle' | 'loading' | 'failed'
  /** Came since, not shown yet. */
  fresh: readonly Operation[]
  /** More came since than one page has: showing them begins the list anew. */
  hasMoreFresh: boolean
  isAtTop: boolean
}
const NOTHING: OperationsState = {
  filter: { kinds: [], text: '' },
  load: 'loading',
  error: null,
  operations: [],
  nextCursor: null,
  more: 'idle',
  fresh: [],
  hasMoreFresh: false,
  isAtTop: true,
}
export const useOperations = create<OperationsState>(() => NOTHING)

/** While the screen is there. Ends when the returned function is called. */
export function followOperations(): () => void {
  const stop = whileVisible(() => follow('tasks', pull))
  return () => {
    stop()
    useOperations.setState({ fresh: [], hasMoreFresh: false, isAtTop: true })
  }
}

export const operationsActions = {
  show: async (change: Partial<OperationFilter>): Promise<void> => {
    const filter = { ...useOperations.getState().filter, ...change }
    useOperations.setState({ ...NOTHING, filter })
    await pull()
  },
  retry: async (): Promise<void> => {
    useOperations.setState(({ load }) => ({ load: load === 'failed' ? 'loading' : load }))
    await pull()
  },
  setAtTop: (isAtTop: boolean): void => {
    if (isAtTop !== useOperations.getState().isAtTop) useOperations.setState({ isAtTop })
  },
  showFresh: async (): Promise<void> => {
    const { fresh, operations, hasMoreFresh, filter } = useOperations.getState()
    if (hasMoreFresh) return operationsActions.show(filter)
    useOperations.setState({ operations: [...fresh, ...operations], fresh: [] })
  },
  more: async (): Promise<void> => {
    const { filter, nextCursor, more } = useOperations.getState()
    if (nextCursor === null || more === 'loading') return
    useOperations.setState({ more: 'loading' })
    try {
      const page = await client['operations.list']({ ...queryOf(filter), limit: PAGE_COUNT, cursor: nextCursor })
      if (!isShown(filter)) return
      useOperations.setState(({ operations }) => ({
        operations: [...operations, ...page.operations],
        nextCursor: page.nextCursor,
        more: 'idle',
      }))
    } catch (cause) {
      if (isShown(filter)) useOperations.setState({ more: 'failed', error: asAppError(cause) })
    }
  },
  /** With a filter of its own: what is still read for the old one is dropped. */
  forget: (): void => useOperations.setState({ ...NOTHING, filter: { kinds: [], text: '' } }, true),
}

/** Everything that the filter keeps as a file, read page by page. Rejects with `AppError`; ends early after `signal`. */
export async function exportOperations(
  format: OperationFormat,
  { signal, onProgress }: { signal: AbortSignal; onProgress(count: number): void },
): Promise<Blob> {
  const query = queryOf(useOperations.getState().filter)
  const parts: Blob[] = format === 'csv' ? [new Blob([CSV_HEAD])] : []
  let count = 0
  let cursor: string | null = null
  do {
    const page: { operations: Operation[]; nextCursor: string | null } = await client['operations.list'](
      { ...query, limit: EXPORT_PAGE_COUNT, ...(cursor !== null && { cursor }) },
      signal,
    )
    parts.push(new Blob([page.operations.map((operation) => operationLine(operation, format)).join('')]))
    count += page.operations.length
    cursor = page.nextCursor
    onProgress(count)
  } while (cursor !== null && !signal.aborted)
  return new Blob(parts, { type: format === 'csv' ? 'text/csv' : 'application/x-ndjson' })
}

/** The newest page: at the top it flows in, further down it waits. */
async function pull(): Promise<void> {
  const { filter } = useOperations.getState()
  try {
    const page = await client['operations.list']({ ...queryOf(filter), limit: PAGE_COUNT })
    if (!isShown(filter)) return
    useOperations.setState((state) => taken(state, page))
  } catch (cause) {
    const error = asAppError(cause)
    if (isShown(filter)) useOperations.setState(({ load }) => ({ load: load === 'ready' ? load : 'failed', error }))
  }
}

type Page = { operations: readonly Operation[]; nextCursor: string | null }

function taken(state: OperationsState, { operations: page, nextCursor }: Page): Partial<OperationsState> {
  const { operations, load, isAtTop } = state
  const newest = operations[0]?.operationId ?? 0
  const fresh = page.filter(({ operationId }) => operationId > newest)
  const hasGap = fresh.length === page.length && nextCursor !== null
  if (load !== 'ready' || (isAtTop && hasGap) || operations.length === 0) {
    return { load: 'ready', error: null, operations: page, nextCursor, fresh: [], hasMoreFresh: false, more: 'idle' }
  }
  if (isAtTop) return { error: null, operations: [...fresh, ...operations], fresh: [], hasMoreFresh: false }
  return { error: null, fresh, hasMoreFresh: hasGap }
}

function queryOf({ kinds, text }: OperationFilter): { actions?: OperationAction[]; text?: string } {
  const wanted = text.trim()
  const actions = OPERATIONS.filter((action) => kinds.some((kind) => action.startsWith(`${kind}.`)))
  return { ...(kinds.length > 0 && { actions }), ...(wanted !== '' && { text: wanted }) }
}

const isShown = (filter: OperationFilter): boolean => useOperations.getState().filter === filter
