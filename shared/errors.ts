/**
 * The one error type that crosses module, thread and process boundaries. Callers decide by `code`,
 * never by reading `message`. The table says, for each code, whether trying again can help.
 */
export const ERROR_CODES = {
  invalid_input: { canRetry: false }, // the caller sent something the rules forbid
  function_not_found: { canRetry: false },
  function_exists: { canRetry: false },
  config_not_found: { canRetry: false }, // the function has no asynchronous configuration
  task_not_found: { canRetry: false },
  task_exists: { canRetry: false }, // a task id is unique per function while its record is kept
  task_ended: { canRetry: false }, // a stop came after the final state
  illegal_transition: { canRetry: false }, // the state table has no such move
  instance_not_found: { canRetry: false },
  instance_ended: { canRetry: false }, // nothing of it is left to log in to, or to stop
  group_not_found: { canRetry: false }, // of dead letters
  delivery_not_found: { canRetry: false },
  batch_not_found: { canRetry: false },
  batch_ended: { canRetry: false }, // nothing is left to abort
  queue_not_found: { canRetry: false }, // no message queue has that name
  message_not_found: { canRetry: false }, // it was deleted, or received again since
  compensation_missing: { canRetry: false }, // no compensation function is named, or it does not exist
  nothing_to_repair: { canRetry: false }, // every task of a selection is left out
  failure_unreadable: { canRetry: false }, // what was pasted is no body of a failure destination
  terminal_not_found: { canRetry: false }, // it was closed
  terminal_ended: { canRetry: false }, // what ran in it has ended
  payload_too_large: { canRetry: false },
  concurrency_exceeded: { canRetry: true }, // a synchronous call found no free place
  backlog_full: { canRetry: true }, // the account's backlog limit
  disk_full: { canRetry: true }, // below the free-disk floor, or the write itself failed
  code_missing: { canRetry: false }, // the function's code folder or zip cannot be used
  interpreter_missing: { canRetry: false }, // no interpreter of the runtime on this machine
  runtime_unsupported: { canRetry: false },
  instance_unavailable: { canRetry: true }, // an instance could not be started now
  project_invalid: { canRetry: false }, // s.yaml or the code it names
  workspace_in_use: { canRetry: false }, // another host holds the workspace's lock
  workspace_damaged: { canRetry: false }, // a database file cannot be read
  workspace_newer: { canRetry: false }, // written by a newer version
  port_in_use: { canRetry: false },
  access_denied: { canRetry: false }, // token, key, signature, Host or Origin refused
  unavailable: { canRetry: true }, // a thread is being replaced, or the host is stopping
  internal: { canRetry: false }, // a bug: logged with its cause
} as const

export type ErrorCode = keyof typeof ERROR_CODES
export type WireError = { code: ErrorCode; message: string; data?: unknown }

export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  /** Structured facts for whoever shows the error; must survive a structured clone. */
  readonly data?: unknown
  constructor(code: ErrorCode, message: string, options?: ErrorOptions & { data?: unknown }) {
    super(message, options)
    this.code = code
    if (options?.data !== undefined) this.data = options.data
  }
}

/** What leaves a thread or a process: never a stack, never a cause. */
export function toWireError(error: unknown): WireError {
  if (error instanceof AppError) {
    return error.data === undefined
      ? { code: error.code, message: error.message }
      : { code: error.code, message: error.message, data: error.data }
  }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) }
}

export function fromWireError(wire: WireError): AppError {
  return new AppError(wire.code, wire.message, wire.data === undefined ? {} : { data: wire.data })
}

export function assertNever(value: never): never {
  throw new AppError('internal', `unexpected value ${JSON.stringify(value)}`)
}
