/**
 * The task that is open: a cache of what the host knows of it. While the next one is read the last one
 * stays, marked late after `LATE_AFTER_MS`, so that moving through a list never flashes and never shows
 * one task under another's name for longer than that.
 */
import { create } from 'zustand'
import { taskStates } from '../../shared/domain/taskStates.ts'
import type { AppError } from '../../shared/errors.ts'
import { client } from '../bridge/client.ts'
import { follow, useLive } from './live.ts'
import type { TaskTarget } from './route.ts'
import { asAppError } from './taskLog.ts'
import { isSameTarget, type TaskRowView, type TaskView } from './taskShapes.ts'

export const LATE_AFTER_MS = 400

export type TaskDetail = {
  target: TaskTarget | null
  /** The last that was read: that of `target` unless `load` is not ready. */
  task: TaskView | null
  load: 'loading' | 'ready' | 'missing' | 'failed'
  /** Longer than `LATE_AFTER_MS` under way: say what is waited for. */
  isLate: boolean
  /** Why it could not be read, or, with `ready`, why it could not be read again. */
  error: AppError | null
  /** When it is missing: tasks of other functions with its id. */
  elsewhere: TaskRowView[]
}

const NOTHING: TaskDetail = { target: null, task: null, load: 'loading', isLate: false, error: null, elsewhere: [] }
export const useTaskDetail = create<TaskDetail>(() => NOTHING)

/** The task on the screen is that of the target. */
export const isShown = ({ target, task }: TaskDetail): boolean => isSameTarget(target, task)

type Reading = { target: TaskTarget; hasRead: boolean; connection: number; stop(): void }
let reading: Reading | null = null

export function showTask(target: TaskTarget): void {
  if (isSameTarget(reading?.target ?? null, target)) return
  reading?.stop()
  const opened: Reading = { target, hasRead: false, connection: 0, stop: () => {} }
  reading = opened
  const { task } = useTaskDetail.getState()
  useTaskDetail.setState({ ...NOTHING, target, task, load: 'loading' })

  const late = setTimeout(() => {
    if (reading === opened && !opened.hasRead) useTaskDetail.setState({ isLate: true })
  }, LATE_AFTER_MS)
  const stopFollowing = follow('tasks', () => pull(opened))
  const stopWatching = useLive.subscribe((now, before) => {
    if (before.isPaused && !now.isPaused) void pull(opened)
  })
  opened.stop = () => {
    clearTimeout(late)
    stopFollowing()
    stopWatching()
  }
}

export function leaveTask(): void {
  reading?.stop()
  reading = null
  useTaskDetail.setState(NOTHING, true)
}

export const taskDetailActions = {
  retryReading: async (): Promise<void> => {
    if (reading === null) return
    useTaskDetail.setState({ load: 'loading', isLate: true, error: null })
    await read(reading)
  },

  /** Queues a new task with the payload of this one; resolves to the new one. Rejects with `AppError`. */
  replay: async ({ functionName, taskId }: TaskTarget): Promise<TaskTarget> => {
    const receipt = await client['tasks.replay']({ functionName, taskId })
    if (reading !== null) void read(reading)
    return { functionName: receipt.functionName, taskId: receipt.taskId }
  },

  /** Resolves once the wish is committed. Rejects with `AppError`, with `task_ended` when it came too late. */
  stop: async ({ functionName, taskId }: TaskTarget): Promise<void> => {
    await client['tasks.stop']({ functionName, taskId })
    if (reading !== null) await read(reading)
  },
}

/** At each revision: only what can still change, and not while the window is paused. */
async function pull(opened: Reading): Promise<void> {
  const { connection, isPaused } = useLive.getState()
  const isNewConnection = opened.connection !== connection
  if (opened.hasRead && (isPaused || (isAtRest(useTaskDetail.getState()) && !isNewConnection))) return
  opened.connection = connection
  await read(opened)
}

/**
 * Nothing of it changes any more: it has ended, so have the tasks that were made from it, its result has been
 * delivered, and it is no dead letter that somebody may repair.
 */
function isAtRest({ task, load }: TaskDetail): boolean {
  if (load !== 'ready' || task === null) return false
  const { letter, replays, compensations, deliveries } = task
  return (
    [task, ...replays, ...compensations].every(({ state }) => taskStates.isFinal(state)) &&
    deliveries.every(({ state }) => state !== 'Pending') &&
    (letter === null || letter.resolvedAtMs !== null)
  )
}

async function read(opened: Reading): Promise<void> {
  try {
    const task = await client['tasks.get'](opened.target)
    if (reading !== opened) return
    opened.hasRead = true
    const before = useTaskDetail.getState().task
    const kept = isSameTarget(before, opened.target) ? before : null
    useTaskDetail.setState({ ...NOTHING, target: opened.target, task: sameOr(kept, task), load: 'ready' })
  } catch (cause) {
    const error = asAppError(cause)
    if (reading === opened) await readFailed(opened, error)
  }
}

async function readFailed(opened: Reading, error: AppError): Promise<void> {
  if (error.code === 'task_not_found' || error.code === 'function_not_found') {
    const elsewhere = await findElsewhere(opened.target)
    if (reading !== opened) return
    opened.hasRead = true
    useTaskDetail.setState({ ...NOTHING, target: opened.target, load: 'missing', error, elsewhere })
    return
  }
  // what is known stays: the link connects again by itself, and then it is read again
  if (isShown(useTaskDetail.getState())) useTaskDetail.setState({ load: 'ready', isLate: false, error })
  else useTaskDetail.setState({ ...NOTHING, target: opened.target, load: 'failed', error })
}

async function findElsewhere({ functionName, taskId }: TaskTarget): Promise<TaskRowView[]> {
  try {
    const { tasks } = await client['tasks.find']({ id: taskId })
    return tasks.filter((task) => task.functionName !== functionName || task.taskId !== taskId)
  } catch {
    return [] // an offer, not an answer: that it is missing is said anyway
  }
}

/** The object that is shown already, if nothing changed: then nothing is drawn again. */
function sameOr(before: TaskView | null, task: TaskView): TaskView {
  return before !== null && moving(before) === moving(task) ? before : task
}

/** All that can change; payloads never do, and a result comes with an end. */
function moving({ payload: _payload, result: _result, ...rest }: TaskView): string {
  return JSON.stringify(rest)
}
