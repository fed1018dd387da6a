/** The HTTP status of each error of the console; the body's `code` says more. */
import type { ErrorCode } from '../../../shared/errors.ts'

export const HTTP_STATUS: Record<ErrorCode, number> = {
  invalid_input: 400,
  code_missing: 400,
  interpreter_missing: 400,
  runtime_unsupported: 400,
  project_invalid: 400,
  access_denied: 403,
  function_not_found: 404,
  config_not_found: 404,
  task_not_found: 404,
  function_exists: 409,
  task_exists: 409,
  task_ended: 409,
  illegal_transition: 409,
  workspace_in_use: 409,
  port_in_use: 409,
  payload_too_large: 413,
  concurrency_exceeded: 429,
  backlog_full: 429,
  internal: 500,
  workspace_damaged: 500,
  workspace_newer: 500,
  disk_full: 503,
  instance_unavailable: 503,
  unavailable: 503,
}
