import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { clientOf } from '../../../electron/cli/consoleClient.ts'
import { readEndpoint } from '../../../electron/host/endpointFile.ts'
import { Workbench } from '../../../electron/host/workbench.ts'
import { welcomeDir } from '../../../electron/host/workspaceDir.ts'
import { LinkClient } from '../../../renderer/bridge/linkClient.ts'
import { socketWire } from '../../../renderer/bridge/socketWire.ts'
import type { ConsoleContract } from '../../../shared/contract/console.contract.ts'
import { createClient } from '../../../shared/contract/createClient.ts'
import { CommandLine, type Running } from '../../support/commandLine.ts'
import { hostChoices } from '../../support/hostChoices.ts'
import { livingProcesses } from '../../support/livingProcesses.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'
import { until } from '../../support/until.ts'

/** Runs until there is a file named `go` beside it. */
const WAITS = `
const { existsSync } = require('node:fs')
exports.handler = async () => {
  while (!existsSync(__dirname + '/go')) await new Promise((resolve) => setTimeout(resolve, 20))
  return 'went'
}`
const ECHO = 'exports.handler = async (event) => event.toString()'
const waiting = () =>
  projectFolder({
    's.yaml': specOf({ waits: ['timeout: 600', 'asyncInvokeConfig: { asyncTask: true }'] }).replace(
      'name: shop',
      'name: waiting',
    ),
    'waits/index.js': WAITS,
  })
const echoing = () =>
  projectFolder({ 's.yaml': specOf({ echo: [] }).replace('name: shop', 'name: echoing'), 'echo/index.js': ECHO })

/** `taskyard open` without a window, and a window of ours that stays open whatever happens behind it. */
async function opened(args: string[], cli = new CommandLine()) {
  const running = cli.start(['open', '--no-window', '--port', '0', ...args])
  await running.printed('Ready.')
  const address = addressOf(running)
  const link = new LinkClient(socketWire({ baseUrl: address.origin, token: address.searchParams.get('token') }))
  onTestFinished(() => link.close())
  const client = createClient<ConsoleContract>((name, input) => link.call(name, input))
  /** What the window sees once it is connected to a host that fits. */
  const seen = async (fits: (info: Awaited<ReturnType<(typeof client)['host.info']>>) => boolean, what: string) =>
    until(
      () =>
        client['host.info']({}).then(
          (info) => fits(info) && info,
          () => null,
        ),
      { what },
    )
  return { cli, running, address, link, client, seen }
}

const addressOf = ({ stdout }: Running) => new URL(/window +(http:\S+)/.exec(stdout())?.[1] ?? 'no address')

/** In this process, with folders of its own. */
function workbench({ workspaceDir = null }: { workspaceDir?: string | null } = {}) {
  const dir = temporaryDir()
  vi.stubEnv('TASKYARD_CONFIG_DIR', join(dir, 'config'))
  vi.stubEnv('XDG_DATA_HOME', join(dir, 'data'))
  const { workspaceDir: _, projectDir: __, ...choices } = hostChoices(dir)
  const bench = new Workbench({ kind: 'browser', choices, stderr: 'quiet', pickFolder: null, workspaceDir })
  onTestFinished(async () => {
    await bench.stop()
    vi.unstubAllEnvs()
  })
  return bench
}

describe('a workbench', () => {
  it('shows Welcome, with the reason, when the folder that it starts with is gone', async () => {
    const bench = workbench()
    await bench.start({ dir: join(temporaryDir(), 'gone') })
    expect(bench.projectError).toMatchObject({
      code: 'project_invalid',
      message: expect.stringMatching(/gone is not a/),
    })
    expect(bench.endpoint).not.toBeNull()
  })

  it('opens the project that it started with where it was asked to, again and again', async () => {
    const [workspaceDir, dir] = [temporaryDir(), echoing()]
    const bench = workbench({ workspaceDir })
    await bench.start({ dir })
    const { pid } = readEndpoint(workspaceDir) ?? {}
    await bench.open({ none: true })
    expect(readEndpoint(workspaceDir)).toBeNull()
    await bench.open({ dir })
    expect(readEndpoint(workspaceDir)?.pid).toBe(pid)
    const endpoint = bench.endpoint!
    const preview = await clientOf(endpoint)['host.preview']({ dir })
    expect(preview).toMatchObject({ workspaceDir, fcPort: Number(endpoint.fcEndpoint.split(':')[1]) })
  })

  it('tells whoever waits for it when not even Welcome can be shown', async () => {
    const bench = workbench()
    mkdirSync(join(welcomeDir(1), '..'), { recursive: true })
    writeFileSync(welcomeDir(1), '')
    await expect(bench.start({ none: true })).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await bench.failed).toMatchObject({ code: 'invalid_input' })
  })
})

describe('taskyard open', () => {
  it('switches projects under an open window; what ran is interrupted and runs again the next time', async () => {
    const [first, second] = [waiting(), echoing()]
    const { client, seen, running } = await opened([], new CommandLine(first))
    await client['tasks.submit']({ functionName: 'waits', payload: '', taskId: 'long' })
    const state = () => client['tasks.get']({ functionName: 'waits', taskId: 'long' }).then(({ state }) => state)
    await until(async () => (await state()) === 'Running', { what: 'the task to run' })
    const before = await client['host.info']({})

    await client['host.open']({ dir: second })
    const between = await seen(({ project }) => project?.name === 'echoing', 'the second project')
    expect({ workspace: between.workspaceDir === before.workspaceDir, pid: between.pid }).toEqual({
      workspace: false,
      pid: before.pid,
    })
    expect(await client['functions.invoke']({ functionName: 'echo', payload: 'hi' })).toMatchObject({ body: 'hi' })
    await until(() => livingProcesses(first).length === 0, { what: 'the first project to end' })
    expect(readEndpoint(before.workspaceDir)).toBeNull()

    writeFileSync(join(first, 'waits/go'), '')
    await client['host.open']({ dir: first })
    await seen(({ project }) => project?.name === 'waiting', 'the first project again')
    const task = await until(
      () =>
        client['tasks.get']({ functionName: 'waits', taskId: 'long' }).then(
          (task) => task.state === 'Succeeded' && task,
        ),
      { what: 'the task to end' },
    )
    expect(task.attempts.map(({ outcome }) => outcome)).toEqual(['Interrupted', 'Succeeded'])
    expect((await client['host.recents']({})).recents.map(({ name }) => name)).toEqual(['waiting', 'echoing'])
    running.child.kill('SIGTERM')
    expect((await running.outcome).code).toBe(0)
  })

  it('closes a project and shows Welcome, where nothing runs', async () => {
    const { client, seen } = await opened([echoing()])
    await client['host.open']({ none: true })
    const info = await seen(({ project }) => project === null, 'Welcome')
    expect(info).toMatchObject({ projectError: null, canOpenProjects: true, kind: 'browser' })
    expect(await client['functions.list']({})).toEqual([])
  })

  it('keeps what is open when the wanted folder is no project', async () => {
    const { client } = await opened([echoing()])
    const empty = temporaryDir()
    await expect(client['host.open']({ dir: empty })).rejects.toMatchObject({ code: 'project_invalid' })
    await expect(client['host.open']({ dir: join(empty, 'nowhere') })).rejects.toMatchObject({
      code: 'project_invalid',
    })
    expect(await client['host.info']({})).toMatchObject({ project: { name: 'echoing' }, projectError: null })
  })

  it('shows Welcome, with the reason, when another host has the project', async () => {
    const dir = echoing()
    const cli = new CommandLine(dir)
    await cli.serve()
    const { client, seen } = await opened(['--welcome'], cli)
    await client['host.open']({ dir })
    const info = await seen(({ projectError }) => projectError !== null, 'Welcome with a reason')
    expect(info).toMatchObject({ project: null, projectError: { code: 'workspace_in_use' } })
  })

  it('shows Welcome, with the reason, when the first project cannot be read', async () => {
    const { running, client } = await opened([projectFolder({ 's.yaml': 'edition: [' })])
    expect(await client['host.info']({})).toMatchObject({ project: null, projectError: { code: 'project_invalid' } })
    expect(running.stderr()).toContain('shows Welcome instead')
  })

  it('can show Welcome twice at once, each in a workspace of its own', async () => {
    const cli = new CommandLine()
    const both = [await opened(['--welcome'], cli), await opened(['--welcome'], cli)]
    const [one, other] = await Promise.all(both.map(({ client }) => client['host.info']({})))
    expect(one?.workspaceDir).not.toBe(other?.workspaceDir)
    expect([one?.project, other?.project]).toEqual([null, null])
  })

  it('starts again after SIGKILL with the same address and token, and its window connects again', async () => {
    const dir = echoing()
    const { cli, running, address, link, client } = await opened([dir])
    expect(await client['host.info']({})).toMatchObject({ project: { name: 'echoing' } })
    running.child.kill('SIGKILL')
    await running.outcome
    await until(() => link.status === 'lost', { what: 'the window to notice' })
    const again = await opened([dir], cli)
    expect(String(again.address)).toBe(String(address))
    await until(() => link.status === 'open', { what: 'the window to connect again' })
    expect(await client['functions.invoke']({ functionName: 'echo', payload: 'hi' })).toMatchObject({ body: 'hi' })
  })

  it('gives one host to two that are started at the same moment', async () => {
    const [cli, dir] = [new CommandLine(), echoing()]
    const both = [1, 2].map(() => cli.start(['open', dir, '--no-window', '--port', '0']))
    await Promise.all(both.map((one) => until(() => /Ready\.|runs already/.test(one.stdout()), { what: 'both' })))
    const [host, other] = both.toSorted((a) => (a.stdout().includes('Ready.') ? -1 : 1))
    expect(await other?.outcome).toMatchObject({ code: 0, stdout: expect.stringContaining('runs already') })
    expect(host?.stdout()).toContain('echoing')
  })

  it('opens another window of the host that runs, instead of a second host', async () => {
    const dir = echoing()
    const { cli, address, client } = await opened([dir])
    const second = await cli.run(['open', dir, '--no-window'])
    expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining('runs already') })
    expect(second.stdout).toContain(String(address))
    expect(await client['host.info']({})).toMatchObject({ project: { name: 'echoing' } })
  })

  it('keeps preferences for every project and every host of the user', async () => {
    const dir = echoing()
    const { cli, client, seen } = await opened([dir])
    expect(await client['host.setPreferences']({ theme: 'light' })).toMatchObject({
      theme: 'light',
      density: 'comfortable',
    })
    await client['host.open']({ none: true })
    await seen(({ project }) => project === null, 'Welcome')
    expect(await client['host.preferences']({})).toMatchObject({ theme: 'light' })
    const other = await opened(['--welcome'], cli)
    expect(await other.client['host.preferences']({})).toMatchObject({ theme: 'light' })
  })

  it('says in the window that preferences could not be read', async () => {
    const cli = new CommandLine()
    mkdirSync(cli.configDir, { recursive: true })
    writeFileSync(join(cli.configDir, 'preferences.json'), '{"preferences":')
    const { client } = await opened(['--welcome'], cli)
    const { notices } = await client['host.info']({})
    expect(notices).toContainEqual(expect.objectContaining({ code: 'preferences_unreadable' }))
  })
})

describe('the window of an open project', () => {
  it('is shown what opening another one would start, before anything starts', async () => {
    const dir = projectFolder({
      's.yaml': specOf({ echo: ['environmentVariables: { TOKEN: secret }'], old: ['runtime: python3.10'] }).replace(
        'runtime: nodejs20\n      code: ./old',
        'code: ./old',
      ),
      'echo/index.js': ECHO,
      'old/index.py': '',
    })
    const { cli, client } = await opened(['--welcome'])
    const preview = await client['host.preview']({ dir })
    expect(preview).toMatchObject({ dir, name: 'shop', fcPort: 8899, problems: [] })
    expect(preview.workspaceDir.startsWith(cli.dataDir)).toBe(true)
    expect(existsSync(preview.workspaceDir)).toBe(false)
    expect(preview.functions.map(({ functionName, runtime }) => `${functionName} ${runtime}`)).toEqual([
      'echo nodejs20',
      'old python3.10',
    ])
    expect(preview.interpreters).toEqual([
      {
        runtime: 'nodejs20',
        path: expect.stringMatching(/node/),
        version: expect.stringMatching(/^v/),
        isSupported: true,
        problem: null,
        functionNames: ['echo'],
      },
      {
        runtime: 'python3.10',
        path: null,
        version: null,
        isSupported: false,
        problem: expect.stringContaining('not supported'),
        functionNames: ['old'],
      },
    ])
    expect(preview.environmentNames).toEqual(expect.arrayContaining(['PATH', 'TOKEN', 'FC_FUNCTION_NAME']))
    expect(JSON.stringify(preview)).not.toContain('secret')
    await expect(client['host.preview']({ dir: temporaryDir() })).rejects.toMatchObject({ code: 'project_invalid' })
    expect(await client['host.preview']({ sample: true })).toMatchObject({ name: 'order-pipeline', problems: [] })
  })

  it('chooses folders without a dialog of the system', async () => {
    const parent = temporaryDir()
    for (const name of ['b10', 'b9', 'a/.git', '.hidden', 'node_modules'])
      mkdirSync(join(parent, name), { recursive: true })
    writeFileSync(join(parent, 'a/s.yaml'), '')
    writeFileSync(join(parent, 'file.txt'), '')
    const { client } = await opened(['--welcome'])
    const { folders, parentDir } = await client['host.folders']({ dir: parent })
    expect(folders).toEqual([
      { name: 'a', dir: join(parent, 'a'), isProject: true },
      { name: 'b9', dir: join(parent, 'b9'), isProject: false },
      { name: 'b10', dir: join(parent, 'b10'), isProject: false },
    ])
    expect(parentDir).toBe(join(parent, '..'))
    expect(await client['host.folders']({ dir: '/' })).toMatchObject({ dir: '/', parentDir: null })
    await expect(client['host.folders']({ dir: join(parent, 'nowhere') })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('nowhere'),
    })
    await expect(client['host.pickFolder']({})).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('is told what the host uses', async () => {
    const { client } = await opened(['--welcome'])
    const usage = await client['host.usage']({})
    expect(usage.memoryBytes).toBeGreaterThan(30_000_000)
    expect(usage.databaseBytes).toBeGreaterThan(10_000)
    expect(usage.freeDiskBytes).toBeGreaterThan(0)
  })

  it('marks recent projects that are gone', async () => {
    const dir = echoing()
    const { client, seen } = await opened([dir])
    await client['host.open']({ none: true })
    await seen(({ project }) => project === null, 'Welcome')
    rmSync(dir, { recursive: true })
    expect((await client['host.recents']({})).recents).toEqual([
      { dir, name: 'echoing', functionCount: 1, openedAtMs: expect.any(Number), isThere: false },
    ])
  })
})

describe('taskyard serve', () => {
  it('serves one project and says how to open others', async () => {
    const cli = new CommandLine(echoing())
    const workspaceDir = temporaryDir()
    await cli.serve(['--workspace', workspaceDir])
    const endpoint = readEndpoint(workspaceDir)!
    const link = new LinkClient(socketWire({ baseUrl: endpoint.url, token: endpoint.token }))
    onTestFinished(() => link.close())
    expect(await link.call('host.info', {})).toMatchObject({ value: { canOpenProjects: false } })
    expect(await link.call('host.open', { sample: true })).toMatchObject({
      ok: false,
      error: { code: 'invalid_input', message: expect.stringContaining('taskyard open') },
    })
  })
})
