import type { tasks as en } from '../en/tasks.ts'
import type { Words } from '../words.ts'

export const tasks: Words<typeof en> = {}
