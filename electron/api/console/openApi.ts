/**
 * The OpenAPI document of the console's methods, made from the contract's table. Streams have no HTTP
 * route; they are named beside the methods, with what they give.
 */
import { z } from 'zod'
import { CONSOLE_PATH } from '../../../shared/contract/console.contract.ts'
import type { Contract, Method, Stream } from '../../../shared/contract/contract.ts'
import { SOCKET_PATH } from '../../../shared/contract/link.ts'
import { ERROR_CODES } from '../../../shared/errors.ts'
import { VERSION } from '../../base/version.ts'

const JSON_TYPE = 'application/json'
/** How bytes travel in JSON (electron/base/wireJson.ts). */
const BYTES_SCHEMA = {
  type: 'object',
  properties: { base64: { type: 'string', contentEncoding: 'base64' } },
  required: ['base64'],
  additionalProperties: false,
}
const ERROR_SCHEMA = {
  type: 'object',
  properties: { code: { enum: Object.keys(ERROR_CODES) }, message: { type: 'string' }, data: {} },
  required: ['code', 'message'],
}

export function openApiDocument(contract: Contract): object {
  const spoken = Object.entries(contract)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Taskyard console',
      version: VERSION,
      description:
        'What the window and the command line ask of a host. Every request needs the token of endpoint.json.',
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: ERROR_SCHEMA },
    },
    security: [{ token: [] }],
    paths: Object.fromEntries(
      spoken.flatMap(([name, about]) => ('output' in about ? [[`${CONSOLE_PATH}${name}`, pathOf(name, about)]] : [])),
    ),
    'x-socket': SOCKET_PATH,
    'x-streams': Object.fromEntries(
      spoken.flatMap(([name, about]) => ('item' in about ? [[name, streamOf(about)]] : [])),
    ),
  }
}

function pathOf(name: string, { description, input, output, cli }: Method): object {
  return {
    post: {
      operationId: name,
      summary: description,
      ...('command' in cli ? { 'x-command': `taskyard ${cli.command}` } : { 'x-no-command': cli.none }),
      requestBody: { required: true, content: { [JSON_TYPE]: { schema: jsonSchema(input, 'input') } } },
      responses: {
        200: { description: 'Done.', content: { [JSON_TYPE]: { schema: jsonSchema(output, 'output') } } },
        default: {
          description: 'Refused, or failed: the code says why.',
          content: { [JSON_TYPE]: { schema: { $ref: '#/components/schemas/Error' } } },
        },
      },
    },
  }
}

function streamOf({ description, input, item }: Stream): object {
  return { summary: description, input: jsonSchema(input, 'input'), item: jsonSchema(item, 'output') }
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...plain } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'custom') Object.assign(jsonSchema, BYTES_SCHEMA) // bytes are the only one
    },
  })
  return plain
}
