/** The keyboard of the list: shortcuts that work anywhere on the screen, and keys of the rows themselves. */
import { type KeyboardEvent, type RefObject, useCallback } from 'react'
import type { TaskTarget } from '../../stores/route.ts'
import { useShortcut } from '../../stores/shortcuts.ts'
import { refresh } from '../../stores/taskList.ts'
import {
  clearSelection,
  focusIndex,
  moveFocus,
  selectCanSelectMore,
  selectFocusIndex,
  selectLoaded,
  selectMatching,
  selectRangeTo,
  toggleSelected,
} from '../../stores/taskListSelection.ts'
import { useTaskList } from '../../stores/taskListState.ts'
import { closeTask, currentRoute, openTarget } from './useTasksRoute.ts'

type ListKeys = {
  target: TaskTarget | null
  scrollTo(index: number): void
  toTop(): void
  takesFocus: RefObject<boolean>
  pageRows: number
  hasKeys: boolean
  onLeave: (() => void) | undefined
}

export function useListKeys({ target, scrollTo, toTop, takesFocus, pageRows, hasKeys, onLeave }: ListKeys) {
  /** After the focus has moved: the row is seen, has the keyboard, and is shown beside the list if one is open. */
  const follow = useCallback(
    (seq: number | null) => {
      if (seq === null) return
      takesFocus.current = true
      scrollTo(selectFocusIndex(useTaskList.getState()))
      if (currentRoute().task !== null) openFocused()
    },
    [scrollTo, takesFocus],
  )
  useShortcut('next', () => follow(moveFocus(1)), hasKeys)
  useShortcut('previous', () => follow(moveFocus(-1)), hasKeys)
  useShortcut('open', () => openFocused(), hasKeys)
  useShortcut('log', () => openFocused({ tab: 'log' }), hasKeys && target === null) // one that is open answers itself
  const close = () => {
    if (target !== null) closeTask()
    else if (useTaskList.getState().selected.size > 0) clearSelection()
    else onLeave?.()
  }
  useShortcut('close', close, hasKeys)

  return useCallback(
    (event: KeyboardEvent) => {
      if (event.altKey || event.target instanceof HTMLButtonElement) return
      const isMod = event.ctrlKey || event.metaKey
      const { seqs, focusSeq } = useTaskList.getState()
      const index = selectFocusIndex(useTaskList.getState())
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
      if (isMod && key === 'a') selectAll()
      else if (isMod) return
      else if (key === 'Home' || key === '.') {
        void refresh().then(() => follow(focusIndex(0)))
        toTop()
      } else if (key === 'End') follow(focusIndex(seqs.length - 1))
      else if (key === 'PageDown') follow(focusIndex(index + pageRows))
      else if (key === 'PageUp') follow(focusIndex(Math.max(0, index - pageRows)))
      else if (event.shiftKey && (key === 'ArrowDown' || key === 'ArrowUp')) {
        const seq = seqs[index + (key === 'ArrowDown' ? 1 : -1)]
        if (seq !== undefined) {
          selectRangeTo(seq)
          follow(seq)
        }
      } else if (key === 'x' && focusSeq !== null) {
        if (event.shiftKey) selectRangeTo(focusSeq)
        else toggleSelected(focusSeq)
      } else return
      event.preventDefault()
      event.stopPropagation()
    },
    [follow, toTop, pageRows],
  )
}

function openFocused(options: Parameters<typeof openTarget>[1] = {}): void {
  const { rows, focusSeq } = useTaskList.getState()
  const task = focusSeq === null ? undefined : rows.get(focusSeq)?.task
  if (task !== undefined) openTarget(task, options)
}

/** What is loaded, and pressed again all that match. */
function selectAll(): void {
  if (selectCanSelectMore(useTaskList.getState())) void selectMatching()
  else selectLoaded()
}
