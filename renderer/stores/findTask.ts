/** Tasks by an id that somebody typed or pasted. */
import type { TaskRow } from '../../shared/contract/taskShapes.ts'
import { client } from '../bridge/client.ts'
import { navigate, useRoute } from './route.ts'

const MAX_ID_CHARACTERS = 128

/** The id in a pasted text, or null if it is something else: ids are one word of letters, digits, `_` and `-`. */
export function idIn(text: string): string | null {
  const id = text.trim()
  return id.length <= MAX_ID_CHARACTERS && /^[A-Za-z0-9_-]+$/.test(id) ? id : null
}

/** With exactly this id or request id, of any function. Rejects with `AppError`. */
export async function findTasks(id: string): Promise<TaskRow[]> {
  const { tasks } = await client['tasks.find']({ id })
  return tasks
}

export async function recentTasks(limit: number): Promise<TaskRow[]> {
  const { tasks } = await client['tasks.list']({ limit })
  return tasks
}

/** Opens it beside the list that is on the screen, or beside all tasks. */
export function openTask({ functionName, taskId }: Pick<TaskRow, 'functionName' | 'taskId'>): void {
  const route = useRoute.getState()
  const query = route.screen === 'tasks' ? route.query : ''
  navigate({ screen: 'tasks', query, task: { functionName, taskId }, tab: null, isFull: false })
}
