/** What the command line exits with. The launcher uses `cannotStart`, too. */
import type { ErrorCode } from '../../shared/errors.ts'

export const EXIT = {
  ok: 0,
  functionFailed: 1, // the function or task ended without success
  badInput: 2,
  notFound: 3, // no such function, task, instance, group or queue, or no host is running
  refused: 4, // a limit, a taken id, a wrong token: the input is right, but not now or not here
  cannotStart: 5, // the workspace, the project, a port or the disk
  internal: 70, // a bug
  interrupted: 130, // Ctrl-C
} as const

export const EXIT_CODE: Record<ErrorCode, number> = {
  invalid_input: EXIT.badInput,
  payload_too_large: EXIT.badInput,
  failure_unreadable: EXIT.badInput,
  function_not_found: EXIT.notFound,
  config_not_found: EXIT.notFound,
  task_not_found: EXIT.notFound,
  instance_not_found: EXIT.notFound,
  terminal_not_found: EXIT.notFound,
  group_not_found: EXIT.notFound,
  delivery_not_found: EXIT.notFound,
  batch_not_found: EXIT.notFound,
  queue_not_found: EXIT.notFound,
  message_not_found: EXIT.notFound,
  unavailable: EXIT.notFound,
  function_exists: EXIT.refused,
  task_exists: EXIT.refused,
  task_ended: EXIT.refused,
  instance_ended: EXIT.refused,
  terminal_ended: EXIT.refused,
  batch_ended: EXIT.refused,
  compensation_missing: EXIT.refused,
  nothing_to_repair: EXIT.refused,
  illegal_transition: EXIT.refused,
  concurrency_exceeded: EXIT.refused,
  backlog_full: EXIT.refused,
  access_denied: EXIT.refused,
  instance_unavailable: EXIT.refused,
  code_missing: EXIT.cannotStart,
  interpreter_missing: EXIT.cannotStart,
  runtime_unsupported: EXIT.cannotStart,
  project_invalid: EXIT.cannotStart,
  workspace_in_use: EXIT.cannotStart,
  workspace_damaged: EXIT.cannotStart,
  workspace_newer: EXIT.cannotStart,
  port_in_use: EXIT.cannotStart,
  disk_full: EXIT.cannotStart,
  internal: EXIT.internal,
}

export const EXIT_CODES_HELP = `
Exit codes:
  0    done
  1    the function or the task ended without success
  2    bad input
  3    no such function, task, instance, group or queue, or no host is running
  4    refused: a limit is reached, an id is taken, a task has ended
  5    cannot start: workspace, project, port, disk or interpreter
  70   a bug in Taskyard
  130  interrupted by Ctrl-C`
