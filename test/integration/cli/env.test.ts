import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { CommandLine } from '../../support/commandLine.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'
import { sdkClient, submitWith, taskWith } from '../../support/sdkClient.ts'

const project = () =>
  projectFolder({
    's.yaml': specOf({ echo: ['asyncInvokeConfig: { asyncTask: true }'] }),
    'echo/index.js': 'exports.handler = async (event) => event.toString()',
  })

describe('taskyard env', () => {
  it('prints what points the official SDK at the host', async () => {
    const cli = new CommandLine(project())
    const host = await cli.serve()
    const { code, stdout } = await cli.run(['env', '--json'])
    const { endpoint, accessKeyId, accessKeySecret, ...rest } = JSON.parse(stdout)
    expect({ code, ...rest }).toEqual({
      code: 0,
      protocol: 'http',
      region: 'cn-hangzhou',
      accountId: expect.stringMatching(/^\d{16}$/),
    })
    const client = sdkClient(endpoint, { id: accessKeyId, secret: accessKeySecret })
    await submitWith(client, { functionName: 'echo', taskId: 'by-sdk', payload: 'x', delaySeconds: 60 })
    expect((await taskWith(client, 'echo', 'by-sdk')).status).toBe('Enqueued')
    host.child.kill('SIGTERM')
    expect((await host.outcome).code).toBe(0)
  })

  it('prints a text that a shell can evaluate', async () => {
    const cli = new CommandLine(project())
    const host = await cli.serve()
    const { stdout } = await cli.run(['env'])
    const script = `${stdout}\necho "$TASKYARD_PROTOCOL $TASKYARD_ENDPOINT $ALIBABA_CLOUD_ACCESS_KEY_ID"`
    expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toMatch(/^http 127\.0\.0\.1:\d+ LTAI-\S+\n$/)
    host.child.kill('SIGTERM')
    await host.outcome
  })

  it('says how to start a host when none is running', async () => {
    const cli = new CommandLine(project())
    const { code, stdout } = await cli.run(['env', '--json'])
    expect({ exit: code, ...JSON.parse(stdout) }).toEqual({
      exit: 3,
      code: 'unavailable',
      message: expect.stringContaining(`taskyard serve ${cli.currentDir}`),
    })
  })
})

describe('taskyard', () => {
  it('prints its version, and its help with the exit codes', async () => {
    const cli = new CommandLine()
    expect(await cli.run(['--version'])).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' })
    expect(await cli.run(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('Exit codes:') })
  })

  it('refuses an unknown command', async () => {
    expect(await new CommandLine().run(['fly'])).toMatchObject({ code: 2, stderr: expect.stringContaining('fly') })
  })
})
