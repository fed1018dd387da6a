import { describe, expect, it } from 'vitest'
import { CommandLine, type Outcome } from '../../support/commandLine.ts'
import { sharedBySuite } from '../../support/lifetime.ts'
import { addFiles, projectFolder, specOf } from '../../support/projectFolder.ts'

const ONCE = 'asyncInvokeConfig: { asyncTask: true, maxAsyncRetryAttempts: 0 }'

const commandLine = sharedBySuite(async () => {
  const dir = projectFolder({
    's.yaml': specOf({ charge: [ONCE], refund: [ONCE] }),
    'charge/index.js': `exports.handler = async (event) => {
      const order = JSON.parse(event.toString())
      if (order.isBad) throw new TypeError('no card')
      return order.id
    }`,
  })
  addFiles(dir, {
    'refund/index.js': `exports.handler = async (event) => JSON.parse(JSON.parse(event.toString()).requestPayload).id`,
    'good.json': '{"id":"mended"}',
  })
  const cli = new CommandLine(dir)
  await cli.serve()
  return cli
})

const jsonOf = ({ stdout }: Outcome) => JSON.parse(stdout)
async function die(taskId: string): Promise<void> {
  const payload = JSON.stringify({ id: taskId, isBad: true })
  const { code } = await commandLine().run(['invoke', 'charge', payload, '--task-id', taskId, '--wait'])
  expect(code).toBe(1)
}
const groupOf = async () => {
  const { groups } = jsonOf(await commandLine().run(['inbox', '--json']))
  return String(groups.find(({ message }: { message: string }) => /no card/.test(message)).groupId)
}

describe('taskyard compensate', () => {
  it('names the compensation, says exactly what it would send, and runs it once', async () => {
    const cli = commandLine()
    await die('a')
    expect(await cli.run(['compensate', 'charge', 'a'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining(`"taskyard compensate charge --with <function>" (compensation_missing)`),
    })
    expect(await cli.run(['compensate', 'charge', '--with', 'charge'])).toMatchObject({ code: 2 })
    expect(await cli.run(['compensate', 'charge', '--with', 'nobody'])).toMatchObject({ code: 3 })
    expect(await cli.run(['compensate', 'charge', '--with', 'refund'])).toEqual({
      code: 0,
      stdout: 'refund compensates failures of charge from now on.\n',
      stderr: '',
    })

    const look = await cli.run(['compensate', 'charge', 'a', '--dry-run'])
    expect(look.stdout).toMatch(
      /^A compensation would queue 1 new task\.\n {2}charge: refund on 1 dead letter\nThe first would be refund\/compensate-1-/,
    )
    const { sample } = jsonOf(await cli.run(['compensate', 'charge', 'a', '--dry-run', '--json']))
    expect(JSON.parse(sample.payload)).toMatchObject({
      requestPayload: '{"id":"a","isBad":true}',
      responsePayload: expect.stringContaining('no card'),
    })

    const done = jsonOf(await cli.run(['compensate', 'charge', 'a', '--wait', '--json']))
    expect(done.batch).toMatchObject({ action: 'compensate', state: 'Done', madeCount: 1 })
    expect(done.states).toEqual([{ state: 'Succeeded', count: 1 }])
    expect(done.items[0].made).toEqual({ functionName: 'refund', taskId: sample.taskId })
    expect(await cli.run(['compensate', 'charge', 'a'])).toMatchObject({
      code: 4,
      stderr: 'taskyard: there is nothing to compensate: 1 repaired already (nothing_to_repair)\n',
    })
    expect(await cli.run(['compensate', 'charge', '--none', '--json'])).toMatchObject({
      stdout: '{"functionName":"charge","compensation":null}\n',
    })
  })
})

describe('taskyard replay', () => {
  it('queues new tasks of single ones, with their payload or another one', async () => {
    const cli = commandLine()
    await die('b')
    const failedAgain = await cli.run(['replay', 'charge', 'b', '--wait'])
    expect(failedAgain).toMatchObject({ code: 1, stdout: expect.stringMatching(/^Queued charge\/1-[\w-]+\.\n$/) })
    const file = `${cli.currentDir}/good.json`
    const mended = await cli.run(['replay', 'charge', 'b', '--payload', file, '--wait', '--json'])
    expect(mended.code).toBe(0)
    expect(jsonOf(mended)).toMatchObject({ state: 'Succeeded', result: 'mended', replayOf: { taskId: 'b' } })
    expect(await cli.run(['replay', 'charge', 'b'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('1 repaired already'),
    })
    expect(await cli.run(['replay', 'charge', 'nobody'])).toMatchObject({ code: 3 })
  })

  it('queues a group only when it may, and keeps a receipt', async () => {
    const cli = commandLine()
    await die('c')
    await die('d')
    const group = await groupOf()
    expect(await cli.run(['replay', '--group', group])).toMatchObject({
      code: 2,
      stderr: 'taskyard: this queues 2 new tasks: say --yes, or look first with --dry-run (invalid_input)\n',
    })
    expect((await cli.run(['replay', '--group', group, '--dry-run'])).stdout).toMatch(
      /^A replay would queue 2 new tasks\.\n {2}charge: 2, code [0-9a-f]{7}\n$/,
    )
    const run = await cli.run(['replay', '--group', group, '--yes', '--wait'])
    expect(run).toMatchObject({ code: 1, stdout: expect.stringMatching(/^Queued 2 new tasks\.\nIts receipt is batch/) })
    const batchId = /batch (\d+):/.exec(run.stdout)?.[1] ?? ''

    const { batches } = jsonOf(await cli.run(['replay', '--batches', '--json']))
    expect(batches[0]).toMatchObject({
      batchId: Number(batchId),
      action: 'replay',
      madeCount: 2,
      groupId: Number(group),
    })
    expect((await cli.run(['replay', '--batches'])).stdout).toContain(`group ${group}`)
    expect((await cli.run(['replay', '--batch', batchId])).stdout).toMatch(/1 +charge\/c +made +charge\/1-/)
    expect(await cli.run(['replay', '--abort', batchId])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('(batch_ended)'),
    })
  })

  it.each([
    [['replay'], 'say which: a function and the ids of its tasks, or --group <number>'],
    [['replay', 'charge', '--group', '3'], '--group goes without the name of a function'],
    [['replay', '--group', 'three'], 'It is the number of a group.'],
    [['replay', 'charge', 'a', 'b', '--payload', 'x'], '--payload is for one task'],
    [['replay', 'charge', 'a', '--delay', '9999'], 'It is a whole number of seconds up to 3600.'],
    [['replay', '--batches', '--abort', '3'], 'give only one of --batches, --batch and --abort'],
    [['compensate', 'charge', '--with', 'x', '--none'], 'give either --with or --none, not both'],
  ])('refuses %j', async (args, text) => {
    expect(await commandLine().run(args)).toMatchObject({ code: 2, stderr: expect.stringContaining(text) })
  })
})
