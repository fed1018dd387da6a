/** Where a terminal of a task would be: in the instance that runs it, or in what is left of the one that failed it. */
import { useEffect } from 'react'
import { useNow } from '../../stores/host.ts'
import type { TaskView } from '../../stores/taskShapes.ts'
import { askFor, isHeld, useTerminalInstances } from '../../stores/terminalInstances.ts'

export type LoginPlace = { instanceId: string; isHeld: boolean }

/** null: there is none, or nobody knows yet. */
export function useLoginPlace(task: TaskView | null): LoginPlace | null {
  const nowMs = useNow()
  const instanceId = task?.instanceId ?? task?.attempts.at(-1)?.instanceId ?? null
  const isRunning = task?.state === 'Running'
  const hasFailed = task !== null && (task.state === 'Failed' || task.state === 'Retrying')
  const attemptCount = task?.attempts.length ?? 0
  const facts = useTerminalInstances((instances) => (instanceId === null ? undefined : instances[instanceId]))
  // biome-ignore lint/correctness/useExhaustiveDependencies: each failed attempt may have left something behind
  useEffect(() => {
    if (hasFailed && instanceId !== null) void askFor(instanceId)
  }, [hasFailed, instanceId, attemptCount])
  if (instanceId === null) return null
  if (isRunning) return { instanceId, isHeld: false }
  return hasFailed && isHeld(facts, nowMs) ? { instanceId, isHeld: true } : null
}
