/** The asynchronous configuration of functions in a whole host, with its real store and its watcher of the files. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { clientOf } from '../../../electron/cli/consoleClient.ts'
import { sharedBySuite } from '../../support/lifetime.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'
import { startTestHost } from '../../support/testHost.ts'
import { until } from '../../support/until.ts'

const NAMES = ['changed', 'kept', 'written', 'repaired', 'raced', 'refused', 'lost', 'tell'] as const
const OWN = ['asyncInvokeConfig: # by hand', '  maxAsyncRetryAttempts: 1 # once is enough']

async function start() {
  const files = Object.fromEntries(NAMES.map((name) => [`${name}/index.js`, 'exports.handler = async () => 1\n']))
  const project = projectFolder({
    ...files,
    's.yaml': specOf(Object.fromEntries(NAMES.map((name) => [name, name === 'tell' ? [] : OWN]))),
  })
  const client = clientOf(await startTestHost({ project }))
  const spec = join(project, 's.yaml')
  return {
    client,
    read: () => readFileSync(spec, 'utf8'),
    /** As an editor saves it. */
    save: (change: (text: string) => string) => writeFileSync(spec, change(readFileSync(spec, 'utf8'))),
    settings: (functionName: string) => client['functions.async']({ functionName }),
    operations: async (functionName: string) =>
      (await client['operations.list']({ text: functionName })).operations.map(({ action, detail }) => ({
        action,
        detail,
      })),
  }
}
const TELL = 'acs:fc:::functions/tell'

describe('the asynchronous configuration of a function of a project', () => {
  const host = sharedBySuite(start)

  it('is changed at once, said to be so, and given up again', async () => {
    const { client, settings, operations } = host()
    await client['functions.setAsync']({ functionName: 'changed', maxRetryAttempts: 4, onFailure: TELL })
    expect(await settings('changed')).toMatchObject({
      maxRetryAttempts: { value: 4, origin: 'override', fileValue: 1 },
      onFailure: { value: TELL, origin: 'override', fileValue: null },
      maxAgeSeconds: { value: 86_400, origin: 'default' },
    })
    await client['functions.revert']({ functionName: 'changed', part: 'asyncConfig' })
    expect(await settings('changed')).toMatchObject({
      maxRetryAttempts: { value: 1, origin: 'file' },
      onFailure: { value: null, origin: 'default' },
    })
    const changes = (from: [number, string | null], to: [number, string | null]) => ({
      changes: [
        { setting: 'maxAsyncRetryAttempts', from: from[0], to: to[0] },
        { setting: 'onFailure', from: from[1], to: to[1] },
      ],
    })
    expect(await operations('changed')).toEqual([
      { action: 'function.revert', detail: changes([4, TELL], [1, null]) },
      { action: 'function.change', detail: changes([1, null], [4, TELL]) },
    ])
  })

  it('is no override any more when it is set to what the file says', async () => {
    const { client, settings, save } = host()
    await client['functions.setAsync']({ functionName: 'kept', maxRetryAttempts: 8 })
    await client['functions.setAsync']({ functionName: 'kept', maxRetryAttempts: 1 })
    save((text) => text.replace(/(functionName: kept\n[\s\S]*?Attempts: )1/, '$12'))
    const { maxRetryAttempts } = await until(
      async () => {
        const now = await settings('kept')
        return now.maxRetryAttempts.value === 2 ? now : null
      },
      { what: 'the file to hold' },
    )
    expect(maxRetryAttempts.origin).toBe('file')
  })

  it('outlives a change of the file, beside what the file says now', async () => {
    const { client, settings, save } = host()
    await client['functions.setAsync']({ functionName: 'kept', maxRetryAttempts: 7 })
    save((text) => text.replace(/(functionName: kept\n[\s\S]*?Attempts: )\d/, '$15'))
    const now = await until(
      async () => {
        const { maxRetryAttempts } = await settings('kept')
        return maxRetryAttempts.fileValue === 5 ? maxRetryAttempts : null
      },
      { what: 'the file to be read' },
    )
    expect(now).toEqual({ value: 7, origin: 'override', fileValue: 5 })
  })

  it('is written to s.yaml with all its comments, and comes from there then', async () => {
    const { client, settings, operations, read } = host()
    const before = read()
    await client['functions.setAsync']({ functionName: 'written', maxRetryAttempts: 0, onSuccess: TELL })
    const { file } = await client['functions.writeToFile']({ functionName: 'written', part: 'asyncConfig' })
    expect(file).toMatch(/s\.yaml$/)
    const after = before.replace(
      /(functionName: written\n[\s\S]*?Attempts: )1( # once is enough\n)/,
      `$10$2        destinationConfig:\n          onSuccess:\n            destination: ${TELL}\n`,
    )
    expect(read()).toBe(after)
    expect(await settings('written')).toMatchObject({
      maxRetryAttempts: { value: 0, origin: 'file' },
      onSuccess: { value: TELL, origin: 'file' },
    })
    expect((await client['functions.get']({ functionName: 'written' })).overrides).toEqual([])
    expect(await operations('written')).toEqual([
      {
        action: 'function.write',
        detail: {
          part: 'asyncConfig',
          file,
          changes: [
            { setting: 'maxRetryAttempts', from: 1, to: 0 },
            { setting: 'onSuccess', from: null, to: TELL },
          ],
        },
      },
      { action: 'function.change', detail: expect.anything() },
    ])
  })

  it('has a compensation function that is changed, given up and written likewise', async () => {
    const { client, settings, operations, read } = host()
    const functionName = 'repaired'
    const name = (compensation: string | null) => client['repairs.setCompensation']({ functionName, compensation })
    await name('tell')
    expect((await settings(functionName)).compensation).toEqual({ value: 'tell', origin: 'override', fileValue: null })
    await client['functions.revert']({ functionName, part: 'compensation' })
    expect((await settings(functionName)).compensation).toEqual({ value: null, origin: 'default', fileValue: null })
    await name('tell')
    const before = read()
    await client['functions.writeToFile']({ functionName, part: 'compensation' })
    expect(read()).toBe(`${before}vars:\n  taskyard:\n    repaired:\n      compensation: tell\n`)
    expect((await settings(functionName)).compensation).toEqual({ value: 'tell', origin: 'file', fileValue: null })
    expect((await operations(functionName)).map(({ action }) => action)).toEqual([
      'function.write',
      'function.change',
      'function.revert',
      'function.change',
    ])
  })

  it('takes changes of two windows at the same moment, each of another value', async () => {
    const { client, settings } = host()
    const functionName = 'raced'
    await Promise.all([
      client['functions.setAsync']({ functionName, maxRetryAttempts: 6 }),
      client['functions.setAsync']({ functionName, maxAgeSeconds: 60 }),
      client['functions.setAsync']({ functionName, asyncTask: true }),
      client['functions.setAsync']({ functionName, onFailure: TELL }),
    ])
    expect(await settings(functionName)).toMatchObject({
      maxRetryAttempts: { value: 6 },
      maxAgeSeconds: { value: 60 },
      asyncTask: { value: true },
      onFailure: { value: TELL },
    })
  })

  it('refuses a target that names nothing, and changes nothing then', async () => {
    const { client, settings, operations } = host()
    const change = client['functions.setAsync']({ functionName: 'refused', maxRetryAttempts: 3, onSuccess: 'tell' })
    await expect(change).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('acs:fc:::functions/name'),
    })
    expect(await settings('refused')).toMatchObject({ maxRetryAttempts: { value: 1, origin: 'file' } })
    expect(await operations('refused')).toEqual([])
  })

  it('is not written when the file cannot be read; the change goes on here', async () => {
    const { client, settings, save, read } = host()
    await client['functions.setAsync']({ functionName: 'lost', maxRetryAttempts: 2 })
    const good = read()
    save((text) => `${text}  broken: [\n`)
    const write = client['functions.writeToFile']({ functionName: 'lost', part: 'asyncConfig' })
    await expect(write).rejects.toMatchObject({
      code: 'project_invalid',
      message: expect.stringMatching(/^s\.yaml:\d+/),
    })
    expect(read()).toBe(`${good}  broken: [\n`)
    save(() => good)
    expect((await settings('lost')).maxRetryAttempts).toEqual({ value: 2, origin: 'override', fileValue: 1 })
  })

  it('of a function that is not there is not found', async () => {
    const { client } = host()
    const error = { code: 'function_not_found' }
    await expect(client['functions.async']({ functionName: 'nobody' })).rejects.toMatchObject(error)
    await expect(client['functions.setAsync']({ functionName: 'nobody', asyncTask: true })).rejects.toMatchObject(error)
    await expect(
      client['functions.writeToFile']({ functionName: 'nobody', part: 'compensation' }),
    ).rejects.toMatchObject(error)
  })
})
