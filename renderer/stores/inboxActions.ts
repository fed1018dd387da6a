/**
 * What the user does with groups and single dead letters. The rows change at once and change back if the host
 * refuses; each action returns how it is undone. All of them reject with `AppError`.
 */
import type { ConsoleContract } from '../../shared/contract/console.contract.ts'
import type { InputOf, OutputOf } from '../../shared/contract/contract.ts'
import type { DeadGroup } from '../../shared/contract/inbox.contract.ts'
import { client } from '../bridge/client.ts'
import { rereadGroup, useOpenGroup } from './inboxGroup.ts'
import { patchGroups } from './inboxLive.ts'
import { isShownIn, useInbox } from './inboxState.ts'
import type { TaskTarget } from './route.ts'

export type IgnoreUntil = Omit<InputOf<ConsoleContract['inbox.ignore']>, 'groupIds'>
export type CloudCommand = OutputOf<ConsoleContract['inbox.cloudCommand']>
export type Imported = OutputOf<ConsoleContract['inbox.import']>

/** `undo` puts every group back into the state that it had; a regressed one becomes New. */
export type Done = { changedCount: number; undo(): Promise<void> }

export const acknowledgeGroups = (groupIds: readonly number[]): Promise<Done> =>
  act(groupIds, {
    changed: { state: 'Acknowledged', ignoredUntil: null },
    ask: (ids) => client['inbox.setState']({ groupIds: ids, state: 'Acknowledged' }),
  })

/** With all their open letters. */
export const resolveGroups = (groupIds: readonly number[]): Promise<Done> =>
  act(groupIds, {
    changed: { state: 'Resolved', ignoredUntil: null, openCount: 0 },
    ask: (ids) => client['inbox.setState']({ groupIds: ids, state: 'Resolved' }),
  })

/** They count as new again. */
export const reopenGroups = (groupIds: readonly number[]): Promise<Done> =>
  act(groupIds, {
    changed: { state: 'New', ignoredUntil: null },
    ask: (ids) => client['inbox.setState']({ groupIds: ids, state: 'New' }),
  })

export const ignoreGroups = (groupIds: readonly number[], until: IgnoreUntil): Promise<Done> =>
  act(groupIds, {
    changed: {
      state: 'Ignored',
      ignoredUntil: {
        atMs: until.untilMs ?? null,
        moreCount: until.moreCount ?? null,
        untilCodeChanges: until.untilCodeChanges ?? false,
      },
    },
    ask: (ids) => client['inbox.ignore']({ groupIds: ids, ...until }),
  })

/** By hand: the group itself stays as it is. */
export async function resolveLetters(seqs: readonly number[]): Promise<number> {
  const { changedCount } = await client['inbox.resolveLetters']({ seqs: [...seqs] })
  void refreshShown()
  return changedCount
}

/** Makes a dead letter of the body that a failure destination got; `functionName`: where it names none of ours. */
export const importFailure = (body: string, functionName: string | null): Promise<Imported> =>
  client['inbox.import']({ body, ...(functionName === null ? {} : { functionName }) })

/** The command that replays the task in the cloud. */
export const readCloudCommand = ({ functionName, taskId }: TaskTarget): Promise<CloudCommand> =>
  client['inbox.cloudCommand']({ functionName, taskId })

type Action = { changed: Partial<DeadGroup>; ask(groupIds: number[]): Promise<{ changedCount: number }> }

async function act(groupIds: readonly number[], { changed, ask }: Action): Promise<Done> {
  const before = groupIds.flatMap((id) => knownGroup(id) ?? [])
  put(before.map((group) => ({ ...group, ...changed, stateAtMs: Date.now() })))
  try {
    const { changedCount } = await ask([...groupIds])
    void refreshShown()
    return { changedCount, undo: () => putBack(before) }
  } catch (error) {
    put(before)
    throw error
  }
}

const knownGroup = (groupId: number): DeadGroup | undefined => {
  const { group } = useOpenGroup.getState()
  return useInbox.getState().groups.get(groupId)?.group ?? (group?.groupId === groupId ? group : undefined)
}

/** Into the rows that are there, and into what is open beside them. */
function put(groups: readonly DeadGroup[]): void {
  useInbox.setState(({ groups: rows, show, editCount }) => {
    const next = new Map(rows)
    for (const group of groups) {
      if (next.has(group.groupId)) next.set(group.groupId, { group, match: isShownIn(show, group) ? 'yes' : 'no' })
    }
    return { groups: next, editCount: editCount + 1 }
  })
  const { group: open } = useOpenGroup.getState()
  const changed = groups.find(({ groupId }) => groupId === open?.groupId)
  if (open !== null && changed !== undefined) {
    const { state, stateAtMs, ignoredUntil, openCount } = changed
    useOpenGroup.setState({ group: { ...open, state, stateAtMs, ignoredUntil, openCount } })
  }
}

async function putBack(groups: readonly DeadGroup[]): Promise<void> {
  put(groups)
  try {
    for (const state of ['New', 'Acknowledged', 'Resolved'] as const) {
      const groupIds = groups.filter((group) => undoneState(group) === state).map(({ groupId }) => groupId)
      if (groupIds.length > 0) await client['inbox.setState']({ groupIds, state })
    }
    for (const { groupId, ignoredUntil, state } of groups) {
      if (state !== 'Ignored') continue
      const { atMs = null, moreCount = null, untilCodeChanges = false } = ignoredUntil ?? {}
      await client['inbox.ignore']({
        groupIds: [groupId],
        untilCodeChanges,
        ...(atMs !== null && { untilMs: atMs }),
        ...(moreCount !== null && moreCount > 0 && { moreCount }),
      })
    }
  } finally {
    void refreshShown()
  }
}

const undoneState = ({ state }: DeadGroup) => (state === 'Regressed' ? 'New' : state)

const refreshShown = () => Promise.all([patchGroups(), rereadGroup()]).catch(() => {}) // the next change brings it
