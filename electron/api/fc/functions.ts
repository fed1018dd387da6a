/** CreateFunction, GetFunction, ListFunctions, UpdateFunction, DeleteFunction (FC.md section 1.6). */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { FunctionCode } from '../../../shared/domain/functionCode.ts'
import { functionConfig, functionName } from '../../../shared/domain/functionConfig.ts'
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import type { Account } from '../../engine/ports.ts'
import type { FcApiDeps } from './deps.ts'
import { invalidArgument } from './fcErrors.ts'
import { listMatching } from './functionPages.ts'
import { functionWire, noticeHeaders } from './functionWire.ts'
import {
  accountOf,
  type FunctionRoute,
  jsonBody,
  parsed,
  type Query,
  queryText,
  refuseOtherQualifier,
} from './requestParts.ts'

/** FC takes zips of up to 100 MB in a request; Base64 makes them a third longer. */
const MAX_DEFINITION_BYTES = 140 * MIB_BYTES

const codeInput = z.looseObject({ zipFile: z.string().min(1).optional(), checksum: z.string().optional() })
const UNSUPPORTED_FILTERS = ['tags', 'resourceGroupId', 'gpuType']

export function functionRoutes(app: FastifyInstance, { commands, queries, codeStore, region }: FcApiDeps): void {
  app.post('/functions', { bodyLimit: MAX_DEFINITION_BYTES }, async (request, reply) => {
    const account = accountOf(request)
    const { code, ...fields } = jsonBody(request)
    const config = parsed(functionConfig, fields)
    if (code === undefined) throw invalidArgument('code: a function needs its code, as code.zipFile')
    const record = await commands.createFunction(account.id, {
      config,
      code: await storeCode(account, config.functionName, code),
      asyncConfig: null,
      reservedConcurrency: null,
      compensation: null,
    })
    reply.headers(noticeHeaders(record))
    return functionWire(record, { region, accountUid: account.uid })
  })

  app.get<{ Querystring: Query }>('/functions', async (request) => {
    const account = accountOf(request)
    const { records, nextToken } = await listMatching(queries, account, request.query, functionFilter(request.query))
    const place = { region, accountUid: account.uid }
    return { functions: records.map((record) => functionWire(record, place)), nextToken }
  })

  app.get<FunctionRoute>('/functions/:functionName', async (request, reply) => {
    refuseOtherQualifier(request.query)
    const account = accountOf(request)
    const record = await queries.getFunction({ accountId: account.id, ...request.params })
    reply.headers(noticeHeaders(record))
    return functionWire(record, { region, accountUid: account.uid })
  })

  app.put<FunctionRoute>('/functions/:functionName', { bodyLimit: MAX_DEFINITION_BYTES }, async (request, reply) => {
    const account = accountOf(request)
    const target = { accountId: account.id, ...request.params }
    const { code, functionName: _fixed, ...fields } = jsonBody(request)
    const current = await queries.getFunction(target)
    const record = await commands.updateFunction(target, {
      config: parsed(functionConfig, { ...current.config, ...fields }),
      ...(code === undefined ? {} : { code: await storeCode(account, current.config.functionName, code) }),
    })
    reply.headers(noticeHeaders(record))
    return functionWire(record, { region, accountUid: account.uid })
  })

  app.delete<FunctionRoute>('/functions/:functionName', async (request, reply) => {
    await commands.deleteFunction({ accountId: accountOf(request).id, ...request.params })
    return reply.code(204).send()
  })

  async function storeCode(account: Account, name: string, input: unknown): Promise<FunctionCode> {
    const { zipFile, checksum } = parsed(codeInput, input)
    if (zipFile === undefined) {
      throw invalidArgument('code: only code.zipFile (Base64 of a zip) is supported here, not code in OSS')
    }
    const zip = Buffer.from(zipFile, 'base64')
    const code = await codeStore.put({ accountUid: account.uid, functionName: parsed(functionName, name), zip })
    if (checksum !== undefined && checksum !== code.checksum) {
      throw invalidArgument(`code.checksum is ${checksum}, but the CRC-64 of code.zipFile is ${code.checksum}`)
    }
    return code
  }
}

function functionFilter(query: Query) {
  for (const name of UNSUPPORTED_FILTERS) {
    if (queryText(query, name) !== undefined) throw invalidArgument(`query parameter ${name} is not supported here`)
  }
  const name = queryText(query, 'functionName')
  const description = queryText(query, 'description')
  const runtime = queryText(query, 'runtime')
  const isVersion2 = queryText(query, 'fcVersion') === 'v2'
  return ({ config }: { config: { functionName: string; description?: string | undefined; runtime: string } }) =>
    !isVersion2 &&
    (name === undefined || config.functionName.includes(name)) &&
    (description === undefined || (config.description ?? '').includes(description)) &&
    (runtime === undefined || config.runtime === runtime)
}
