/** The line of the user's code that the open task failed at; read when it is shown, once for each attempt. */
import { create } from 'zustand'
import { client } from '../bridge/client.ts'
import type { TaskTarget } from './route.ts'
import { isSameTarget, type SourceFrame } from './taskShapes.ts'

type TaskSource = { target: TaskTarget | null; attempt: number; frame: SourceFrame | null }
const NOTHING: TaskSource = { target: null, attempt: 0, frame: null }
export const useTaskSource = create<TaskSource>(() => NOTHING)

/** Never rejects: without it the error is shown all the same. */
export async function readTaskSource({
  functionName,
  taskId,
  attempt,
}: TaskTarget & { attempt: number }): Promise<void> {
  const target = { functionName, taskId }
  const before = useTaskSource.getState()
  if (isSameTarget(before.target, target) && before.attempt === attempt) return
  useTaskSource.setState({ target, attempt, frame: null })
  const { frame } = await client['tasks.source']({ ...target, attempt }).catch(() => ({ frame: null }))
  const now = useTaskSource.getState()
  if (isSameTarget(now.target, target) && now.attempt === attempt) useTaskSource.setState({ frame })
}
