/** Reads the parts of an FC request. Everything that cannot be used throws an FcError that names it. */
import { isUtf8 } from 'node:buffer'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Body } from '../../../shared/domain/body.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Account } from '../../engine/ports.ts'
import { FcError, invalidArgument } from './fcErrors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    account: Account | null // set once the request's signature was verified
  }
}

export type Query = Record<string, string | string[] | undefined>
export type FunctionRoute = { Params: { functionName: string }; Querystring: Query }

const DEFAULT_PAGE_LIMIT = 20
const MAX_PAGE_LIMIT = 100

export function accountOf(request: Pick<FastifyRequest, 'account'>): Account {
  if (request.account === null) throw new AppError('internal', 'a handler ran before its request was authenticated')
  return request.account
}

/** A parameter that is absent or empty is undefined; of several, the last one counts. */
export function queryText(query: Query, name: string): string | undefined {
  const value = query[name]
  return (typeof value === 'string' ? value : value?.at(-1)) || undefined
}

export function queryInteger(query: Query, name: string): number | undefined {
  const text = queryText(query, name)
  if (text === undefined) return undefined
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw invalidArgument(`query parameter ${name} must be a whole number, not '${text}'`)
  }
  return value
}

export function queryChoice<T extends string>(query: Query, name: string, choices: readonly T[]): T | undefined {
  const text = queryText(query, name)
  if (text === undefined) return undefined
  const choice = choices.find((one) => one === text)
  if (choice === undefined)
    throw invalidArgument(`query parameter ${name} must be one of ${choices.join(', ')}, not '${text}'`)
  return choice
}

export function pageLimit(query: Query): number {
  const limit = queryInteger(query, 'limit') ?? DEFAULT_PAGE_LIMIT
  if (limit < 1 || limit > MAX_PAGE_LIMIT) {
    throw invalidArgument(`query parameter limit must be between 1 and ${MAX_PAGE_LIMIT}, not ${limit}`)
  }
  return limit
}

/** There are no versions and aliases yet: only LATEST exists. */
export function refuseOtherQualifier(query: Query): void {
  const qualifier = queryText(query, 'qualifier')
  if (qualifier === undefined || qualifier === 'LATEST') return
  if (/^\d+$/.test(qualifier)) throw new FcError('VersionNotFound', `version '${qualifier}' does not exist`)
  throw new FcError('AliasNotFound', `alias '${qualifier}' does not exist`)
}

/** The raw body; the content-type parser of the API hands on bytes, whatever their type. */
export const bodyBytes = (request: Pick<FastifyRequest, 'body'>): Buffer =>
  Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)

/** Text where the bytes are UTF-8. Bytes are copied out of Node's shared pool, which must not travel along. */
export const payloadBody = (bytes: Buffer): Body => (isUtf8(bytes) ? bytes.toString('utf8') : new Uint8Array(bytes))

export function jsonBody(request: Pick<FastifyRequest, 'body'>): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(bodyBytes(request).toString('utf8'))
  } catch {
    throw invalidArgument('the request body is not valid JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidArgument('the request body must be a JSON object')
  }
  return withoutNulls(value)
}

/** Clients of some languages send null for what was not given. */
const withoutNulls = (object: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null))

export function parsed<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw invalidArgument(issue ? [issue.path.join('.'), issue.message].filter(Boolean).join(': ') : 'invalid value')
}
