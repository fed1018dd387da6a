/** A real host over a function whose tasks write to their /tmp and then wait, and terminals in its instances. */
import { clientOf } from '../../electron/cli/consoleClient.ts'
import type { Terminal } from '../../shared/contract/terminals.contract.ts'
import { projectFolder, specOf } from './projectFolder.ts'
import { startTestHost, type TestHostOptions } from './testHost.ts'
import { until } from './until.ts'

const WAITS = `
const fs = require('fs')
console.log('loaded')
exports.handler = () => {
  fs.writeFileSync('/tmp/made-by-handler', 'written by the handler')
  return new Promise(() => {})
}`

const files = () => ({
  's.yaml': specOf({
    waits: [
      'handler: index.handler',
      'timeout: 600',
      'asyncInvokeConfig: { asyncTask: true, maxAsyncRetryAttempts: 0 }',
      'environmentVariables: { COLOUR: blue }',
    ],
  }),
  'waits/index.js': WAITS,
})

export async function startShopWithShells(options: Omit<TestHostOptions, 'project'> & { project?: string } = {}) {
  const project = options.project ?? projectFolder(files())
  const host = await startTestHost({ ...options, project })
  const client = clientOf(host)
  const taskOf = (taskId: string) => client['tasks.get']({ functionName: 'waits', taskId })
  return {
    project,
    host,
    client,
    taskOf,
    /** Resolves with the instance that runs it. */
    async submit(taskId: string): Promise<string> {
      await client['tasks.submit']({ functionName: 'waits', taskId, payload: '{}', delaySeconds: 0 })
      return until(
        async () => {
          const { state, attempts } = await taskOf(taskId)
          return state === 'Running' && (attempts.at(-1)?.instanceId ?? null)
        },
        { what: `${taskId} to run` },
      )
    },
    open: (instanceId: string, command?: string[]) =>
      client['terminals.open']({ instanceId, columns: 80, rows: 24, ...(command && { command }) }),
    type: (terminal: Terminal, text: string) =>
      client['terminals.write']({ terminalId: terminal.terminalId, bytes: new TextEncoder().encode(text) }),
    /** Reads from the beginning until it has printed `text`; resolves with all it has printed. */
    async reads({ terminalId }: Terminal, text: string | RegExp): Promise<string> {
      let [printed, afterByte] = ['', 0]
      for (;;) {
        const { bytes, nextByte, terminal } = await client['terminals.read']({ terminalId, afterByte })
        afterByte = nextByte
        printed += Buffer.from(bytes).toString()
        if (typeof text === 'string' ? printed.includes(text) : text.test(printed)) return printed
        if (terminal.state === 'ended') throw new Error(`it ended (${terminal.endReason}) after ${printed}`)
      }
    },
    /** Resolves with how it ended. */
    async endOf({ terminalId }: Terminal): Promise<Terminal> {
      for (let afterByte = 0; ; ) {
        const { bytes, nextByte, terminal } = await client['terminals.read']({ terminalId, afterByte })
        afterByte = nextByte
        if (bytes.length === 0 && terminal.state === 'ended') return terminal
      }
    },
  }
}
