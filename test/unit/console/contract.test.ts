import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { consoleContract } from '../../../shared/contract/console.contract.ts'
import type { Contract } from '../../../shared/contract/contract.ts'
import { createClient } from '../../../shared/contract/createClient.ts'
import { serve } from '../../../shared/contract/serve.ts'
import { AppError } from '../../../shared/errors.ts'

const COMMANDS = ['serve', 'invoke', 'env'] // electron/cli/commandLine.ts

describe.each(Object.entries(consoleContract))('the method %s', (name, method) => {
  it('says what it does and has a command or a reason for none', () => {
    expect(name).toMatch(/^[a-z]+\.[a-z]+$/)
    expect(method.description).toMatch(/\.$/)
    if ('command' in method.cli) expect(COMMANDS).toContain(method.cli.command)
    else expect(method.cli.none).toMatch(/\w+ \w+/)
  })

  it('can be told as JSON Schema', () => {
    expect(z.toJSONSchema(method.input, { io: 'input' })).toMatchObject({ type: 'object' })
    expect(z.toJSONSchema(method.output)).toMatchObject({ type: expect.any(String) })
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
    const answer = serve(contract, handlers, (error) => reported.push(error))
    return { answer, client: createClient(contract, answer), reported }
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
    const { answer, reported } = bothSides(() => {
      throw new Error('a bug')
    })
    expect(await answer('half', { number: 4 })).toEqual({ ok: false, error: { code: 'internal', message: 'a bug' } })
    expect(reported).toHaveLength(1)
  })

  it('shows handlers only what its table allows', async () => {
    const { answer } = bothSides(() => ({ half: 1 }))
    const inputs = [undefined, null, 'junk', {}, { number: 'four' }, { number: 4, more: 1 }]
    for (const input of inputs) {
      expect(await answer('half', input)).toMatchObject({ ok: false, error: { code: 'invalid_input' } })
    }
  })

  it('lets out only what its table names', async () => {
    const { client } = bothSides(() => ({ half: 1, secret: 's' }))
    expect(await client.half({ number: 2 })).toEqual({ half: 1 })
    const wrong = bothSides(() => ({ half: 'one' }))
    await expect(wrong.client.half({ number: 2 })).rejects.toMatchObject({ code: 'internal' })
  })

  it.each(['nothing', 'toString', '__proto__', 'constructor'])('has no method %s', async (name) => {
    const { answer } = bothSides(() => ({ half: 1 }))
    expect(await answer(name, {})).toEqual({
      ok: false,
      error: { code: 'invalid_input', message: `there is no method "${name}"` },
    })
  })
})
