/** FC.md section 1.5: first a letter or `_`, then letters, digits, `_` or `-`, at most 128. */
export const TASK_ID_PATTERN = /^[A-Za-z_][A-Za-z0-9_-]{0,127}$/
