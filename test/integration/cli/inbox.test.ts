/** The inbox on the command line: failures brought home, listed, and what is done to their groups. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CommandLine } from '../../support/commandLine.ts'
import { sharedBySuite } from '../../support/lifetime.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'

const bodyOf = (requestId: string, change: { errorMessage?: string; payload?: string; functionName?: string } = {}) => {
  const { errorMessage = `no card ${requestId}`, payload = `{"order":"${requestId}"}`, functionName = 'pay' } = change
  return JSON.stringify({
    timestamp: Date.now() - 60_000,
    requestContext: {
      requestId,
      functionArn: `acs:fc:cn-beijing:123:functions/${functionName}`,
      condition: 'UnhandledInvocationError',
      approximateInvokeCount: 3,
    },
    requestPayload: payload,
    responseContext: { statusCode: 200, functionError: 'UnhandledInvocationError' },
    responsePayload: JSON.stringify({ errorMessage, errorType: 'CardError', stackTrace: [] }),
  })
}

describe('taskyard inbox', () => {
  const shared = sharedBySuite(async () => {
    const dir = projectFolder({
      's.yaml': specOf({ pay: [] }),
      'pay/index.js': 'exports.handler = async (event) => event.toString()',
    })
    const cli = new CommandLine(dir)
    await cli.serve()
    return { cli, dir }
  })
  const json = async (args: string[], input = '') =>
    JSON.parse((await shared().cli.run([...args, '--json'], input)).stdout)

  it('brings a failure home once, lists its group, and does what is asked to it', async () => {
    const { cli } = shared()
    const home = await json(['inbox', 'import'], bodyOf('order-1'))
    expect(home).toMatchObject({ functionName: 'pay', taskId: 'order-1', isNew: true })
    const group = String(home.groupId)
    expect((await cli.run(['inbox', 'import', '-'], bodyOf('order-1'))).stdout).toBe(
      `pay/order-1 had been brought home before, it is in group ${group}.\n`,
    )
    const listed = (await cli.run(['inbox'])).stdout
    expect(listed).toContain('CardError: no card order-N')
    expect(listed).toContain('1 dead letter in 1 group.')
    expect(await json(['inbox'])).toMatchObject({ groups: [{ state: 'New', openCount: 1, functions: ['pay'] }] })

    expect((await cli.run(['inbox', 'ack', group])).stdout).toBe('Acknowledged 1 group.\n')
    expect((await cli.run(['inbox', 'ack', group])).stdout).toBe('Nothing changed: they were so already.\n')
    expect(await json(['inbox', 'ignore', group, '--for', '2h', '--more', '5'])).toEqual({ changedCount: 1 })
    expect((await cli.run(['inbox'])).stdout).toBe(
      'The inbox is empty: no task has failed for good that is not resolved or ignored.\nAlso 1 ignored (--ignored).\n',
    )
    expect((await cli.run(['inbox', '--ignored'])).stdout).toMatch(/Ignored until .* or 5 more/)
    expect((await cli.run(['inbox', 'resolve', group])).stdout).toBe('Resolved 1 group.\n')
    expect(await json(['inbox', '--resolved'])).toMatchObject({ groups: [{ state: 'Resolved', openCount: 0 }] })
    expect((await cli.run(['inbox', 'reopen', group])).stdout).toBe('Reopened 1 group.\n')
    expect(await json(['inbox'])).toMatchObject({
      groups: [{ state: 'New', openCount: 1 }],
      totals: { openLetters: 1 },
    })
  })

  it('prints the command that replays a task in the cloud, in the region that it came from', async () => {
    const { cli, dir } = shared()
    await cli.run(['inbox', 'import'], bodyOf('order-2', { payload: `it's {"a": 1}` }))
    expect((await cli.run(['inbox', 'cloud', 'pay', 'order-2'])).stdout).toMatch(
      /^s cli fc3 invoke --region cn-beijing --function-name pay --invocation-type async --stateful-async-invocation-id replay-[0-9a-f]{12} --event 'it'\\''s \{"a": 1\}'\n$/,
    )
    const payload = `${'line\n'.repeat(300)}end`
    await cli.run(['inbox', 'import'], bodyOf('order-3', { payload }))
    const { command, payloadFile } = await json(['inbox', 'cloud', 'pay', 'order-3'])
    expect(command).toContain(` --event-file ${payloadFile}`)
    expect(readFileSync(payloadFile, 'utf8')).toBe(payload)
    expect(statSync(payloadFile).mode & 0o077).toBe(0)
    expect(payloadFile.startsWith(dir)).toBe(false)
    expect(existsSync(join(dir, 'payloads'))).toBe(false)
  })

  it('says what is wrong with what is no failure, or not of here', async () => {
    const { cli } = shared()
    expect(await cli.run(['inbox', 'import'], 'hello')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('neither JSON nor base64'),
    })
    expect(await cli.run(['inbox', 'import'], bodyOf('x', { functionName: 'refund' }))).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('open the project that has it'),
    })
    expect(
      await cli.run(['inbox', 'import', '--function', 'pay'], bodyOf('order-4', { functionName: 'refund' })),
    ).toMatchObject({
      code: 0,
    })
    expect(await cli.run(['inbox', 'ack', '999'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('no group 999'),
    })
    expect(await cli.run(['inbox', '--ignored', '--resolved'])).toMatchObject({ code: 2 })
  })
})
