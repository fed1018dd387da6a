/** The helper `task` in terminals of real instances of a real host (electron/runtimes/node/taskHelper.cjs). */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { clientOf } from '../../../electron/cli/consoleClient.ts'
import { type ExecOptions, execWith, fc2Client } from '../../support/fc2Client.ts'
import { hasIsolation } from '../../support/hasIsolation.ts'
import { processesNamed } from '../../support/instanceProcesses.ts'
import { sharedBySuite } from '../../support/lifetime.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'
import { sdkClient, taskWith } from '../../support/sdkClient.ts'
import { invoke } from '../../support/testFcApi.ts'
import { startTestHost, TEST_KEY } from '../../support/testHost.ts'
import { until } from '../../support/until.ts'

const TASK = ['handler: index.handler', 'asyncInvokeConfig: { asyncTask: true, maxAsyncRetryAttempts: 0 }']
const ENVIRONMENT = [
  'environmentVariables:',
  '  GREETING: hello',
  '  API_TOKEN: s3cret-value',
  '  NODE_OPTIONS: --no-warnings',
]
/** Runs until it is stopped. */
const WAITS = `
console.log('loaded')
exports.handler = () => new Promise(() => {})`
/** Ends at once; the instance stays, idle. */
const ENDS = `
const fs = require('fs')
exports.handler = async (event, context) => {
  console.log('run ' + context.requestId)
  console.error('to stderr')
  fs.appendFileSync('/tmp/runs', 'x')
  const order = JSON.parse(event).order
  if (order === 'bad') throw new TypeError('not today')
  if (order === 'hang') { require('child_process').spawn('sleep', ['4321'], { stdio: 'inherit' }); for (;;); }
  if (order === 'exit') process.exit(7)
  return { order, greeting: process.env.GREETING, options: process.env.NODE_OPTIONS, url: process.env.TASKYARD_TERMINAL_URL, cwd: process.cwd() }
}`

/** Each test has a function of its own, and with it instances that no other test has touched. */
async function startShop(functions: Record<string, string>) {
  const project = projectFolder({
    's.yaml': specOf(
      Object.fromEntries(Object.keys(functions).map((name) => [name, [...TASK, 'timeout: 60', ...ENVIRONMENT]])),
    ),
    ...Object.fromEntries(Object.entries(functions).map(([name, code]) => [`${name}/index.js`, code])),
  })
  const host = await startTestHost({ project })
  const fc = sdkClient(host.fcEndpoint, TEST_KEY)
  const fc2 = fc2Client(Number(host.fcEndpoint.split(':')[1]), TEST_KEY)
  return {
    project,
    host,
    fc,
    /** Resolves with the instance that runs the task once it is in that state. */
    async submit(name: string, taskId: string, { payload, state }: { payload: string | Buffer; state: string }) {
      await invoke(fc, name, { payload, headers: { 'x-fc-invocation-type': 'Async', 'x-fc-async-task-id': taskId } })
      const task = await until(
        async () => {
          const task = await taskWith(fc, name, taskId)
          return task.status === state ? task : null
        },
        { what: `${taskId} to be ${state}` },
      )
      return task.instanceId ?? ''
    },
    enter: (name: string, instanceId: string, options: ExecOptions) => execWith(fc2, options, { instanceId, name }),
    async run(name: string, instanceId: string, script: string, stdin = '') {
      const options = { command: ['sh', '-c', `${script}; echo "exit $?" >&2`], tty: false, stdin: true, stderr: true }
      const client = await execWith(fc2, options, { instanceId, name })
      if (stdin !== '') client.type(stdin)
      await client.closed
      const { stdout, stderr } = client.heard
      const at = stderr.lastIndexOf('exit ')
      return { stdout, stderr: stderr.slice(0, at), exitCode: Number(stderr.slice(at + 5)) }
    },
  }
}

describe.runIf(process.platform === 'linux' && hasIsolation('unshare'))('in a terminal of an instance, task', () => {
  const shared = sharedBySuite(() =>
    startShop({
      bytes: WAITS,
      asked: WAITS,
      env: WAITS,
      logs: ENDS,
      mended: ENDS,
      replayed: ENDS,
      overdue: ENDS,
      left: ENDS,
      exits: ENDS,
      synchronous: ENDS,
      secret: WAITS,
      held: ENDS,
      flood: WAITS,
      one: WAITS,
      other: WAITS,
    }),
  )

  it.each([
    ['JSON', '{"order": "größe",\n  "n": 1 }\n'],
    ['text', 'no json, no newline'],
    ['binary', Buffer.from([0, 1, 0xff, 0xfe, 10, 13, 0])],
    ['nothing', ''],
  ])('payload gives the bytes of the running task: %s', async (kind, payload) => {
    const shop = shared()
    const instanceId = await shop.submit('bytes', `t-${kind}`, { payload, state: 'Running' })
    const { stdout, stderr, exitCode } = await shop.run('bytes', instanceId, 'task payload')
    expect({ bytes: Buffer.from(stdout, 'latin1'), stderr, exitCode }).toEqual({
      bytes: Buffer.from(payload),
      stderr: '',
      exitCode: 0,
    })
  })

  it('says what runs here, and what can be asked', async () => {
    const shop = shared()
    const instanceId = await shop.submit('asked', 't-1', { payload: '{}', state: 'Running' })
    const { stdout } = await shop.run('asked', instanceId, 'task')
    expect(stdout).toContain(`This is instance ${instanceId} of function asked, its code is in /code.`)
    expect(stdout).toMatch(/Task t-1, attempt 1 of 1, has been running for \d+\.\d s\./)
    expect(stdout).toContain('task retry [--payload FILE|-]')
    const unknown = await shop.run('asked', instanceId, 'task replay')
    expect(unknown).toMatchObject({ stdout: '', exitCode: 2 })
    expect(unknown.stderr).toContain("there is no 'replay'; there are:")
  })

  it('env lists what FC and s.yaml gave, with secrets only on demand, and nothing of the host', async () => {
    const shop = shared()
    const instanceId = await shop.submit('env', 't-1', { payload: '{}', state: 'Running' })
    const masked = await shop.run('env', instanceId, 'task env')
    expect(masked.stdout).toContain('GREETING=hello\n')
    expect(masked.stdout).toContain('FC_FUNCTION_NAME=env\n')
    expect(masked.stdout).toContain('API_TOKEN=********\n')
    expect(masked.stdout).not.toMatch(/s3cret|^PATH=|^HOME=|TASKYARD/m)
    expect(masked.stderr).toBe('task: 1 hidden: task env --secrets shows it\n')
    const open = await shop.run('env', instanceId, 'task env --secrets')
    expect(open.stdout).toContain('API_TOKEN=s3cret-value\n')
    expect(open.stderr).toBe('')
  })

  it('logs gives what this instance wrote, and with -f what it goes on to write', async () => {
    const shop = shared()
    const instanceId = await shop.submit('logs', 't-1', { payload: '{"order":1}', state: 'Succeeded' })
    const { stdout } = await until(
      async () => {
        const run = await shop.run('logs', instanceId, 'task logs')
        return run.stdout.includes('to stderr') ? run : null
      },
      { what: 'the log to be stored' },
    )
    expect(stdout).toMatch(/\[info\] run 1-/)
    let isDone = false
    const following = shop.run('logs', instanceId, "task logs -f | grep -m 2 'run 1-'").finally(() => (isDone = true))
    for (let count = 2; !isDone; count += 1) {
      await shop.submit('logs', `t-${count}`, { payload: '{"order":2}', state: 'Succeeded' })
    }
    expect((await following).stdout.match(/run 1-/g)).toHaveLength(2)
  })

  it('retry runs the handler of the latest task once more, as it is now, and the task stays as it was', async () => {
    const shop = shared()
    const instanceId = await shop.submit('mended', 't-1', { payload: '{"order":"bad"}', state: 'Failed' })
    const failed = await shop.run('mended', instanceId, 'task retry')
    expect(failed).toMatchObject({ stdout: '', exitCode: 1 })
    expect(failed.stderr).toContain('task: runs index.handler with the payload of task t-1\n')
    expect(failed.stderr).toMatch(/\[info\] run 1-.*\n.* \[error\] to stderr\n/)
    expect(failed.stderr).toMatch(
      /task: the handler failed after \d+ ms: FunctionUnhandledError: TypeError: not today\n {4}at /,
    )
    expect(failed.stderr).toContain('This was run here only: it is not recorded as an attempt.')
    expect(failed.stderr).not.toContain('\0')

    const { websocket } = await shop.enter('mended', instanceId, { tty: true }) // a terminal keeps the instance
    writeFileSync(join(shop.project, 'mended/index.js'), ENDS.replace("order === 'bad'", 'false'))
    const elsewhere = await until(
      async () => {
        const { headers } = await invoke(shop.fc, 'mended', { payload: '{"order":"bad"}' })
        return headers['x-fc-error-type'] === undefined ? headers['x-fc-instance-id'] : null
      },
      { what: 'the new code to be used' },
    )
    expect(elsewhere).not.toBe(instanceId)
    const mended = await shop.run('mended', instanceId, 'cat /tmp/runs >&2; task retry')
    expect(mended.exitCode).toBe(0)
    expect(JSON.parse(mended.stdout)).toEqual({
      order: 'bad',
      greeting: 'hello',
      options: '--no-warnings',
      cwd: '/code',
    })
    expect(mended.stderr).toMatch(/^xx+task: runs/) // the task, and the retry before
    expect(mended.stderr).toMatch(/task: the handler succeeded after \d+ ms\. This was run here only/)
    websocket.terminate()
    const task = await taskWith(shop.fc, 'mended', 't-1')
    expect({ status: task.status, retried: task.alreadyRetriedTimes, events: task.events?.length }).toEqual({
      status: 'Failed',
      retried: 0,
      events: 4,
    })
  })

  it('retry takes another payload, from a file or stdin, and what was exported', async () => {
    const shop = shared()
    const instanceId = await shop.submit('replayed', 't-1', { payload: '{"order":"bad"}', state: 'Failed' })
    const script = `task payload | sed s/bad/good/ > /tmp/p.json; export GREETING=bye; task retry --payload /tmp/p.json`
    const good = await shop.run('replayed', instanceId, script)
    expect(JSON.parse(good.stdout)).toMatchObject({ order: 'good', greeting: 'bye' })
    const piped = await shop.run('replayed', instanceId, `echo '{"order":"piped"}' | task retry --payload=-`)
    expect(JSON.parse(piped.stdout)).toMatchObject({ order: 'piped' })
    const missing = await shop.run('replayed', instanceId, 'task retry --payload /tmp/nothing')
    expect(missing).toMatchObject({ exitCode: 2, stdout: '' })
    expect(missing.stderr).toContain('the payload cannot be read: ENOENT')
  })

  it('retry ends a handler that takes too long, with what it had started', async () => {
    const shop = shared()
    const instanceId = await shop.submit('overdue', 't-1', { payload: '{"order":1}', state: 'Succeeded' })
    const hung = await shop.run(
      'overdue',
      instanceId,
      `echo '{"order":"hang"}' | task retry --payload - --timeout 1500ms`,
    )
    expect(hung.exitCode).toBe(1)
    expect(hung.stderr).toContain('task: the handler was ended: it had not answered within 1.5 s.')
    expect(processesNamed('sleep\x004321')).toEqual([])
    const bad = await shop.run('overdue', instanceId, 'task retry --timeout soon')
    expect(bad).toMatchObject({
      exitCode: 2,
      stderr: "task: --timeout is a length of time such as 500ms, 15s or 2m, not 'soon'\n",
    })
  })

  it('retry leaves nothing when its terminal is closed meanwhile', async () => {
    const shop = shared()
    const instanceId = await shop.submit('left', 't-1', { payload: '{"order":1}', state: 'Succeeded' })
    const client = await shop.enter('left', instanceId, { tty: true })
    client.type(`echo '{"order":"hang"}' | task retry --payload -\r`)
    await until(() => processesNamed('sleep\x004321').length > 0, { what: 'the handler to run' })
    client.websocket.terminate()
    await until(() => processesNamed('sleep\x004321').length === 0, { what: 'the end of what it started' })
    await until(() => processesNamed('taskHelper.cjs').length === 0, { what: 'the end of the helper' })
  })

  it('retry tells when the process ends instead of answering', async () => {
    const shop = shared()
    const instanceId = await shop.submit('exits', 't-1', { payload: '{"order":1}', state: 'Succeeded' })
    const ended = await shop.run('exits', instanceId, `echo '{"order":"exit"}' | task retry --payload -`)
    expect(ended.exitCode).toBe(1)
    expect(ended.stderr).toMatch(/task: the process ended before the handler had answered, after \d+ ms, with code 7\./)
  })

  it('says so where no task has run: an instance that served only synchronous calls', async () => {
    const shop = shared()
    const { headers } = await invoke(shop.fc, 'synchronous', { payload: '{"order":1}' })
    const instanceId = headers['x-fc-instance-id'] ?? ''
    expect((await shop.run('synchronous', instanceId, 'task')).stdout).toContain(
      'Nothing runs here, and no task has run here yet.',
    )
    for (const command of ['task payload', 'task retry']) {
      const none = await shop.run('synchronous', instanceId, command)
      expect(none).toMatchObject({ stdout: '', exitCode: 3 })
      expect(none.stderr).toBe(`task: instance ${instanceId} has run no task yet\n`)
    }
  })

  it('reaches its own instance only, with a secret that dies with the terminal', async () => {
    const shop = shared()
    const one = await shop.submit('one', 't-1', { payload: 'one', state: 'Running' })
    const two = await shop.submit('other', 't-2', { payload: 'two', state: 'Running' })
    const url = async (name: string, instanceId: string) =>
      (await shop.run(name, instanceId, 'echo $TASKYARD_TERMINAL_URL')).stdout.trim()
    const dead = await url('one', one)
    expect(dead).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/terminal\/[\w-]{43}$/)
    const answer = await fetch(`${dead}/payload`)
    expect([answer.status, await answer.json()]).toEqual([
      404,
      { code: 'terminal_not_found', message: 'this terminal has ended: log in again' },
    ])
    const stale = await shop.run('other', two, `TASKYARD_TERMINAL_URL=${dead} task payload; task payload`)
    expect(stale).toMatchObject({ stdout: 'two', stderr: 'task: this terminal has ended: log in again\n', exitCode: 0 })
    const outside = await shop.run('other', two, 'unset TASKYARD_TERMINAL_URL; task payload')
    expect(outside).toMatchObject({ exitCode: 3 })
  })

  it('opens nothing of the console, whose token does not open it either', async () => {
    const shop = shared()
    const instanceId = await shop.submit('secret', 't-1', { payload: '{}', state: 'Running' })
    const { stdout } = await shop.run('secret', instanceId, 'env; cat /proc/*/environ 2>/dev/null | tr "\\0" "\\n"')
    expect(stdout).not.toContain(shop.host.token)
    const secret = /terminal\/([\w-]+)/.exec(stdout)?.[1] ?? ''
    const withSecret = await fetch(`${shop.host.url}/api/host.get`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: '{}',
    })
    expect(withSecret.status).toBe(401)
    const withToken = await fetch(`${shop.host.url}/terminal/${shop.host.token}/payload`)
    expect(withToken.status).toBe(404)
    const foreign = await fetch(`${shop.host.url}/terminal/${secret}/payload`, {
      headers: { origin: 'http://evil.example' },
    })
    expect(foreign.status).toBe(403)
  })

  it('is at hand in what is left of an instance after a failure', async () => {
    const shop = shared()
    const client = clientOf(shop.host)
    await client['functions.setHold']({ functionName: 'held', minutes: 5 })
    const instanceId = await shop.submit('held', 't-1', { payload: '{"order":"exit"}', state: 'Failed' })
    const window = { columns: 200, rows: 24 }
    const command = ['sh', '-c', `task | head -3; task payload; echo; echo '{"order":"ok"}' | task retry --payload -`]
    const { terminalId } = await until(
      () => client['terminals.open']({ instanceId, ...window, command }).catch(() => null), // until it is held
      { what: 'a login to what is left of it' },
    )
    let text = ''
    await until(
      async () => {
        const read = await client['terminals.read']({ terminalId, afterByte: text.length, limitBytes: 65_536 })
        text += Buffer.from(read.bytes).toString('latin1')
        return read.terminal.state === 'ended' && read.bytes.length === 0
      },
      { what: 'its end' },
    )
    expect(text).toContain(`This is what is left of instance ${instanceId} of function held`)
    expect(text).toContain('Task t-1, attempt 1 of 1, failed here.')
    expect(text).toContain('{"order":"exit"}')
    expect(text).toContain('"greeting":"hello"')
  })

  it('stops quietly when nobody reads on', async () => {
    const shop = shared()
    const instanceId = await shop.submit('flood', 't-1', { payload: 'x'.repeat(100_000), state: 'Running' })
    const { stdout, stderr } = await shop.run('flood', instanceId, 'task payload | head -c 3')
    expect({ stdout, stderr }).toEqual({ stdout: 'xxx', stderr: '' })
  })
})
