/**
 * Errors as FC's clients read them (FC.md section 1.4): one table gives each FC code its status, one
 * maps the engine's codes to FC's. The body carries both spellings, for FC 3 and FC 2 clients.
 */
import { AppError, type ErrorCode } from '../../../shared/errors.ts'

const STATUS = {
  InvalidArgument: 400,
  MissingRequiredHeader: 400,
  EntityTooLarge: 400,
  AccessDenied: 403,
  InvalidAccessKeyID: 403,
  SignatureNotMatch: 403,
  PathNotSupported: 404,
  FunctionNotFound: 404,
  VersionNotFound: 404,
  AliasNotFound: 404,
  AsyncConfigNotExists: 404,
  OnDemandConfigNotFound: 404, // FC's word for a function without a concurrency configuration
  InstanceNotFound: 404, // [U] no public source names it
  AsyncTaskNotFound: 404, // [U] no public source names it
  AsyncTaskAlreadyExists: 409, // [U] the 409 is documented, the name is not
  FunctionAlreadyExists: 409,
  PreconditionFailed: 412,
  ResourceExhausted: 429,
  InternalServerError: 500,
  ResourceThrottled: 503,
} as const
type FcErrorCode = keyof typeof STATUS

const FC_CODES: Record<ErrorCode, FcErrorCode> = {
  invalid_input: 'InvalidArgument',
  function_not_found: 'FunctionNotFound',
  function_exists: 'FunctionAlreadyExists',
  config_not_found: 'AsyncConfigNotExists',
  task_not_found: 'AsyncTaskNotFound',
  task_exists: 'AsyncTaskAlreadyExists',
  task_ended: 'PreconditionFailed', // [U] what StopAsyncTask says to a task that has ended
  instance_not_found: 'InstanceNotFound',
  instance_ended: 'PreconditionFailed', // FC.md section 1.7: only running instances
  terminal_not_found: 'InternalServerError', // FC has no word for it: an exec has no id
  terminal_ended: 'InternalServerError',
  group_not_found: 'InternalServerError', // the rest of the repairs has no face in FC
  delivery_not_found: 'InternalServerError',
  batch_not_found: 'InternalServerError',
  batch_ended: 'InternalServerError',
  queue_not_found: 'InternalServerError',
  message_not_found: 'InternalServerError',
  compensation_missing: 'InternalServerError',
  nothing_to_repair: 'InternalServerError',
  failure_unreadable: 'InternalServerError',
  illegal_transition: 'PreconditionFailed',
  payload_too_large: 'EntityTooLarge',
  concurrency_exceeded: 'ResourceExhausted',
  backlog_full: 'ResourceExhausted',
  disk_full: 'ResourceThrottled',
  code_missing: 'PreconditionFailed',
  interpreter_missing: 'PreconditionFailed',
  runtime_unsupported: 'InvalidArgument',
  instance_unavailable: 'ResourceThrottled',
  project_invalid: 'InvalidArgument',
  workspace_in_use: 'InternalServerError',
  workspace_damaged: 'InternalServerError',
  workspace_newer: 'InternalServerError',
  port_in_use: 'InternalServerError',
  access_denied: 'AccessDenied',
  unavailable: 'ResourceThrottled',
  internal: 'InternalServerError',
}

export class FcError extends Error {
  override readonly name = 'FcError'
  readonly code: FcErrorCode
  constructor(code: FcErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
  get status(): number {
    return STATUS[this.code]
  }
}

export const invalidArgument = (message: string) => new FcError('InvalidArgument', message)
export const entityTooLarge = (maxBytes: number) =>
  new FcError('EntityTooLarge', `payload size exceeds maximum allowed size (${maxBytes} bytes)`)

/** Any error as an answer. What is not meant for callers becomes InternalServerError, with its cause. */
export function toFcError(error: unknown): FcError {
  if (error instanceof FcError) return error
  if (error instanceof AppError && error.code !== 'internal') {
    return new FcError(FC_CODES[error.code], error.message, { cause: error })
  }
  if (isRequestError(error)) return new FcError('InvalidArgument', error.message, { cause: error })
  return new FcError('InternalServerError', 'something went wrong in Taskyard; its log says what', { cause: error })
}

export const fcErrorBody = ({ code, message }: FcError, requestId: string) => ({
  Code: code,
  Message: message,
  RequestId: requestId,
  ErrorCode: code,
  ErrorMessage: message,
})

/** Fastify's own complaints about a request (a wrong Content-Length, say) carry a 4xx status. */
function isRequestError(error: unknown): error is Error & { statusCode: number } {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  return typeof status === 'number' && status >= 400 && status < 500
}
