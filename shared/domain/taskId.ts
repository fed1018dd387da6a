import { z } from 'zod'
import { TASK_ID_PATTERN } from './taskIdPattern.ts'

export const taskId = z
  .string()
  .regex(
    TASK_ID_PATTERN,
    'a task id starts with a letter or "_", goes on with letters, digits, "_" or "-", and has at most 128 characters',
  )
