/**
 * A whole host in a process of its own, for tests that kill it, stop it or make its threads fail: the host
 * that `taskyard serve` starts, with options given as JSON and threads that can be told to fail.
 */
import { BroadcastChannel } from 'node:worker_threads'
import { type HostChoices, startHost } from '../../electron/host/host.ts'
import type { ThreadEntries } from '../../electron/host/threadTable.ts'

const { choices, hasFaults } = JSON.parse(process.argv[2] ?? '{}') as { choices: HostChoices; hasFaults: boolean }

const faulty = new URL('../fixtures/threads/faulty.ts', import.meta.url)
const entries: ThreadEntries = { store: faulty, log: faulty, reader: faulty, scheduler: faulty, gateway: faulty }
const faults = new BroadcastChannel('taskyard-faults')
process.on('message', (message) => faults.postMessage(message))
process.on('disconnect', () => process.exit(1)) // the test is over

try {
  const host = await startHost({ choices, stderr: 'text', ...(hasFaults && { entries }) })
  const stop = () => void host.stop().then(() => process.exit(0))
  process.on('SIGTERM', stop)
  process.send?.({ kind: 'ready', endpoint: host.endpoint, problem: host.projectError })
} catch (error) {
  process.send?.({
    kind: 'failed',
    error: { code: error instanceof Error && 'code' in error ? error.code : null, message: String(error) },
  })
  process.exitCode = 1
  process.disconnect?.()
}
