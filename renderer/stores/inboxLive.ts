/**
 * Keeps the groups up to date without moving a row: those that are there are patched in place, those that belong
 * to another tab now stay and say so, and new ones are counted in a pill. An empty inbox fills by itself.
 */
import type { DeadGroup } from '../../shared/contract/inbox.contract.ts'
import { client } from '../bridge/client.ts'
import { asAppError, PAGE_GROUPS, readPage, refreshGroups, withGroups } from './inboxGroups.ts'
import { type GroupRow, isShownIn, useInbox } from './inboxState.ts'
import { follow, useLive } from './live.ts'
import { paced } from './paced.ts'
import { whileVisible } from './visibility.ts'

const MAX_READ_GROUPS = 500 // of one call
/** Groups that left the tab are looked up one by one; the others come with the next change. */
const MAX_LOOKED_UP = 5

let triedConnection = 0

/** While the screen is there: at most once a second. Ends when the returned function is called. */
export const followGroups = (): (() => void) => whileVisible(() => follow('tasks', paced(patchGroups)))

/** Also after an action of the user's, without waiting for the host to say that something changed. */
export async function patchGroups(): Promise<void> {
  const { load, ids, show, text, editCount } = useInbox.getState()
  if (load === 'failed') return await refreshOnceConnected()
  if (load !== 'ready') return
  const limit = Math.min(MAX_READ_GROUPS, Math.max(PAGE_GROUPS, ids.length))
  const page = await readPage({ limit })
  const isSame = () => {
    const now = useInbox.getState()
    return (
      now.load === 'ready' && now.show === show && now.text === text && now.ids === ids && now.editCount === editCount
    )
  }
  if (!isSame()) return
  if (ids.length === 0 && page.groups.length > 0) return await refreshGroups()
  take(page.groups)
  const read = new Set(page.groups.map(({ groupId }) => groupId))
  const missing = ids.filter((id) => !read.has(id) && useInbox.getState().groups.get(id)?.match === 'yes')
  for (const id of missing.slice(0, MAX_LOOKED_UP)) {
    const row = await lookUp(id)
    if (!isSame()) return
    if (row !== null) useInbox.setState(({ groups }) => ({ groups: new Map([...groups, [id, row]]) }))
  }
}

function take(fresh: readonly DeadGroup[]): void {
  useInbox.setState(({ ids, groups }) => {
    const known = new Set(ids)
    const there = fresh.filter(({ groupId }) => known.has(groupId))
    const patched = withGroups(new Map(groups), there, groups)
    const hasChanged = there.some(({ groupId }) => patched.get(groupId) !== groups.get(groupId))
    return { ...(hasChanged && { groups: patched }), newCount: newOnTop(fresh, known) }
  })
}

/** Groups that are not in the list, above the oldest of those that are; older ones come with the next page. */
function newOnTop(fresh: readonly DeadGroup[], known: ReadonlySet<number>): number {
  const { cursor } = useInbox.getState()
  const lastKnown = fresh.findLastIndex(({ groupId }) => known.has(groupId))
  const above = cursor === null ? fresh : fresh.slice(0, lastKnown + 1)
  return above.filter(({ groupId }) => !known.has(groupId)).length
}

/** What became of a group that the tab no longer has; null where that could not be asked. */
async function lookUp(groupId: number): Promise<GroupRow | null> {
  const { groups, show } = useInbox.getState()
  const before = groups.get(groupId)
  try {
    const {
      versions: _,
      shared: __,
      lookedAtCount: ___,
      sample: ____,
      lastSuccess: _____,
      ...group
    } = await client['inbox.group']({ groupId })
    const match = isShownIn(show, group) ? 'yes' : 'no'
    const isSame = before?.match === match && JSON.stringify(before.group) === JSON.stringify(group)
    return isSame ? null : { group, match }
  } catch (error) {
    return asAppError(error).code === 'group_not_found' && before !== undefined ? { ...before, match: 'gone' } : null
  }
}

/** Groups that could not be read are tried again with each new connection, not with each change. */
async function refreshOnceConnected(): Promise<void> {
  const { connection } = useLive.getState()
  if (connection === triedConnection) return
  triedConnection = connection
  await refreshGroups()
}
