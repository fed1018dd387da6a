/** A list of tasks on a screen: what it asks for, where the open task is in it, and the way of the keyboard into it. */
import { useEffect } from 'react'
import { useHost } from '../../stores/host.ts'
import type { TaskTarget } from '../../stores/route.ts'
import { showQuery } from '../../stores/taskList.ts'
import { setPresence, startTaskListLive } from '../../stores/taskListLive.ts'
import { useTaskList } from '../../stores/taskListState.ts'
import { useOpenSeq } from './TaskList.tsx'

/** Loads what the query asks for and keeps it up to date, while the screen is there. Null: nothing yet. */
export function useShownQuery(query: string | null): void {
  const workspaceDir = useHost(({ info }) => info?.workspaceDir ?? null)
  useEffect(startTaskListLive, [])
  useEffect(() => {
    const followVisibility = () => setPresence({ isHidden: document.visibilityState === 'hidden' })
    document.addEventListener('visibilitychange', followVisibility)
    followVisibility()
    return () => document.removeEventListener('visibilitychange', followVisibility)
  }, [])
  // of another project nothing is there any more (stores/projectSwitch.ts), so it is asked for again
  // biome-ignore lint/correctness/useExhaustiveDependencies: the workspace decides what the query finds
  useEffect(() => {
    if (query !== null) void showQuery(query)
  }, [query, workspaceDir])
}

/** Where the open task is in the list: `7 of 12,431`. */
export function usePosition(task: TaskTarget | null): { index: number; total: number } | null {
  const seq = useOpenSeq(task)
  const index = useTaskList(({ seqs }) => (seq === null ? -1 : seqs.indexOf(seq)))
  const total = useTaskList(({ seqs, count }) => Math.max(seqs.length, count?.value ?? 0))
  return index < 0 ? null : { index, total }
}

/** Out of the filter: the keyboard goes to the list. */
export function focusRow(rows: HTMLDivElement | null): void {
  const row = rows?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')
  if (row) row.focus()
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}
