/** The promise of deliveries: at least once to an address, exactly once to a function or a queue, whenever the host is killed. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { clientOf } from '../../electron/cli/consoleClient.ts'
import { projectFolder, specOf } from '../support/projectFolder.ts'
import { startTestHost } from '../support/testHost.ts'
import { until } from '../support/until.ts'

const TASK_COUNT = 40

function project(url: string): string {
  const to = (target: string) => [
    'handler: index.handler',
    `asyncInvokeConfig: { asyncTask: true, destinationConfig: { onSuccess: { destination: "${target}" } } }`,
  ]
  const code = 'exports.handler = async (event) => event.toString()'
  return projectFolder({
    's.yaml': specOf({
      call: to(url),
      first: to('acs:fc:::functions/second'),
      second: to('acs:mns:::/queues/done/messages'),
    }),
    'call/index.js': code,
    'first/index.js': code,
    'second/index.js': `exports.handler = async () => 'done'`,
  })
}

function read<T>(workspaceDir: string, sql: string): T[] {
  const db = new Database(`${workspaceDir}/tasks.db`, { readonly: true })
  try {
    return db.prepare<[], T>(sql).all()
  } finally {
    db.close()
  }
}

describe('a host that is killed while it delivers', () => {
  it('makes an HTTP delivery again after its restart, and no delivery to a function or a queue twice', async () => {
    const heard: string[] = []
    const open: ServerResponse[] = []
    let isAnswering = false
    const server = createServer((request, response) => {
      heard.push(String(request.headers['x-taskyard-delivery-id']))
      request.resume()
      if (isAnswering) response.writeHead(200).end()
      else open.push(response)
    })
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const projectDir = project(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`)

    let host = await startTestHost({ project: projectDir })
    const { workspaceDir } = host
    let client = clientOf(host)
    await client['tasks.submit']({ functionName: 'call', taskId: 'h-1', payload: '{}' })
    await until(() => open.length === 1, { what: 'the call to be under way' })
    const submits = Array.from({ length: TASK_COUNT }, (_, index) =>
      client['tasks.submit']({ functionName: 'first', taskId: `f-${index}`, payload: String(index) }),
    )
    await submits[0]
    await until(() => read(workspaceDir, "SELECT 1 FROM delivery WHERE kind <> 'http'").length > 0, {
      what: 'the first delivery here',
      everyMs: 5,
    })
    await host.kill()
    const acknowledged = (await Promise.allSettled(submits)).filter(({ status }) => status === 'fulfilled').length

    isAnswering = true
    host = await startTestHost({ project: projectDir, workspaceDir })
    client = clientOf(host)
    const http = () => client['deliveries.list']({ kinds: ['http'] })
    const [made] = await until(
      async () => {
        const { deliveries } = await http()
        return deliveries[0]?.state === 'Succeeded' && deliveries
      },
      { what: 'the HTTP delivery' },
    )
    expect(heard).toEqual([String(made!.deliveryId), String(made!.deliveryId)])

    const ended = () =>
      read<{ id: string }>(
        workspaceDir,
        "SELECT task.id FROM task JOIN function ON function.id = function_id WHERE name = 'first' AND state = 'Succeeded'",
      )
    await until(() => ended().length >= acknowledged, { what: 'all tasks to end' })
    const messages = () => read<{ body: string }>(workspaceDir, 'SELECT body FROM message')
    await until(() => messages().length >= ended().length, { what: 'all messages' })
    const origins = messages().map(({ body }) => JSON.parse(JSON.parse(body).requestPayload).requestPayload as string)
    expect(new Set(origins).size).toBe(origins.length)
    expect(origins.length).toBe(ended().length)
    expect(
      read(
        workspaceDir,
        'SELECT made_seq FROM delivery WHERE made_seq IS NOT NULL GROUP BY task_seq HAVING count(*) > 1',
      ),
    ).toEqual([])
  })
})
