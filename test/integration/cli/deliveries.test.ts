import { describe, expect, it } from 'vitest'
import { CommandLine } from '../../support/commandLine.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'
import { until } from '../../support/until.ts'

const project = () =>
  projectFolder({
    's.yaml': specOf({
      take: [
        'handler: index.handler',
        'asyncInvokeConfig: { asyncTask: true, destinationConfig: { onSuccess: { destination: "acs:fc:::functions/nobody" } } }',
      ],
    }),
    'take/index.js': 'exports.handler = async (event) => event.toString()',
  })

describe('taskyard deliveries', () => {
  it('lists, shows and tries again what a host delivered, and sends tests', async () => {
    const cli = new CommandLine(project())
    const host = await cli.serve()
    const run = (...args: string[]) => cli.run(['deliveries', ...args])
    const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).stdout)

    expect((await run()).stdout).toBe('There is no such delivery: 0 waiting, 0 failed in all.\n')
    const tested = await run('test', 'take', '--on', 'success')
    expect(tested).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^Test delivery \d+ to nobody has failed: function 'nobody' does not exist here/),
    })
    expect((await run('test', 'take')).stderr).toContain("'take' has no destination on failure")
    expect(await json('test', 'take', '--target', 'acs:mns:::/queues/try/messages')).toMatchObject({
      state: 'Succeeded',
      kind: 'queue',
    })

    expect((await cli.run(['invoke', 'take', '{}', '--task-id', 't-1'])).code).toBe(0)
    const [failed] = await until(
      async () => {
        const { deliveries } = await json('--failed', '--text', 't-1')
        return deliveries.length > 0 && deliveries
      },
      { what: 'the delivery to fail' },
    )
    expect(failed).toMatchObject({ functionName: 'take', taskId: 't-1', kind: 'function', state: 'Failed' })
    expect((await run('--failed')).stdout).toMatch(
      /^\d+ +\S.* Failed +1 +take\/t-1 \(success\) +nobody +function 'nobody'/m,
    )
    const shown = (await run('show', String(failed.deliveryId))).stdout
    expect(shown).toMatch(/^to: +acs:fc:::functions\/nobody \(function\)$/m)
    expect(shown).toContain('"requestPayload":"{}"')
    expect((await run('show', '7')).code).toBe(3)

    expect((await run('retry', '--failed')).stdout).toBe('2 deliveries are tried again now.\n')
    expect((await run('retry', String(failed.deliveryId))).stdout).toBe('1 delivery is tried again now.\n')
    expect((await run('retry')).code).toBe(2)
    const again = await json('--failed', '--text', 't-1')
    expect(again).toMatchObject({ deliveries: [{ attemptCount: 3 }], failedCount: 2 })
    host.child.kill('SIGTERM')
    await host.outcome
  })
})
