/** Terminals of a real host, through its contract. */
import { spawn } from 'node:child_process'
import { readlinkSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Revisions } from '../../../electron/api/console/revisionHub.ts'
import type { Terminal } from '../../../shared/contract/terminals.contract.ts'
import { CommandLine } from '../../support/commandLine.ts'
import { hasIsolation } from '../../support/hasIsolation.ts'
import { processesNamed, processesOfInstance } from '../../support/instanceProcesses.ts'
import { sharedBySuite } from '../../support/lifetime.ts'
import { startShopWithShells } from '../../support/shopWithShells.ts'
import { openWindow } from '../../support/startConsole.ts'
import { until } from '../../support/until.ts'

/** Of util-linux: runs a program in a pty of its own. */
const TERMINAL = 'script'
const isHere = process.platform === 'linux' && (hasIsolation('bwrap') || hasIsolation('unshare'))

describe.runIf(isHere)('a login into the instance that runs a task', () => {
  const shared = sharedBySuite(() => startShopWithShells())

  it('is inside it: its files, its environment, its processes and its namespaces', async () => {
    const shop = shared()
    const instanceId = await shop.submit('t-1')
    const terminal = await shop.open(instanceId)
    await shop.type(terminal, 'cat /tmp/made-by-handler; echo " in $PWD of $FC_FUNCTION_NAME, $COLOUR"\n')
    await shop.reads(terminal, 'written by the handler in /code of waits, blue')
    await shop.type(terminal, 'ps -e -o args= | cat; echo "ps $?"\n')
    const listed = (await shop.reads(terminal, 'ps 0')).split('\r\n')
    expect(listed.some((line) => line.includes('bootstrap.cjs'))).toBe(true)
    expect(listed.length).toBeLessThan(20)

    const { living } = await shop.client['instances.list']({})
    expect(living.find((one) => one.instanceId === instanceId)).toMatchObject({ terminalCount: 1 })
    const handler = processesOfInstance(instanceId).find((pid) => readlinkSync(`/proc/${pid}/exe`).endsWith('/node'))
    for (const name of ['pid', 'mnt', 'user', 'net']) {
      await shop.type(terminal, `readlink /proc/self/ns/${name}\n`)
      await shop.reads(terminal, readlinkSync(`/proc/${handler}/ns/${name}`))
    }
  })

  it('can kill the handler: the task fails as in FC, and the terminal says why it has ended', async () => {
    const shop = shared()
    const terminal = await shop.open(await shop.submit('t-2'))
    await shop.reads(terminal, '$ ')
    await shop.type(terminal, 'kill -9 $(pgrep -f bootstrap.cjs)\n')
    expect(await shop.endOf(terminal)).toMatchObject({
      state: 'ended',
      exitCode: null,
      endReason: expect.stringMatching(/^The instance has ended: \S/),
    })
    const task = await until(
      async () => {
        const task = await shop.taskOf('t-2')
        return task.state === 'Failed' ? task : null
      },
      { what: 'the task to fail' },
    )
    expect(task.errorBody).toContain('Process exited unexpectedly before completing request')
  })

  it('is refused for instances that are not there, each with what is wrong', async () => {
    const shop = shared()
    await expect(shop.open('c-00000000-00000000000000000000')).rejects.toMatchObject({ code: 'instance_not_found' })
    const unknown = { terminalId: 't-none', columns: 80, rows: 24 }
    await expect(shop.client['terminals.resize'](unknown)).rejects.toMatchObject({ code: 'terminal_not_found' })
  })

  it('is news to every window, and forgotten once it was closed', async () => {
    const shop = shared()
    const instanceId = await shop.submit('t-4')
    const window = openWindow(shop.host.url, shop.host.token)
    const seen: number[] = []
    window.watch(
      'live.revisions',
      {},
      {
        onItem: (item) => seen.push((item as Revisions).terminals),
        onError: (error) => expect.unreachable(String(error)),
      },
    )
    await until(() => seen.length > 0, { what: 'the first revisions' })
    const newsAfter = async (act: () => Promise<unknown>) => {
      const known = seen.at(-1) ?? 0
      await act()
      await until(() => (seen.at(-1) ?? 0) > known, { what: 'a greater revision' })
    }
    const opened: Terminal[] = []
    await newsAfter(async () => opened.push(await shop.open(instanceId, ['sh', '-c', 'read line; exit 5'])))
    const [terminal] = opened
    if (terminal === undefined) throw new Error('it was not opened')
    await newsAfter(() => shop.type(terminal, 'go on\n'))
    expect(await shop.endOf(terminal)).toMatchObject({ exitCode: 5 })
    await newsAfter(() => shop.client['terminals.close']({ terminalId: terminal.terminalId }))
    const { terminals } = await shop.client['terminals.list']({})
    expect(terminals.filter((one) => one.instanceId === instanceId)).toEqual([])
  })
})

describe.runIf(isHere)('taskyard exec', () => {
  async function shopWithCli() {
    const shop = await startShopWithShells()
    const cli = new CommandLine(shop.project)
    const at = ['--workspace', shop.host.workspaceDir]
    return { ...shop, cli, exec: (args: string[], input = '') => cli.run(['exec', ...at, ...args], input), at }
  }
  const shared = sharedBySuite(shopWithCli)

  it('runs a command in the newest living instance of a function, and passes on its output and exit code', async () => {
    const { submit, exec } = shared()
    await submit('t-1')
    const { code, stdout, stderr } = await exec(['waits', '--', 'sh', '-c', 'cat /tmp/made-by-handler; pwd; exit 9'])
    expect({ code, stdout, stderr }).toEqual({ code: 9, stdout: 'written by the handler/code\n', stderr: '' })
  })

  it('keeps errors apart from output, as a script needs them', async () => {
    const { submit, exec } = shared()
    await submit('t-2')
    const answer = await exec(['waits', '--', 'sh', '-c', 'echo one; echo bad >&2; echo two'])
    expect(answer).toMatchObject({ code: 0, stdout: 'one\ntwo\n', stderr: 'bad\n' })
  })

  it('takes an instance by its id or the beginning of it, and carries bytes as they are', async () => {
    const { submit, exec } = shared()
    const instanceId = await submit('t-3')
    const input = `${'line\n'.repeat(40_000)}\x04\x03the end`
    for (const target of [instanceId, instanceId.slice(0, 10)]) {
      const { code, stdout } = await exec([target, '--', 'cat'], input)
      expect({ code, isSame: stdout === input }).toEqual({ code: 0, isSame: true })
    }
  })

  it('says what to do when a function has no instance, and when there is no such function', async () => {
    const { exec } = await shopWithCli()
    const none = await exec(['waits', '--', 'ls'])
    expect(none).toMatchObject({ code: 3, stdout: '' })
    expect(none.stderr).toContain('taskyard invoke waits --async')
    expect(none.stderr).toContain('taskyard instances --prewarm waits')
    expect(await exec(['nobody', '--', 'ls'])).toMatchObject({ code: 3, stderr: expect.stringContaining('nobody') })
    expect(await exec(['c-00', '--', 'ls'])).toMatchObject({ code: 3, stderr: expect.stringContaining('c-00') })
  })

  it('is a terminal on a terminal: its size, Ctrl-C and the exit code, and restores it afterwards', async () => {
    const { submit, at, cli, client } = shared()
    await submit('t-5')
    const cliFile = new URL('../../../electron/cli.ts', import.meta.url).pathname
    const command = [process.execPath, cliFile, 'exec', ...at, 'waits'].map((word) => `'${word}'`).join(' ')
    const script = `stty rows 33 columns 101; ${command}; echo "exit $?"; stty -a | grep -o " -\\?icanon"; stty -a | grep -o " -\\?echo "`
    const env = { ...process.env, TASKYARD_CONFIG_DIR: cli.configDir, SHELL: '/bin/sh' }
    const outside = spawn(TERMINAL, ['-q', '-e', '-c', script, '/dev/null'], { cwd: cli.currentDir, env })
    onTestFinished(() => void outside.kill('SIGKILL'))
    let printed = ''
    outside.stdout.setEncoding('utf8').on('data', (text) => (printed += text))
    const sees = (text: string) => until(() => printed.includes(text), { what: `${text} in ${printed}` })
    await sees('/code $ ')
    outside.stdin.write('stty size; tty; echo "$TERM"\n')
    await sees('33 101')
    await sees('xterm-256color')
    expect((await client['terminals.list']({})).terminals).toMatchObject([{ columns: 101, rows: 33 }])
    outside.stdin.write('sleep 1000.001\n')
    await until(() => processesNamed('sleep\x001000.001').length > 0, { what: 'sleep to run' })
    outside.stdin.write('\x03')
    await until(() => processesNamed('sleep\x001000.001').length === 0, { what: 'Ctrl-C to end it' })
    outside.stdin.write('echo "st"ill here, $?\n')
    await sees('still here, 130')
    outside.stdin.write('exit 6\n')
    await sees('exit 6')
    await sees(' icanon')
    await sees(' echo ')
    outside.stdin.end()
    expect((await client['terminals.list']({})).terminals).toEqual([])
  })
})
