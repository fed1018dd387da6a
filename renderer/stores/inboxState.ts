/**
 * The groups of the inbox as they are on the screen: a cache of the engine's, never a second truth. Their order
 * changes only when the user refreshes; what changes them is in inboxGroups.ts (pages), inboxLive.ts and
 * inboxActions.ts.
 */
import { create } from 'zustand'
import type { DeadGroup } from '../../shared/contract/inbox.contract.ts'
import type { AppError } from '../../shared/errors.ts'
import type { InboxRoute } from './route.ts'

export type InboxShow = InboxRoute['show']

/** `no`: it has changed and belongs to another tab now; `gone`: none of its letters is kept any more. */
export type GroupRow = { group: DeadGroup; match: 'yes' | 'no' | 'gone' }

export type InboxState = {
  show: InboxShow
  text: string // in class, message, frame or function; as it is typed
  load: 'loading' | 'ready' | 'failed'
  error: AppError | null
  loadingSinceMs: number
  ids: readonly number[] // the one that was met last first, as of the last refresh
  groups: ReadonlyMap<number, GroupRow>
  cursor: string | null // where the next page begins; null: all is loaded
  isLoadingMore: boolean
  newCount: number // groups that are not among `ids`
  focusId: number | null // has the keyboard; the opened one follows it
  selected: ReadonlySet<number>
  /** Grows with each action of the user's: what was asked for before it is older than what is shown. */
  editCount: number
}

const EMPTY: InboxState = {
  show: 'open',
  text: '',
  load: 'loading',
  error: null,
  loadingSinceMs: 0,
  ids: [],
  groups: new Map(),
  cursor: null,
  isLoadingMore: false,
  newCount: 0,
  focusId: null,
  selected: new Set(),
  editCount: 0,
}

export const useInbox = create<InboxState>(() => EMPTY)

/** As at the start of the window. */
export const resetInbox = (): void => useInbox.setState(EMPTY, true)

/** New or Regressed: nobody has looked after it yet. */
export const isUnread = ({ state }: Pick<DeadGroup, 'state'>): boolean => state === 'New' || state === 'Regressed'

export function isShownIn(show: InboxShow, { state }: Pick<DeadGroup, 'state'>): boolean {
  if (state === 'Ignored') return show === 'ignored'
  return show === (state === 'Resolved' ? 'resolved' : 'open')
}

/** What the inbox opens on: the newest new group, or without any the newest. Null: there is none. */
export function selectOpening({ ids, groups }: InboxState): number | null {
  const unread = ids.find((id) => {
    const row = groups.get(id)
    return row !== undefined && row.match === 'yes' && isUnread(row.group)
  })
  return unread ?? ids[0] ?? null
}

/** `CardDeclined: issuer code N`. */
export const groupTitle = ({ errorClass, message }: Pick<DeadGroup, 'errorClass' | 'message'>): string =>
  errorClass === null ? message : message === '' ? errorClass : `${errorClass}: ${message}`
