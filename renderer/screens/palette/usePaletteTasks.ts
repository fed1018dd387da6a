/** The tasks of the palette: the latest ones, and those whose whole id is the text. */
import { useEffect, useState } from 'react'
import type { TaskRow } from '../../../shared/contract/taskShapes.ts'
import { findTasks, idIn, recentTasks } from '../../stores/findTask.ts'

const RECENT_COUNT = 5
const WAIT_MS = 120 // so that an id that is typed is not looked up letter by letter

type PaletteTasks = { recent: TaskRow[]; found: TaskRow[]; isSearching: boolean; failure: string | null }

export function usePaletteTasks(text: string, pasted: { id: string; tasks: TaskRow[] } | null): PaletteTasks {
  const [recent, setRecent] = useState<TaskRow[]>([])
  const [answer, setAnswer] = useState<{ id: string; tasks: TaskRow[]; failure: string | null } | null>(
    pasted && { ...pasted, failure: null },
  )
  const id = idIn(text)

  useEffect(() => {
    let isOver = false
    recentTasks(RECENT_COUNT).then(
      (tasks) => isOver || setRecent(tasks),
      () => {}, // the palette is useful without them, and what is typed says what is wrong
    )
    return () => {
      isOver = true
    }
  }, [])

  const isKnown = id === null || answer?.id === id
  useEffect(() => {
    if (id === null || isKnown) return
    let isOver = false
    const timer = setTimeout(async () => {
      const next = await findTasks(id).then(
        (tasks) => ({ id, tasks, failure: null }),
        (error: Error) => ({ id, tasks: [], failure: error.message }),
      )
      if (!isOver) setAnswer(next)
    }, WAIT_MS)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [id, isKnown])

  const current = answer !== null && answer.id === id ? answer : null
  return { recent, found: current?.tasks ?? [], isSearching: !isKnown, failure: current?.failure ?? null }
}
