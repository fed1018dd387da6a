/** Two attempts compared over a whole host: the files of real code, the configuration of real instances, real logs. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { clientOf } from '../../../electron/cli/consoleClient.ts'
import { CommandLine } from '../../support/commandLine.ts'
import { sharedBySuite } from '../../support/lifetime.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'
import { startTestHost } from '../../support/testHost.ts'
import { until } from '../../support/until.ts'

const BROKEN = `exports.handler = async (event) => {
  const order = JSON.parse(event)
  console.log('charging', order.id, 'at', new Date().toISOString())
  return order.customer.id
}
`
const MENDED = BROKEN.replace('order.customer.id', "order.customer?.id ?? 'guest'")
const TASKS = 'asyncInvokeConfig: { asyncTask: true, maxAsyncRetryAttempts: 0 }'
const specWith = (environment: string) =>
  specOf({
    charge: ['handler: index.handler', `environmentVariables: ${environment}`, TASKS],
    flaky: ['handler: index.handler', 'asyncInvokeConfig: { asyncTask: true, maxAsyncRetryAttempts: 1 }'],
  })
/** Fails the first time that its instance sees a payload. */
const FLAKY = `const seen = new Set()
exports.handler = async (event) => {
  if (seen.has(String(event))) return 'done'
  seen.add(String(event))
  throw new Error('not yet')
}
`

describe('two attempts', () => {
  const shared = sharedBySuite(async () => {
    const project = projectFolder({
      's.yaml': specWith('{ CURRENCY: EUR, API_KEY: one }'),
      'charge/index.js': BROKEN,
      'flaky/index.js': FLAKY,
    })
    const host = await startTestHost({ project })
    const client = clientOf(host)
    const run = async (functionName: string, taskId: string, payload: string) => {
      await client['tasks.submit']({ functionName, taskId, payload })
      return ended(functionName, taskId)
    }
    const ended = (functionName: string, taskId: string) =>
      until(
        async () => {
          const task = await client['tasks.get']({ functionName, taskId })
          return task.endedAtMs === null ? null : task
        },
        { what: `the task ${taskId} to end` },
      )
    const codeOf = async (functionName: string) => (await client['functions.get']({ functionName })).codeHash
    /** Keeping has no event: nothing waits for it. */
    const isKept = (codeHash: string) => {
      const db = new Database(join(host.workspaceDir, 'tasks.db'), { readonly: true })
      try {
        const found = db.prepare('SELECT 1 FROM code_version WHERE code_hash = ? AND is_whole = 1').get(codeHash)
        return found !== undefined
      } finally {
        db.close()
      }
    }
    return { project, host, client, run, ended, codeOf, isKept }
  })
  const charge = (taskId: string, attempt?: number) => ({
    functionName: 'charge',
    taskId,
    ...(attempt !== undefined && { attempt }),
  })

  it('of which one failed and the other ran mended code differ in the file that was mended', async () => {
    const { project, client, run, ended, codeOf, host, isKept } = shared()
    await run('charge', 'failed', '{"id":17}')
    const before = await codeOf('charge')
    await until(() => isKept(before), { what: 'the files of the first version to be kept' })
    writeFileSync(join(project, 'charge/index.js'), MENDED)
    await until(async () => (await codeOf('charge')) !== before, { what: 'the new code' })
    await client['tasks.replay']({ ...charge('failed'), newTaskId: 'mended' })
    expect(await ended('charge', 'mended')).toMatchObject({ state: 'Succeeded' })

    const compare = () => client['comparisons.get']({ left: charge('failed'), right: charge('mended') })
    await until(async () => (await compare()).files, { what: 'the files of both versions' })
    const found = await compare()
    expect(found).toMatchObject({
      headline: 'Same payload; index.js changed between them',
      reason: { differences: [{ kind: 'code', names: ['index.js'], count: 1 }], hasSameOutcome: false },
      isSamePayload: true,
      files: [{ path: 'index.js', change: 'changed', left: BROKEN, right: MENDED }],
      environment: [],
      configuration: [],
      left: { state: 'Failed', attempt: 1, outcome: 'Failed', payload: '{\n  "id": 17\n}' },
      right: { state: 'Succeeded', outcome: 'Succeeded', result: 'guest' },
    })
    expect(found.left.result).toContain('TypeError')
    for (const side of [found.left, found.right]) {
      expect(side.log).toContain('charging 17 at <time>')
      expect(side.log).toContain('FC Invoke Start RequestId: <request>')
      expect(side.durationMs).toBeGreaterThanOrEqual(0)
      expect(side.interpreterVersion).toMatch(/^v\d+/)
    }
    expect(host.output()).not.toContain('could not be kept')

    const cli = new CommandLine()
    const args = ['compare', 'charge/failed', 'charge/mended@1', '--workspace', host.workspaceDir]
    const printed = await cli.run(args)
    expect(printed).toMatchObject({ code: 0, stderr: '' })
    expect(printed.stdout).toContain('Same payload; index.js changed between them.\n')
    expect(printed.stdout).toContain('  -   return order.customer.id\n')
    expect(JSON.parse((await cli.run([...args, '--json'])).stdout)).toMatchObject({ headline: found.headline })
  })

  it('of the same code differ in the environment of their instances, secrets masked', async () => {
    const { project, client, run, codeOf } = shared()
    await run('charge', 'euro', '{"id":1,"customer":{"id":1}}')
    const first = await client['functions.get']({ functionName: 'charge' })
    writeFileSync(join(project, 's.yaml'), specWith('{ CURRENCY: USD, API_KEY: two }'))
    await until(
      async () => (await client['functions.get']({ functionName: 'charge' })).modifiedAtMs !== first.modifiedAtMs,
      { what: 'the new environment' },
    )
    expect(await codeOf('charge')).toBe(first.codeHash)
    await run('charge', 'dollar', '{"id":1,"customer":{"id":1}}')
    expect(await client['comparisons.get']({ left: charge('euro'), right: charge('dollar') })).toMatchObject({
      headline: 'Same code and payload; API_KEY and CURRENCY differ',
      isSameLog: true,
      files: [],
      environment: [
        { name: 'API_KEY', left: '', right: '', isSecret: true },
        { name: 'CURRENCY', left: 'EUR', right: 'USD', isSecret: false },
      ],
      configuration: [],
    })
  })

  it('of one task differ in nothing but their outcome', async () => {
    const { client, run } = shared()
    expect(await run('flaky', 'twice', '{}')).toMatchObject({ state: 'Succeeded', attemptCount: 2 })
    const task = { functionName: 'flaky', taskId: 'twice' }
    const first = { ...task, attempt: 1 }
    expect(await client['comparisons.get']({ left: first, right: task })).toMatchObject({
      headline: 'Same code, payload and environment: only the outcome differs',
      isSameLog: false,
      left: { attempt: 1, attemptCount: 2, outcome: 'Failed' },
      right: { attempt: 2, outcome: 'Succeeded', result: 'done' },
    })
    expect(await client['comparisons.get']({ left: first, right: first })).toMatchObject({
      headline: 'Same code, payload and environment, and the same outcome',
      isSameLog: true,
    })
  })

  it('are refused when there is no such task, and when there is no such attempt', async () => {
    const { client } = shared()
    const left = { functionName: 'flaky', taskId: 'twice' }
    await expect(
      client['comparisons.get']({ left, right: { functionName: 'flaky', taskId: 'nowhere' } }),
    ).rejects.toMatchObject({ code: 'task_not_found' })
    await expect(client['comparisons.get']({ left, right: { ...left, attempt: 9 } })).rejects.toMatchObject({
      code: 'invalid_input',
      message: 'flaky/twice has no attempt 9: it has had 2',
    })
  })
})
