import type { task as en } from '../en/task.ts'
import type { Words } from '../words.ts'

export const task: Words<typeof en> = {}
