import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readEndpoint } from '../../../electron/host/endpointFile.ts'
import { CommandLine, type Running } from '../../support/commandLine.ts'
import { livingProcesses } from '../../support/livingProcesses.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'
import { until } from '../../support/until.ts'

const HANG = 'exports.handler = () => new Promise(() => {})'
const shop = () => projectFolder({ 's.yaml': specOf({ slow: ['timeout: 600'] }), 'slow/index.js': HANG })

async function stopped({ child, outcome }: Running) {
  child.kill('SIGINT')
  return outcome
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

describe('taskyard serve', () => {
  it('opens the bundled sample where there is no project, and says what and how', async () => {
    const cli = new CommandLine()
    const host = await cli.serve()
    for (const text of [
      'order-pipeline',
      'order-charge',
      'nodejs20 on Node v',
      'FC API',
      'Ctrl-C',
      'taskyard invoke',
    ]) {
      expect(host.stdout()).toContain(text)
    }
    const { code, stdout } = await stopped(host)
    expect({ code, hasSaid: stdout.includes('Stopping') }).toEqual({ code: 0, hasSaid: true })
  })

  it('stops in good order when nobody reads any more what it prints', async () => {
    const { child, outcome } = await new CommandLine().serve()
    child.stdout?.destroy()
    child.stderr?.destroy()
    child.kill('SIGHUP')
    expect((await outcome).code).toBe(0)
  })

  it('opens the project of the current folder, and writes nothing into it', async () => {
    const dir = shop()
    const host = await new CommandLine(dir).serve()
    expect(host.stdout()).toContain(join(dir, 's.yaml'))
    expect((await stopped(host)).code).toBe(0)
    expect(readdirSync(dir).toSorted()).toEqual(['s.yaml', 'slow'])
  })

  it('can open no project at all', async () => {
    const cli = new CommandLine()
    const host = await cli.serve(['--no-project', '--workspace', 'ws'])
    expect(host.stdout()).toContain('none yet')
    expect((await stopped(host)).code).toBe(0)
    expect(await cli.run(['serve', '--no-project'])).toMatchObject({ code: 2, stderr: /--workspace/ })
  })

  it('ends at once at the second Ctrl-C, and leaves no process behind', async () => {
    const dir = projectFolder({
      's.yaml': specOf({
        lingers: ['instanceLifecycleConfig: { preStop: { handler: index.preStop, timeout: 60 } }'],
      }),
      'lingers/index.js': 'exports.handler = async () => 1; exports.preStop = () => new Promise(() => {})',
    })
    const workspaceDir = temporaryDir()
    const cli = new CommandLine(dir)
    const host = await cli.serve(['--workspace', workspaceDir])
    expect((await cli.run(['invoke', 'lingers', '--workspace', workspaceDir])).code).toBe(0)
    host.child.kill('SIGINT')
    await host.printed('Stopping')
    const firstAtMs = performance.now()
    await until(() => performance.now() - firstAtMs > 400, { what: 'another key press' })
    host.child.kill('SIGINT')
    expect((await host.outcome).code).toBe(130)
    await until(() => livingProcesses(dir, workspaceDir).length === 0, { what: 'every process to end' })
  })

  it('leaves no process and no endpoint behind when it is killed with SIGKILL', async () => {
    const [dir, workspaceDir] = [shop(), temporaryDir()]
    const cli = new CommandLine(dir)
    const host = await cli.serve(['--workspace', workspaceDir])
    const call = cli.start(['invoke', 'slow', '--workspace', workspaceDir])
    await until(() => livingProcesses(dir).length > 0, { what: 'the instance' })
    host.child.kill('SIGKILL')
    expect((await call.outcome).code).toBe(3)
    await until(() => livingProcesses(dir, workspaceDir).length === 0, { what: 'every process to end' })
    expect(readEndpoint(workspaceDir)).toBeNull()
  })

  it('keeps a port that was asked for to itself: the next time has its own', async () => {
    const cli = new CommandLine(shop())
    const workspace = temporaryDir()
    const port = await freePort()
    const host = await cli.serve(['--workspace', workspace, '--port', String(port)])
    expect(readEndpoint(workspace)?.fcEndpoint).toBe(`127.0.0.1:${port}`)
    await stopped(host)
    expect(JSON.parse(readFileSync(join(workspace, 'settings.json'), 'utf8'))).toMatchObject({
      lastPorts: { fc: null },
    })
  })

  it('takes the same port again the next time', async () => {
    const cli = new CommandLine(shop())
    const portOf = (host: Running) => /FC API +http:\/\/127\.0\.0\.1:(\d+)/.exec(host.stdout())?.[1]
    const first = await cli.serve()
    await stopped(first)
    const second = cli.start(['serve'])
    await second.printed('Ready.')
    expect(portOf(second)).toBe(portOf(first))
    await stopped(second)
  })
})

describe('taskyard serve that cannot start', () => {
  const takenPort = async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const address = server.address()
    return String(typeof address === 'object' && address !== null ? address.port : 0)
  }

  it('says that its port is taken', async () => {
    const outcome = await new CommandLine(shop()).run(['serve', '--port', await takenPort()])
    expect(outcome).toMatchObject({
      code: 5,
      stderr: expect.stringMatching(/port \d+ is taken.*--port.*\(port_in_use\)/),
    })
  })

  it('says that another host has the workspace', async () => {
    const cli = new CommandLine(shop())
    const host = await cli.serve()
    const second = await cli.run(['serve', '--port', '0'])
    expect(second).toMatchObject({ code: 5, stderr: expect.stringContaining('workspace_in_use') })
    expect((await stopped(host)).code).toBe(0)
  })

  it.each([
    ['a folder that does not exist', ['nowhere'], 'is not a folder', 5],
    ['a folder without a project', ['empty'], 'has neither s.yaml', 5],
    ['a broken s.yaml', ['broken'], 's.yaml:1:', 5],
    ['a port that is none', ['--port', '70000'], 'whole number up to 65535', 2],
    ['a key without a secret', ['--access-key', 'id'], 'ID:SECRET', 2],
    ['an account name that is none', ['--access-key', 'id:secret:a b'], 'no account name', 2],
    ['an unknown durability', ['--durability', 'best'], '"normal" or "full"', 2],
    ['no concurrency', ['--concurrency', '0'], 'from 1 to', 2],
    ['an unknown option', ['--fast'], 'unknown option', 2],
    ['a workspace that is a file', ['--workspace', 'file'], '--workspace', 2],
  ])('says what is wrong with %s', async (_what, args, text, code) => {
    const dir = shop()
    mkdirSync(join(dir, 'empty'))
    mkdirSync(join(dir, 'broken'))
    writeFileSync(join(dir, 'broken/s.yaml'), 'edition: [')
    writeFileSync(join(dir, 'file'), '')
    const outcome = await new CommandLine(dir).run(['serve', ...args])
    expect(outcome).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(text) })
    expect(existsSync(join(dir, 'file/endpoint.json'))).toBe(false)
  })
})
