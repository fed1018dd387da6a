/** An exec that prints without an end, to a client that does not read: nothing piles up, and nothing is left. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { MIB_BYTES } from '../../shared/units/bytes.ts'
import { execWith, fc2Client } from '../support/fc2Client.ts'
import { processesNamed, processesOfInstance } from '../support/instanceProcesses.ts'
import { projectFolder, specOf } from '../support/projectFolder.ts'
import { sdkClient, submitWith, taskWith } from '../support/sdkClient.ts'
import { startTestHost, TEST_KEY } from '../support/testHost.ts'
import { until } from '../support/until.ts'

const READ_BYTES = 50 * MIB_BYTES
/** What the pipe, the socket and both ends keep, with much to spare; a flood would be thousands. */
const KEPT_BYTES = 32 * MIB_BYTES

async function startRunning() {
  const project = projectFolder({
    's.yaml': specOf({ slow: ['handler: index.handler', 'timeout: 600', 'asyncInvokeConfig: { asyncTask: true }'] }),
    'slow/index.js': 'exports.handler = () => new Promise(() => {})',
  })
  const host = await startTestHost({ project })
  const fc = sdkClient(host.fcEndpoint, TEST_KEY)
  await submitWith(fc, { functionName: 'slow', taskId: 't-1', payload: '{}', delaySeconds: 0 })
  const { instanceId = '' } = await until(
    async () => {
      const task = await taskWith(fc, 'slow', 't-1')
      return task.status === 'Running' ? task : null
    },
    { what: 'the task to run' },
  )
  return { fc2: fc2Client(Number(host.fcEndpoint.split(':')[1]), TEST_KEY), instanceId }
}

const named = () => processesNamed('yes\x00flood')
const writtenBytes = (pid: number) => Number(/wchar: (\d+)/.exec(readFileSync(`/proc/${pid}/io`, 'latin1'))?.[1])

describe.runIf(process.platform === 'linux')('a flood in an exec', () => {
  it.each([
    ['in a terminal', true],
    ['between pipes', false],
  ])('waits for its client, goes on with it, and ends with it: %s', async (_name, tty) => {
    const { fc2, instanceId } = await startRunning()
    const options = { command: ['yes', 'flood'], tty, stdin: true, stdout: true, stderr: true }
    const client = await execWith(fc2, options, { instanceId, name: 'slow' })
    let readBytes = 0
    client.websocket.on('message', (frame: Buffer) => (readBytes += frame.length))
    const pid = await until(() => processesOfInstance(instanceId).find((one) => named().includes(one)), {
      what: 'the flood to begin',
    })

    client.websocket.pause()
    let before = -1
    await until(
      () => {
        const isSame = before === writtenBytes(pid)
        before = writtenBytes(pid)
        return isSame && before > 0
      },
      { what: 'the flood to wait', everyMs: 200 },
    )
    expect(before - readBytes).toBeLessThan(KEPT_BYTES)

    client.websocket.resume()
    await until(() => readBytes > READ_BYTES, { what: 'the flood to go on', withinMs: 60_000 })
    client.websocket.terminate()
    await until(() => named().length === 0, { what: 'the end of the flood' })
  })
})
