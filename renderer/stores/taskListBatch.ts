/** Retries or stops several tasks, a few at a time. Nothing is rolled back: what was left out is counted by reason. */
import type { TaskRow } from '../../shared/contract/taskShapes.ts'
import { AppError, type ErrorCode } from '../../shared/errors.ts'
import { client } from '../bridge/client.ts'
import type { TaskTarget } from './route.ts'
import { type BatchKind, useTaskList } from './taskListState.ts'

const AT_ONCE = 8

export type LeftOut = { code: ErrorCode; message: string; count: number }
export type BatchResult = {
  kind: BatchKind
  doneCount: number
  leftOut: LeftOut[] // by reason, the most frequent first
  created: TaskTarget | null // the new task, where one task was retried
}

export async function runBatch(kind: BatchKind, tasks: readonly TaskRow[]): Promise<BatchResult> {
  const waiting = [...tasks]
  const leftOut = new Map<ErrorCode, LeftOut>()
  let doneCount = 0
  let created: TaskTarget | null = null
  const tell = (seenCount: number) =>
    useTaskList.setState({ batch: { kind, doneCount: seenCount, totalCount: tasks.length } })
  tell(0)

  const work = async () => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      try {
        const receipt = await ACTIONS[kind](task)
        doneCount++
        created = receipt
      } catch (error) {
        const { code, message } = error instanceof AppError ? error : new AppError('internal', String(error))
        const same = leftOut.get(code)
        leftOut.set(code, { code, message: same?.message ?? message, count: (same?.count ?? 0) + 1 })
      }
      tell(tasks.length - waiting.length)
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work))
  } finally {
    useTaskList.setState({ batch: null })
  }
  const reasons = [...leftOut.values()].toSorted((a, b) => b.count - a.count)
  return { kind, doneCount, leftOut: reasons, created: tasks.length === 1 ? created : null }
}

const ACTIONS: Record<BatchKind, (task: TaskRow) => Promise<TaskTarget | null>> = {
  retry: async ({ functionName, taskId }) => {
    const receipt = await client['tasks.replay']({ functionName, taskId })
    return { functionName: receipt.functionName, taskId: receipt.taskId }
  },
  stop: async ({ functionName, taskId }) => {
    await client['tasks.stop']({ functionName, taskId })
    return null
  },
}
