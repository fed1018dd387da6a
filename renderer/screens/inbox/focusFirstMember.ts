/** From the groups to the members: the first row takes the keyboard as soon as it is drawn. */
import { useTaskList } from '../../stores/taskListState.ts'

const MEMBER = '[data-members] [role="row"][tabindex="0"]'

/** The members may still be on their way; the keyboard waits for them, but not if it went elsewhere meanwhile. */
export function focusFirstMember(): void {
  const before = document.activeElement
  const isThere = () => {
    const row = document.querySelector<HTMLElement>(MEMBER)
    if (useTaskList.getState().load !== 'ready' || row === null) return false
    row.focus()
    return true
  }
  if (isThere()) return
  const stop = useTaskList.subscribe(() => {
    requestAnimationFrame(() => {
      if (document.activeElement !== before || isThere()) stop()
    })
  })
}
