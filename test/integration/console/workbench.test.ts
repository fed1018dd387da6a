/** What the window asks of a whole host: real threads, real instances, the console over HTTP and socket. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { type ConsoleClient, clientOf } from '../../../electron/cli/consoleClient.ts'
import { SOCKET_PATH, SOCKET_PROTOCOL, TOKEN_PROTOCOL_PREFIX, type ToWindow } from '../../../shared/contract/link.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'
import { startTestHost, type TestHost } from '../../support/testHost.ts'
import { until } from '../../support/until.ts'

const HANDLER = `exports.handler = async (event) => {
  const order = JSON.parse(event)
  console.log('charging', order.id)
  return charge(order)
}

function charge(order) {
  return order.card.number
}
`
const TASKS = 'asyncInvokeConfig: { asyncTask: true, maxAsyncRetryAttempts: 0 }'

async function startWorkbench(options: { hasFaults?: boolean } = {}) {
  const project = projectFolder({
    's.yaml': specOf({
      pay: ['handler: index.handler', 'environmentVariables: { API_KEY: abc, CURRENCY: EUR }', TASKS],
    }),
    'pay/index.js': HANDLER,
    'payloads/order.json': '{"id":"sample"}',
  })
  const host = await startTestHost({ project, ...options })
  const client = clientOf(host)
  return { host, client, project, ...helpers(client) }
}

const helpers = (client: ConsoleClient) => ({
  ended: (taskId: string) =>
    until(
      async () => {
        const task = await client['tasks.get']({ functionName: 'pay', taskId })
        return task.endedAtMs === null ? null : task
      },
      { what: `the task ${taskId} to end` },
    ),
})

/** Every item of `live.revisions` as a window would get it. */
function watchRevisions({ url, token }: TestHost) {
  const items: Record<'tasks' | 'logs' | 'host', number>[] = []
  const socket = new WebSocket(url.replace('http', 'ws') + SOCKET_PATH, [
    SOCKET_PROTOCOL,
    TOKEN_PROTOCOL_PREFIX + token,
  ])
  socket.onopen = () => socket.send(JSON.stringify({ kind: 'watch', id: 1, name: 'live.revisions', input: {} }))
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data)) as ToWindow
    if (message.kind !== 'item') return
    items.push(message.item as (typeof items)[number])
    socket.send(JSON.stringify({ kind: 'taken', id: 1 }))
  }
  onTestFinished(() => socket.close())
  return items
}

describe('a task that failed', () => {
  it('is found, read with its log and its line of code, and replayed', async () => {
    const { client, ended } = await startWorkbench()
    const payload = '{"id":12345678901234567890}'
    await client['tasks.submit']({ functionName: 'pay', taskId: 'first', payload })
    await ended('first')

    const { tasks } = await client['tasks.list']({
      filter: { functions: ['pa*'], states: ['Failed'], errorText: 'NUMBER' },
    })
    expect(tasks).toMatchObject([
      { taskId: 'first', attemptCount: 1, attemptLimit: 1, payloadHead: payload, payloadBytes: payload.length },
    ])
    expect(await client['tasks.count']({ filter: { text: 'fir' } })).toEqual({ count: 1, nextCursor: null })
    expect(await client['tasks.find']({ id: tasks[0]!.requestId })).toMatchObject({ tasks: [{ taskId: 'first' }] })
    expect(await client['tasks.totals']({})).toEqual({ totals: [{ functionName: 'pay', state: 'Failed', count: 1 }] })
    const { tasks: rows } = await client['tasks.rows']({ seqs: [tasks[0]!.seq, 7], filter: { states: ['Running'] } })
    expect(rows).toMatchObject([{ taskId: 'first', matches: false }])

    const log = await client['tasks.log']({ functionName: 'pay', taskId: 'first' })
    const text = log.chunks.map((chunk) => chunk.text).join('')
    expect(text).toMatch(/^FC Invoke Start RequestId: .*\n(.*\n)*.*charging 12345678901234567000\n(.*\n)*FC Invoke End/)
    expect(text.match(/FC Invoke (Start|End)/g)).toEqual(['FC Invoke Start', 'FC Invoke End'])
    expect(await client['tasks.log']({ functionName: 'pay', taskId: 'first', afterChunk: log.lastChunk })).toEqual({
      chunks: [],
      lastChunk: log.lastChunk,
      hasMore: false,
    })

    const { frame } = await client['tasks.source']({ functionName: 'pay', taskId: 'first' })
    expect(frame).toMatchObject({ file: 'index.js', line: 8, caller: 'charge', isSameCode: true })
    expect(frame?.lines.find(({ number }) => number === 8)?.text).toBe('  return order.card.number')

    const again = await client['tasks.replay']({ functionName: 'pay', taskId: 'first', newTaskId: 'second' })
    expect(again).toMatchObject({ functionName: 'pay', taskId: 'second' })
    const second = await ended('second')
    expect(second).toMatchObject({ payload, replayOf: { functionName: 'pay', taskId: 'first' } })
    expect((await ended('first')).replays).toEqual([{ functionName: 'pay', taskId: 'second', state: 'Failed' }])

    const { payloads } = await client['functions.payloads']({ functionName: 'pay' })
    expect(payloads).toMatchObject([{ payload, task: { taskId: 'second' } }])
  })
})

describe('a function of the project', () => {
  it('is shown without its secrets and with the payloads that lie beside s.yaml', async () => {
    const { client, project } = await startWorkbench()
    expect(await client['functions.get']({ functionName: 'pay' })).toMatchObject({
      specFile: `${project}/s.yaml`,
      attemptLimit: 1,
      environment: [
        { name: 'API_KEY', value: '', isSecret: true },
        { name: 'CURRENCY', value: 'EUR', isSecret: false },
      ],
    })
    expect(await client['functions.samples']({ functionName: 'pay' })).toEqual({
      samples: [{ name: 'order.json', text: '{"id":"sample"}' }],
    })
    await expect(client['functions.get']({ functionName: 'none' })).rejects.toMatchObject({
      code: 'function_not_found',
    })
  })
})

describe('the revisions that a window watches', () => {
  it('grow with tasks and output, reach two windows, and outlive replaced threads', async () => {
    const { host, client, ended } = await startWorkbench({ hasFaults: true })
    const windows = [watchRevisions(host), watchRevisions(host)]
    await until(() => windows.every((items) => items.length > 0), { what: 'both windows to be told' })
    const payload = '{"card":{"number":1}}'
    const seen = () => windows.map((items) => items.at(-1)!)
    const before = seen()
    await client['tasks.submit']({ functionName: 'pay', taskId: 'one', payload })
    await ended('one')
    await until(() => seen().every(({ tasks, logs }, at) => tasks > before[at]!.tasks && logs > before[at]!.logs), {
      what: 'revisions of tasks and logs to grow',
    })

    for (const thread of ['log', 'store'] as const) {
      host.fault(thread, { kind: 'exit' })
      await until(() => host.output().includes(`The ${thread} thread was replaced`), { what: `a new ${thread} thread` })
      const key = thread === 'log' ? 'logs' : 'tasks'
      const earlier = seen()
      let attempts = 0
      await until(
        async () => {
          const taskId = `after-${thread}-${attempts++}`
          await client['tasks.submit']({ functionName: 'pay', taskId, payload }).catch(() => {})
          return seen().every((revisions, at) => revisions[key] > earlier[at]![key] + 1)
        },
        { what: `revisions of ${key} to grow again` },
      )
    }
    const growths = windows.map((items) => items.every((item, at) => at === 0 || item.tasks >= items[at - 1]!.tasks))
    expect(growths).toEqual([true, true])
  })
})
