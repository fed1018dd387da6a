/** A function's asynchronous configuration and its reserved concurrency (FC.md section 1.5). */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { asyncConfig, reservedConcurrency } from '../../../shared/domain/functionConfig.ts'
import type { FunctionRecord } from '../../engine/ports.ts'
import type { FcApiDeps } from './deps.ts'
import { FcError } from './fcErrors.ts'
import { listMatching } from './functionPages.ts'
import { asyncConfigWire, concurrencyWire, noticeHeaders } from './functionWire.ts'
import {
  accountOf,
  type FunctionRoute,
  jsonBody,
  parsed,
  type Query,
  queryText,
  refuseOtherQualifier,
} from './requestParts.ts'

const concurrencyInput = z.looseObject({ reservedConcurrency })

export function asyncConfigRoutes(app: FastifyInstance, { commands, queries, region }: FcApiDeps): void {
  const path = '/functions/:functionName/async-invoke-config'

  app.put<FunctionRoute>(path, async (request, reply) => {
    refuseOtherQualifier(request.query)
    const account = accountOf(request)
    const config = parsed(asyncConfig, jsonBody(request))
    const record = await commands.updateFunction({ accountId: account.id, ...request.params }, { asyncConfig: config })
    reply.headers(noticeHeaders(record))
    return asyncConfigWire(record, config, { region, accountUid: account.uid })
  })

  app.get<FunctionRoute>(path, async (request, reply) => {
    refuseOtherQualifier(request.query)
    const account = accountOf(request)
    const record = await queries.getFunction({ accountId: account.id, ...request.params })
    reply.headers(noticeHeaders(record))
    return asyncConfigWire(record, asyncConfigOf(record), { region, accountUid: account.uid })
  })

  app.delete<FunctionRoute>(path, async (request, reply) => {
    refuseOtherQualifier(request.query)
    await commands.updateFunction({ accountId: accountOf(request).id, ...request.params }, { asyncConfig: null })
    return reply.code(204).send()
  })

  listRoute(app, '/async-invoke-configs', { queries, region }, (record, place) =>
    record.asyncConfig === null ? null : asyncConfigWire(record, record.asyncConfig, place),
  )
}

export function concurrencyRoutes(app: FastifyInstance, { commands, queries, region }: FcApiDeps): void {
  const path = '/functions/:functionName/concurrency'

  app.put<FunctionRoute>(path, async (request) => {
    const account = accountOf(request)
    const { reservedConcurrency } = parsed(concurrencyInput, jsonBody(request))
    const target = { accountId: account.id, ...request.params }
    const record = await commands.updateFunction(target, { reservedConcurrency })
    return concurrencyWire(record, reservedConcurrency, { region, accountUid: account.uid })
  })

  app.get<FunctionRoute>(path, async (request) => {
    const account = accountOf(request)
    const record = await queries.getFunction({ accountId: account.id, ...request.params })
    return concurrencyWire(record, concurrencyOf(record), { region, accountUid: account.uid })
  })

  app.delete<FunctionRoute>(path, async (request, reply) => {
    const target = { accountId: accountOf(request).id, ...request.params }
    await commands.updateFunction(target, { reservedConcurrency: null })
    return reply.code(204).send()
  })

  listRoute(app, '/concurrency-configs', { queries, region }, (record, place) =>
    record.reservedConcurrency === null ? null : concurrencyWire(record, record.reservedConcurrency, place),
  )
}

/** Pages over what `wireOf` gives for the account's functions; null: the function has none. */
function listRoute<T>(
  app: FastifyInstance,
  path: string,
  { queries, region }: Pick<FcApiDeps, 'queries' | 'region'>,
  wireOf: (record: FunctionRecord, place: { region: string; accountUid: string }) => T | null,
): void {
  app.get<{ Querystring: Query }>(path, async (request) => {
    const account = accountOf(request)
    const place = { region, accountUid: account.uid }
    const isListed = (record: FunctionRecord) => isNamed(record, request.query) && wireOf(record, place) !== null
    const { records, nextToken } = await listMatching(queries, account, request.query, isListed)
    return { configs: records.map((record) => wireOf(record, place)), nextToken }
  })
}

function isNamed(record: FunctionRecord, query: Query): boolean {
  const name = queryText(query, 'functionName')
  return name === undefined || record.config.functionName === name
}

function asyncConfigOf(record: FunctionRecord) {
  if (record.asyncConfig !== null) return record.asyncConfig
  const name = record.config.functionName
  throw new FcError('AsyncConfigNotExists', `function '${name}' has no asynchronous configuration`)
}

function concurrencyOf(record: FunctionRecord): number {
  if (record.reservedConcurrency !== null) return record.reservedConcurrency
  const name = record.config.functionName
  throw new FcError('OnDemandConfigNotFound', `function '${name}' has no concurrency configuration`)
}
