/**
 * The group that is open: what its members share and which code they ran. While the next one is read the last one
 * stays, marked late after a while, as with tasks.
 */
import { create } from 'zustand'
import type { ConsoleContract } from '../../shared/contract/console.contract.ts'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { AppError } from '../../shared/errors.ts'
import { client } from '../bridge/client.ts'
import { asAppError } from './inboxGroups.ts'
import { useInbox } from './inboxState.ts'
import { follow } from './live.ts'
import { pause } from './pause.ts'
import { whileVisible } from './visibility.ts'

export type GroupDetail = OutputOf<ConsoleContract['inbox.group']>

type OpenGroup = {
  groupId: number | null
  /** The last that was read: that of `groupId` unless `load` is not ready. */
  group: GroupDetail | null
  load: 'loading' | 'ready' | 'gone' | 'failed'
  isLate: boolean // longer than `LATE_AFTER_MS` under way
  error: AppError | null
  /** Its members are listed without the resolved ones; as it was when it was opened, so that none drops out. */
  hasOpenLetters: boolean
}

export const LATE_AFTER_MS = 400
/** It looks at many payloads: others wait for the reader. */
const READ_EVERY_MS = 2_000

const NOTHING: OpenGroup = {
  groupId: null,
  group: null,
  load: 'loading',
  isLate: false,
  error: null,
  hasOpenLetters: true,
}
export const useOpenGroup = create<OpenGroup>(() => NOTHING)

type Reading = { groupId: number; hasRead: boolean; stop(): void }
let reading: Reading | null = null

/** Reads it and keeps it up to date until `leaveGroup` or the next one. */
export function showGroup(groupId: number): void {
  if (reading?.groupId === groupId) return
  reading?.stop()
  const opened: Reading = { groupId, hasRead: false, stop: () => {} }
  reading = opened
  const { group } = useOpenGroup.getState()
  const known = useInbox.getState().groups.get(groupId)?.group
  useOpenGroup.setState({ ...NOTHING, groupId, group, hasOpenLetters: known === undefined || known.openCount > 0 })
  const late = setTimeout(() => {
    if (reading === opened && useOpenGroup.getState().load === 'loading') useOpenGroup.setState({ isLate: true })
  }, LATE_AFTER_MS)
  const stopFollowing = whileVisible(() =>
    follow('tasks', async () => {
      if (reading === opened) await read(opened)
      await pause(READ_EVERY_MS)
    }),
  )
  opened.stop = () => {
    clearTimeout(late)
    stopFollowing()
  }
}

export function leaveGroup(): void {
  reading?.stop()
  reading = null
  useOpenGroup.setState(NOTHING, true)
}

/** After an action on it, or an error. */
export async function rereadGroup(): Promise<void> {
  if (reading === null) return
  if (useOpenGroup.getState().load === 'failed') useOpenGroup.setState({ load: 'loading', isLate: true, error: null })
  await read(reading)
}

async function read(opened: Reading): Promise<void> {
  const { groupId } = opened
  const { editCount } = useInbox.getState()
  try {
    const group = await client['inbox.group']({ groupId })
    if (reading !== opened) return
    if (editCount !== useInbox.getState().editCount) return await read(opened) // as it was before an action
    const isFirst = !opened.hasRead
    opened.hasRead = true
    const { group: before, hasOpenLetters } = useOpenGroup.getState()
    const isSame = JSON.stringify(before) === JSON.stringify(group)
    useOpenGroup.setState({
      ...NOTHING,
      groupId,
      group: isSame ? before : group,
      load: 'ready',
      hasOpenLetters: isFirst ? group.openCount > 0 : hasOpenLetters,
    })
  } catch (cause) {
    const error = asAppError(cause)
    if (reading !== opened) return
    const { group, load } = useOpenGroup.getState()
    if (error.code === 'group_not_found') useOpenGroup.setState({ load: 'gone', isLate: false, error })
    // what is known stays: the link connects again by itself, and then it is read again
    else if (load === 'ready' && group?.groupId === groupId) useOpenGroup.setState({ error })
    else useOpenGroup.setState({ load: 'failed', isLate: false, error })
  }
}
