import { z } from 'zod'

/** FC.md section 1.5: first a letter or `_`, then letters, digits, `_` or `-`, at most 128. */
export const TASK_ID_PATTERN = /^[A-Za-z_][A-Za-z0-9_-]{0,127}$/

export const taskId = z
  .string()
  .regex(
    TASK_ID_PATTERN,
    'a task id starts with a letter or "_", goes on with letters, digits, "_" or "-", and has at most 128 characters',
  )
