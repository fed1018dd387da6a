/**
 * Reads what was pasted as the body that a failure destination got in the cloud (FC.md section 2.6): itself, or
 * inside of a message of SMQ (as JSON or base64), of an EventBridge event, or of a list with one entry. Pure.
 * Throws failure_unreadable, which says what is missing.
 */
import { parseTarget } from '../../../shared/domain/destinationTarget.ts'
import type { FunctionErrorType } from '../../../shared/domain/task.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ImportedFailure } from './deadLetterPorts.ts'

export type ReadFailure = Omit<ImportedFailure, 'accountId' | 'functionName'> & {
  functionName: string | null // null: its ARN names none
}

/** Wrappings within each other: an event around a message around a list is three. */
const MAX_DEPTH = 6
const MESSAGE_FIELDS = ['Message', 'MessageBody', 'messageBody', 'message', 'body']
const ERROR_TYPES: readonly FunctionErrorType[] = [
  'HandledInvocationError',
  'UnhandledInvocationError',
  'InitializationError',
]
const ID_PATTERN = /^[A-Za-z0-9_-]{1,128}$/
const LAST_INSTANT_MS = 8.64e15 // of a Date

type Fields = Record<string, unknown>

export function readFailure(text: string): ReadFailure {
  const body = unwrapped(parsed(text.trim()), 0)
  const context = fieldsOf(body.requestContext)
  const response = fieldsOf(body.responseContext)
  refuseIncomplete(body, { context, response })
  const condition = textOf(context.condition)
  const functionError = textOf(response.functionError)
  if (condition === '' && functionError === '') {
    throw unreadable(
      'it is the body of a success destination: that task succeeded, so there is nothing to repair. Paste the body of a failure',
    )
  }
  return {
    functionName: functionNameOf(textOf(context.functionArn)),
    functionArn: textOf(context.functionArn),
    requestId: textOf(context.requestId),
    failedAtMs: instantOf(body.timestamp) ?? 0,
    attemptCount: countOf(context.approximateInvokeCount),
    errorType: errorTypeOf(functionError, condition),
    payload: textOf(body.requestPayload),
    errorBody: errorBodyOf(textOf(body.responsePayload), condition || functionError),
  }
}

function unwrapped(value: unknown, depth: number): Fields {
  if (depth > MAX_DEPTH) throw unreadable('it is wrapped too often: paste the body itself')
  if (typeof value === 'string') return unwrapped(parsed(value.trim()), depth + 1)
  if (Array.isArray(value)) {
    if (value.length !== 1) throw unreadable(`it is a list of ${value.length}: paste one failure at a time`)
    return unwrapped(value[0], depth + 1)
  }
  const fields = fieldsOf(value)
  if (isBody(fields)) return fields
  if ('data' in fields) return unwrapped(fields.data, depth + 1)
  const name = MESSAGE_FIELDS.find((one) => typeof fields[one] === 'string' || isObject(fields[one]))
  if (name !== undefined) return unwrapped(fields[name], depth + 1)
  return fields // whatever it is, what it lacks will be said
}

const isBody = (fields: Fields) =>
  'requestContext' in fields || 'responseContext' in fields || 'requestPayload' in fields

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const decoded = decodedBase64(text)
    if (decoded !== null) return decoded
    const tail = text === '' ? 'nothing was pasted' : 'it is neither JSON nor base64 of JSON'
    throw unreadable(`${tail}: paste the whole message that the failure destination got`)
  }
}

function decodedBase64(text: string): unknown {
  const digits = text.replace(/\s+/g, '')
  if (digits.length < 4 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(digits)) return null
  try {
    return JSON.parse(Buffer.from(digits, 'base64').toString('utf8'))
  } catch {
    return null
  }
}

function refuseIncomplete(body: Fields, { context, response }: { context: Fields; response: Fields }): void {
  const missing = [
    ...(typeof context.requestId === 'string' && context.requestId !== '' ? [] : ['requestContext.requestId']),
    ...(typeof context.functionArn === 'string' ? [] : ['requestContext.functionArn']),
    ...(body.requestPayload === undefined || body.requestPayload === null ? ['requestPayload'] : []),
    ...(isObject(body.responseContext) || typeof context.condition === 'string'
      ? []
      : ['responseContext.functionError']),
    ...(instantOf(body.timestamp) === null ? ['timestamp (milliseconds)'] : []),
  ]
  if (missing.length > 0) {
    throw unreadable(
      `it is no body of a failure destination, because ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing: paste the whole message`,
    )
  }
  const requestId = textOf(context.requestId)
  if (!ID_PATTERN.test(requestId)) {
    throw unreadable(`'${requestId.slice(0, 140)}' is no request id: it has letters, digits, "_" and "-", at most 128`)
  }
  for (const [name, value] of [
    ['requestContext.condition', context.condition],
    ['responseContext.functionError', response.functionError],
  ] as const) {
    if (value !== undefined && value !== null && typeof value !== 'string') throw unreadable(`${name} is no text`)
  }
}

/** An FC 3 function may be followed by its version or alias. Null: the ARN names no function. */
export function functionNameOf(arn: string): string | null {
  for (const text of [arn, arn.replace(/(:functions\/[^/]+)\/.*$/, '$1')]) {
    const target = parseTarget(text)
    if (target.kind === 'function') return target.functionName
  }
  return null
}

function errorTypeOf(functionError: string, condition: string): FunctionErrorType {
  return ERROR_TYPES.find((type) => type === functionError || type === condition) ?? 'UnhandledInvocationError'
}

/** A task that never ran has no response; its condition says why. */
function errorBodyOf(responsePayload: string, condition: string): string {
  if (responsePayload !== '') return responsePayload
  return JSON.stringify({ errorMessage: condition, errorType: condition })
}

function instantOf(value: unknown): number | null {
  const ms = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value
  return typeof ms === 'number' && ms > 0 && ms <= LAST_INSTANT_MS ? Math.floor(ms) : null
}

const countOf = (value: unknown) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 ? Math.min(value, 1_000_000) : 1

/** Payloads are strings in the body; whoever reformatted it may have made JSON of them. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const fieldsOf = (value: unknown): Fields => (isObject(value) ? value : {})

const unreadable = (reason: string) => new AppError('failure_unreadable', `this cannot be read: ${reason}`)
