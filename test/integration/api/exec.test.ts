/** FC's exec into real instances, with the client that `s instance exec` of Serverless Devs uses (FC.md section 1.7). */
import { randomUUID } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type ExecOptions, execWith, fc2Client } from '../../support/fc2Client.ts'
import { hasIsolation } from '../../support/hasIsolation.ts'
import { processesNamed, processesOfInstance } from '../../support/instanceProcesses.ts'
import { sharedBySuite } from '../../support/lifetime.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'
import { fcModels, sdkClient, submitWith, taskWith } from '../../support/sdkClient.ts'
import { startTestHost, TEST_KEY } from '../../support/testHost.ts'
import { until } from '../../support/until.ts'

const HANDLER = `
require('fs').writeFileSync('/tmp/made-by-handler', 'mine')
exports.handler = () => new Promise(() => {})`

async function startShop() {
  const project = projectFolder({
    's.yaml': specOf({
      slow: [
        'handler: index.handler',
        'timeout: 600',
        'asyncInvokeConfig: { asyncTask: true, maxAsyncRetryAttempts: 0 }',
      ],
    }),
    'slow/index.js': HANDLER,
  })
  const host = await startTestHost({ project })
  const fc = sdkClient(host.fcEndpoint, TEST_KEY)
  const fc2 = fc2Client(Number(host.fcEndpoint.split(':')[1]), TEST_KEY)
  return {
    fc,
    fc2,
    /** A task that runs until it is stopped, and its instance, which is new: all others are busy. */
    async startRunning() {
      const taskId = `t-${randomUUID()}`
      await submitWith(fc, { functionName: 'slow', taskId, payload: '{}', delaySeconds: 0 })
      const { instanceId = '' } = await until(
        async () => {
          const task = await taskWith(fc, 'slow', taskId)
          return task.status === 'Running' ? task : null
        },
        { what: 'the task to run' },
      )
      const enter = (options: ExecOptions = {}) => execWith(fc2, options, { instanceId, name: 'slow' })
      return { taskId, instanceId, enter }
    },
  }
}

const shell = (script: string) => ({
  command: ['sh', '-c', script],
  tty: false,
  stdin: true,
  stdout: true,
  stderr: true,
})
/** Processes that an exec started inside. */
function sleepersIn(instanceId: string): number[] {
  const ofInstance = new Set(processesOfInstance(instanceId))
  return processesNamed('sleep\x00123').filter((pid) => ofInstance.has(pid))
}

describe.runIf(process.platform === 'linux' && hasIsolation('unshare'))('an exec into a running instance', () => {
  const shop = sharedBySuite(startShop)

  it('is a terminal in its namespaces, folder and environment', async () => {
    const { enter } = await shop().startRunning()
    const client = await enter({ command: ['bash', '-c', '(cd /code || cd /) && bash'], tty: true, stderr: true })
    client.type(
      'echo "[$FC_FUNCTION_NAME] $(cat /tmp/made-by-handler) $PWD $(readlink /proc/self/ns/pid) $(tty)"; exit 4\r',
    )
    expect(await client.closed).toBe(1000)
    expect(client.heard.stdout).toMatch(/\[slow\] mine \/code pid:\[\d+\] \/dev\/pts/)
    expect(client.heard.stdout).not.toContain(readlinkSync('/proc/self/ns/pid'))
    expect(client.heard.closeReason).toBe('It ended with exit code 4.')
  })

  it('is for the instances that ListInstances names, as `s instance exec` finds them', async () => {
    const { fc, fc2, startRunning } = shop()
    const { instanceId } = await startRunning()
    const { body } = await fc.listInstances('slow', new fcModels.ListInstancesRequest({}))
    const running = body?.instances?.find((one) => one.status === 'Running' && one.instanceId === instanceId)
    expect(running?.instanceId).toBe(instanceId)
    const client = await execWith(fc2, shell('echo $FC_INSTANCE_ID'), { instanceId: running?.instanceId, name: 'slow' })
    await client.closed
    expect(client.heard.stdout).toBe(`${instanceId}\n`)
  })

  it('keeps stdout and stderr apart without a terminal, and carries bytes as they are', async () => {
    const { enter } = await shop().startRunning()
    const client = await enter(shell(`echo out; echo err >&2; printf '\\000\\377\\001'; head -c 3 | od -An -tx1`))
    client.websocket.send(Buffer.from([0, 0xfe, 0x00, 0x80])) // after the zero of the channel
    await client.closed
    expect(client.heard.stderr).toBe('err\n')
    expect(client.heard.stdout).toBe('out\n\0\xff\x01 fe 00 80\n')
  })

  it('gives 20 MB whole, also to a client that pauses', async () => {
    const { enter } = await shop().startRunning()
    const client = await enter(shell('head -c 20000000 /dev/zero | tr "\\0" x; echo end'))
    await until(() => client.heard.stdout.length > 1_000_000, { what: 'the first of it' })
    client.websocket.pause()
    client.websocket.resume()
    await client.closed
    expect(client.heard.stdout.length).toBe(20_000_004)
    expect(client.heard.stdout.endsWith('xend\n')).toBe(true)
  }, 60_000)

  it('goes on while two are open, and both see the same files', async () => {
    const { enter } = await shop().startRunning()
    const [one, two] = await Promise.all([enter({ tty: true }), enter(shell('cat'))])
    one.type('echo fr""om-one; echo shared > /tmp/shared\r')
    two.type('to two\n')
    await until(() => one.heard.stdout.includes('from-one') && two.heard.stdout === 'to two\n', {
      what: 'both to answer',
    })
    const three = await enter(shell('cat /tmp/shared'))
    await three.closed
    expect(three.heard.stdout).toBe('shared\n')
    expect(one.heard.stdout).not.toContain('to two')
  })

  it('leaves nothing inside when its client goes away, or is idle', async () => {
    const { enter, instanceId } = await shop().startRunning()
    const client = await enter(shell('sleep 1234 & sleep 1235'))
    const idle = await enter({ ...shell('sleep 1236'), idleTimeout: 1 })
    await until(() => sleepersIn(instanceId).length >= 3, { what: 'all of them to run' })
    client.websocket.terminate()
    expect(await idle.closed).toBe(1000)
    expect(idle.heard.stderr).toContain('It was ended because nothing was typed or printed for 1 s.')
    await until(() => sleepersIn(instanceId).length === 0, { what: 'the end of every process' })
  })

  it('that kills the handler sees the end of the instance, and the task gets the error of FC', async () => {
    const { fc, startRunning } = shop()
    const { enter, instanceId, taskId } = await startRunning()
    const client = await enter({ tty: true, stderr: true })
    client.type("kill -9 $(pgrep -f '[b]ootstrap.cjs')\r")
    expect(await client.closed).toBe(1011)
    expect(client.heard.serverError).toMatch(/^The instance has ended/)
    const task = await until(
      async () => {
        const task = await taskWith(fc, 'slow', taskId)
        return task.status === 'Failed' ? task : null
      },
      { what: 'the task to fail' },
    )
    expect(task.taskErrorMessage).toContain('Process exited unexpectedly before completing request')
    const late = await enter({ tty: true })
    expect(late.isOpen).toBe(false)
    expect(late.heard.errors[0]).toBe(`instance '${instanceId}' has ended: only a running one can be entered`)
  })

  it('is refused for an instance that there never was', async () => {
    const client = await execWith(shop().fc2, {}, { instanceId: 'c-nobody', name: 'slow' })
    expect(client.isOpen).toBe(false)
    expect(client.heard.errors[0]).toContain("'c-nobody'")
  })
})
