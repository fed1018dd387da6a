/** From the groups to the members: the row that had the keyboard last, or the first, takes it as soon as it is drawn. */
import { focusIndex, selectFocusIndex } from '../../stores/taskListSelection.ts'
import { useTaskList } from '../../stores/taskListState.ts'

/** The members may still be on their way; the keyboard waits for them, but not if it went elsewhere meanwhile. */
export function focusFirstMember(): void {
  const before = document.activeElement
  const take = () => {
    const state = useTaskList.getState()
    if (state.load !== 'ready') return false
    const seq = focusIndex(Math.max(0, selectFocusIndex(state)))
    const row = document.querySelector<HTMLElement>(`[data-members] [role="row"][data-seq="${seq}"]`)
    row?.focus()
    return row !== null
  }
  if (take()) return
  const stop = useTaskList.subscribe(() => {
    requestAnimationFrame(() => {
      if (document.activeElement !== before || take()) stop()
    })
  })
}
