/** Which group has the keyboard and which are selected: by id, whatever happens to the list around them. */
import { type InboxState, useInbox } from './inboxState.ts'

/** Moves the keyboard by so many groups, and stays within the loaded ones. The id that has it then, if any has. */
export function moveGroupFocus(step: number): number | null {
  const { ids, focusId } = useInbox.getState()
  const index = focusId === null ? -1 : ids.indexOf(focusId)
  return focusGroupAt(index < 0 ? 0 : index + step)
}

export function focusGroupAt(index: number): number | null {
  const { ids } = useInbox.getState()
  const id = ids[Math.max(0, Math.min(index, ids.length - 1))] ?? null
  if (id !== null) useInbox.setState({ focusId: id })
  return id
}

export const focusGroup = (focusId: number | null): void => useInbox.setState({ focusId })

export function toggleGroup(id: number): void {
  useInbox.setState(({ selected }) => {
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    return { selected: next, focusId: id }
  })
}

/** Everything between the group that has the keyboard and this one. */
export function selectGroupsTo(id: number): void {
  useInbox.setState(({ ids, selected, focusId }) => {
    const from = ids.indexOf(focusId ?? id)
    const to = ids.indexOf(id)
    if (to < 0) return {}
    const [first, last] = from < 0 ? [to, to] : [Math.min(from, to), Math.max(from, to)]
    return { selected: new Set([...selected, ...ids.slice(first, last + 1)]), focusId: id }
  })
}

export const selectLoadedGroups = (): void => useInbox.setState(({ ids }) => ({ selected: new Set(ids) }))
export const clearGroups = (): void => useInbox.setState({ selected: new Set() })

/** What a verb is about: the selected groups, or without any the one that is open. */
export function chosenGroups({ selected }: Pick<InboxState, 'selected'>, openId: number | null): number[] {
  if (selected.size > 0) return [...selected]
  return openId === null ? [] : [openId]
}
