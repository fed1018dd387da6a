/** A host that is stopped in good order says so of every task that ran: real threads, a real process. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { clientOf } from '../../../electron/cli/consoleClient.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'
import { startTestHost } from '../../support/testHost.ts'
import { until } from '../../support/until.ts'

const HANDLER = 'exports.handler = () => new Promise((resolve) => setTimeout(resolve, 600_000))\n'
const SLOW = { functionName: 'pay', taskId: 'slow' }

it('a task that runs when its host is stopped waits to run again, and no stop counts as a death of the host', async () => {
  const project = projectFolder({
    's.yaml': specOf({ pay: ['handler: index.handler', 'timeout: 700', 'asyncInvokeConfig: { asyncTask: true }'] }),
    'pay/index.js': HANDLER,
  })
  let workspaceDir: string | undefined
  for (let stopCount = 1; stopCount <= 4; stopCount++) {
    const host = await startTestHost({ project, ...(workspaceDir === undefined ? {} : { workspaceDir }) })
    workspaceDir = host.workspaceDir
    const client = clientOf(host)
    if (stopCount === 1) await client['tasks.submit']({ ...SLOW, payload: '' })
    await until(async () => (await client['tasks.get'](SLOW)).state === 'Running', { what: 'the task to run' })
    await host.stop()

    const db = new Database(join(workspaceDir, 'tasks.db'), { readonly: true })
    const left = db.prepare('SELECT state, attempt_count, interruption_count FROM task').all()
    db.close()
    expect(left).toEqual([{ state: 'Retrying', attempt_count: stopCount, interruption_count: 0 }])
  }
})
