/** The pages of the inbox: groups of one tab, the one that was met last first. */
import type { DeadGroup } from '../../shared/contract/inbox.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { client } from '../bridge/client.ts'
import { type GroupRow, type InboxShow, type InboxState, isUnread, resetInbox, useInbox } from './inboxState.ts'
import { takeInboxTotals } from './inboxTotals.ts'

export const PAGE_GROUPS = 100
/** In one call, when the newest new group is not on the first page. */
const MAX_PAGE_GROUPS = 500

type Page = { groups: readonly DeadGroup[]; nextCursor: string | null }

/** Ends what was asked for an earlier tab or text; replaced with each new one. */
let asking = new AbortController()

/** Asks for the groups of a tab, in the order of now, unless they are on their way. Those of the same tab stay until then. */
export async function showGroups(show: InboxShow): Promise<void> {
  const state = useInbox.getState()
  if (state.show === show && state.load === 'loading' && state.loadingSinceMs > 0) return
  if (state.show !== show) {
    useInbox.setState({ show, ids: [], newCount: 0, selected: new Set(), focusId: null, cursor: null })
  }
  await refreshGroups()
}

/** Only groups with this text. */
export async function setGroupText(text: string): Promise<void> {
  if (text === useInbox.getState().text) return
  useInbox.setState({ text })
  await refreshGroups()
}

/** The first page again, in the order of now. The focus stays, and so does what of the selection is there. */
export async function refreshGroups(): Promise<void> {
  asking.abort()
  asking = new AbortController()
  const { signal } = asking
  useInbox.setState({ load: 'loading', error: null, loadingSinceMs: Date.now(), isLoadingMore: false })
  try {
    const page = await readPage({ limit: PAGE_GROUPS, signal })
    if (signal.aborted) return
    useInbox.setState((state) => ({ ...firstPage(state, page), load: 'ready' }))
    await findUnread(signal)
  } catch (error) {
    if (!signal.aborted) useInbox.setState({ load: 'failed', error: asAppError(error) })
  }
}

/** The next page, when the user comes near the end of the loaded ones. */
export async function loadMoreGroups(limit = PAGE_GROUPS): Promise<void> {
  const { cursor, load, isLoadingMore } = useInbox.getState()
  if (cursor === null || load !== 'ready' || isLoadingMore) return
  const { signal } = asking
  useInbox.setState({ isLoadingMore: true })
  try {
    const page = await readPage({ limit, cursor, signal })
    if (!signal.aborted) useInbox.setState((state) => withPage(state, page))
  } catch {
    // the rows that are there stay; scrolling on asks again
  } finally {
    if (!signal.aborted) useInbox.setState({ isLoadingMore: false })
  }
}

/** As at the start of the window: these groups are another project's. */
export function forgetGroups(): void {
  asking.abort()
  asking = new AbortController()
  resetInbox()
}

/** The inbox opens on the newest new group, also when many that were looked after came later. */
async function findUnread(signal: AbortSignal): Promise<void> {
  let unreadCount = useInbox.getState().show === 'open' && useInbox.getState().text === '' ? lastUnreadCount : 0
  while (unreadCount > 0 && !signal.aborted) {
    const { ids, groups, cursor } = useInbox.getState()
    const hasOne = ids.some((id) => isUnread(groups.get(id)?.group ?? { state: 'Resolved' }))
    if (hasOne || cursor === null) return
    await loadMoreGroups(MAX_PAGE_GROUPS)
    if (useInbox.getState().cursor === cursor) unreadCount = 0 // it could not be read
  }
}
let lastUnreadCount = 0

type Asked = { limit: number; cursor?: string; signal?: AbortSignal }

/** Of the tab and the text that are shown. */
export async function readPage({ limit, cursor, signal }: Asked): Promise<Page> {
  const { show, text } = useInbox.getState()
  const wanted = text.trim()
  const input = { show, limit, ...(wanted === '' ? {} : { text: wanted }), ...(cursor === undefined ? {} : { cursor }) }
  const { groups, nextCursor, totals } = await client['inbox.groups'](input, signal)
  lastUnreadCount = totals.unreadGroups
  takeInboxTotals(totals)
  return { groups, nextCursor }
}

function firstPage({ groups, selected, focusId }: InboxState, page: Page): Partial<InboxState> {
  const ids = page.groups.map(({ groupId }) => groupId)
  const there = new Set(ids)
  return {
    ids,
    groups: withGroups(new Map(), page.groups, groups),
    cursor: page.nextCursor,
    newCount: 0,
    selected: new Set([...selected].filter((id) => there.has(id))),
    focusId: focusId !== null && there.has(focusId) ? focusId : null,
  }
}

function withPage({ ids, groups }: InboxState, page: Page): Partial<InboxState> {
  const known = new Set(ids)
  const added = page.groups.filter(({ groupId }) => !known.has(groupId))
  return {
    ids: [...ids, ...added.map(({ groupId }) => groupId)],
    groups: withGroups(new Map(groups), page.groups, groups),
    cursor: page.nextCursor,
  }
}

/** A group that is the same keeps its object, so that its row is not drawn again. */
export function withGroups(
  into: Map<number, GroupRow>,
  fresh: readonly DeadGroup[],
  before: ReadonlyMap<number, GroupRow>,
): Map<number, GroupRow> {
  for (const group of fresh) {
    const old = before.get(group.groupId)
    into.set(group.groupId, old?.match === 'yes' && isSame(old.group, group) ? old : { group, match: 'yes' })
  }
  return into
}

const isSame = (a: DeadGroup, b: DeadGroup) => JSON.stringify(a) === JSON.stringify(b)

export const asAppError = (error: unknown): AppError =>
  error instanceof AppError ? error : new AppError('internal', String(error))
