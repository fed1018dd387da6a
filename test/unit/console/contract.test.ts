import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openApiDocument } from '../../../electron/api/console/openApi.ts'
import { commandLine } from '../../../electron/cli/commandLine.ts'
import { consoleContract } from '../../../shared/contract/console.contract.ts'
import type { Contract } from '../../../shared/contract/contract.ts'
import { createClient } from '../../../shared/contract/createClient.ts'
import { serve } from '../../../shared/contract/serve.ts'
import { AppError } from '../../../shared/errors.ts'

const COMMANDS = commandLine(() => {}).commands.map((command) => command.name())
const document = JSON.parse(JSON.stringify(openApiDocument(consoleContract)))

describe.each(Object.entries(consoleContract))('the entry %s', (name, spoken) => {
  it('says what it does and has a command or a reason for none', () => {
    expect(name).toMatch(/^[a-z]+\.[a-z]+([A-Z][a-z]+)*$/)
    expect(spoken.description).toMatch(/^[A-Z].* .*\.$/)
    if ('command' in spoken.cli) expect(COMMANDS).toContain(spoken.cli.command)
    else expect(spoken.cli.none).toMatch(/\w+ \w+/)
  })

  it('has a route of its own, or is a stream of the socket', () => {
    const { description } = spoken
    if ('item' in spoken) {
      expect(document['x-streams'][name]).toMatchObject({ summary: description, item: { type: 'object' } })
      return
    }
    const { requestBody, responses, ...post } = document.paths[`/api/${name}`].post
    expect(post).toMatchObject({ operationId: name, summary: description })
    expect(Object.keys(requestBody.content['application/json'].schema)).not.toEqual([])
    expect(Object.keys(responses[200].content['application/json'].schema)).not.toEqual([])
    expect(responses.default.content['application/json'].schema).toEqual({ $ref: '#/components/schemas/Error' })
  })
})

describe('the OpenAPI document', () => {
  it('names every entry of the table, and nothing else', () => {
    const names = [...Object.keys(document.paths).map((path) => path.slice(5)), ...Object.keys(document['x-streams'])]
    expect(names.toSorted()).toEqual(Object.keys(consoleContract).toSorted())
  })

  it('tells what may be left out, and how bytes travel', () => {
    const { properties, required } =
      document.paths['/api/tasks.submit'].post.requestBody.content['application/json'].schema
    expect(required).toEqual(['functionName', 'payload'])
    expect(properties.delaySeconds).toMatchObject({ type: 'integer', default: 0 })
    expect(properties.payload.anyOf).toEqual([
      { type: 'string' },
      expect.objectContaining({ required: ['base64'], properties: { base64: expect.anything() } }),
    ])
  })
})

describe('a contract', () => {
  const contract = {
    half: {
      description: 'Halves an even number.',
      input: z.strictObject({ number: z.int() }),
      output: z.object({ half: z.int() }),
      cli: { none: 'for this test' },
    },
  } satisfies Contract

  function bothSides(half: (number: number) => object) {
    const reported: unknown[] = []
    const handlers = { half: ({ number }: { number: number }) => half(number) as { half: number } }
    const { call } = serve(contract, handlers, (error) => reported.push(error))
    return { call, client: createClient<typeof contract>(call), reported }
  }

  it('is asked on one side and answered on the other', async () => {
    const { client } = bothSides((number) => ({ half: number / 2 }))
    expect(await client.half({ number: 4 })).toEqual({ half: 2 })
  })

  it('carries an AppError with its code and data, and reports it not', async () => {
    const { client, reported } = bothSides(() => {
      throw new AppError('task_exists', 'taken', { data: { taskId: 'a' } })
    })
    await expect(client.half({ number: 4 })).rejects.toMatchObject({
      code: 'task_exists',
      message: 'taken',
      data: { taskId: 'a' },
    })
    expect(reported).toEqual([])
  })

  it('reports any other error and tells its message only', async () => {
    const { call, reported } = bothSides(() => {
      throw new Error('a bug')
    })
    expect(await call('half', { number: 4 })).toEqual({ ok: false, error: { code: 'internal', message: 'a bug' } })
    expect(reported).toHaveLength(1)
  })

  it('shows handlers only what its table allows', async () => {
    const { call } = bothSides(() => ({ half: 1 }))
    const inputs = [undefined, null, 'junk', {}, { number: 'four' }, { number: 4, more: 1 }]
    for (const input of inputs) {
      expect(await call('half', input)).toMatchObject({ ok: false, error: { code: 'invalid_input' } })
    }
  })

  it('lets out only what its table names', async () => {
    const { client } = bothSides(() => ({ half: 1, secret: 's' }))
    expect(await client.half({ number: 2 })).toEqual({ half: 1 })
    const wrong = bothSides(() => ({ half: 'one' }))
    await expect(wrong.client.half({ number: 2 })).rejects.toMatchObject({ code: 'internal' })
  })

  it.each(['nothing', 'toString', '__proto__', 'constructor'])('has no method %s', async (name) => {
    const { call } = bothSides(() => ({ half: 1 }))
    expect(await call(name, {})).toEqual({
      ok: false,
      error: { code: 'invalid_input', message: `there is no method "${name}"` },
    })
  })
})
