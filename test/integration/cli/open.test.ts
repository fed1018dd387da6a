import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ask } from '../../support/ask.ts'
import { CommandLine, type Running } from '../../support/commandLine.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'
import { until } from '../../support/until.ts'

const shop = () => projectFolder({ 's.yaml': specOf({ echo: [] }), 'echo/index.js': 'exports.handler = async () => 1' })

/** A program of that name on PATH that writes down its arguments, and then waits or ends. */
function standIn(name: string, then: string) {
  const dir = temporaryDir()
  writeFileSync(
    join(dir, name),
    `#!/bin/sh\nprintf '%s\\n' "$@" > ${dir}/arguments.tmp\n/bin/mv ${dir}/arguments.tmp ${dir}/arguments\n${then}\n`,
  )
  chmodSync(join(dir, name), 0o755)
  return {
    dir,
    arguments: () =>
      until(
        () => existsSync(join(dir, 'arguments')) && readFileSync(join(dir, 'arguments'), 'utf8').trim().split('\n'),
        { what: `${name} to be started` },
      ),
  }
}

/** A command line on a machine with a display, and with only these programs on PATH. */
function atDesk(programs: string, cli = new CommandLine(shop())): CommandLine {
  Object.assign(cli.env, { DISPLAY: ':77', PATH: programs })
  return cli
}

const NO_DISPLAY = { DISPLAY: '', WAYLAND_DISPLAY: '' }
const addressIn = ({ stdout }: Running) => new URL(/window +(http:\S+)/.exec(stdout())?.[1] ?? 'no address')

async function ended(running: Running): Promise<number | null> {
  running.child.kill('SIGINT')
  return (await running.outcome).code
}

describe('taskyard open without a display', () => {
  it('prints the address of the window, which works, and how to reach it from elsewhere', async () => {
    const cli = new CommandLine(shop())
    Object.assign(cli.env, NO_DISPLAY)
    const running = cli.start(['open', '--port', '0'])
    await running.printed('no display')
    const { origin, port, pathname, search } = addressIn(running)
    expect(running.stdout()).toContain(`ssh -L ${port}:127.0.0.1:${port}`)
    expect(await ask(origin, { path: pathname + search })).toMatchObject({
      status: 200,
      text: expect.stringContaining('<script type="module"'),
    })
    expect(await ended(running)).toBe(0)
  })

  it('opens the bundled sample where there is no project', async () => {
    const cli = new CommandLine()
    Object.assign(cli.env, NO_DISPLAY)
    const running = cli.start(['open', '--port', '0'])
    await running.printed('Ready.')
    for (const text of ['order-pipeline', 'order-charge', 'Ctrl-C']) expect(running.stdout()).toContain(text)
    expect(await ended(running)).toBe(0)
  })
})

describe('taskyard open with a Chromium', () => {
  it('shows the window without bars, in a profile of its own, by an address that lets in once', async () => {
    const chromium = standIn('chromium', 'exec sleep 60')
    const running = atDesk(`${chromium.dir}:/usr/bin:/bin`).start(['open', '--browser', '--port', '0'])
    const args = await chromium.arguments()
    const url = new URL(args.find((arg) => arg.startsWith('--app='))?.slice('--app='.length) ?? 'none')
    expect(url.hostname).toMatch(/^ty-[0-9a-f]{8}\.localhost$/)
    expect(args.find((arg) => arg.startsWith('--user-data-dir='))).toMatch(/workspaces\/.*\/window$/)
    await running.printed('Ready.')
    const token = addressIn(running).searchParams.get('token') ?? 'none'
    expect(args.join(' ')).not.toContain(token)

    const enter = () =>
      ask(`http://127.0.0.1:${url.port}`, { path: url.pathname + url.search, headers: { host: url.host } })
    const { status, headers } = await enter()
    expect({ status, cookie: headers['set-cookie']?.[0] }).toEqual({
      status: 303,
      cookie: expect.stringContaining(token),
    })
    expect(await enter()).toMatchObject({ status: 401 })
    expect(await ended(running)).toBe(0)
  })

  it('goes on when the window is closed, and says so', async () => {
    const chromium = standIn('chromium', 'exec sleep 4')
    const running = atDesk(`${chromium.dir}:/usr/bin:/bin`).start(['open', '--browser', '--port', '0'])
    await running.printed('Taskyard goes on')
    expect(await ask(addressIn(running).origin)).toMatchObject({ status: 200 })
    expect(await ended(running)).toBe(0)
  })

  it('falls back to the printed address when it does not run', async () => {
    const chromium = standIn('chromium', 'exit 3')
    const running = atDesk(`${chromium.dir}:/usr/bin:/bin`).start(['open', '--browser', '--port', '0'])
    await running.printed('open the address above')
    expect(await ask(addressIn(running).origin)).toMatchObject({ status: 200 })
    expect(await ended(running)).toBe(0)
  })
})

describe('taskyard open with no Chromium', () => {
  it('asks the default browser', async () => {
    const opener = standIn('xdg-open', 'exit 0')
    const running = atDesk(opener.dir).start(['open', '--browser', '--port', '0'])
    const [url = ''] = await opener.arguments()
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?ticket=/)
    expect(await ended(running)).toBe(0)
  })
})

describe('taskyard open that cannot start', () => {
  it.each([
    ['a folder that does not exist', ['nowhere'], 'is not a folder', 5],
    ['a project and --welcome', ['.', '--welcome'], 'not both', 2],
    ['a port that is none', ['--port', '70000'], 'whole number up to 65535', 2],
  ])('says what is wrong with %s', async (_what, args, text, code) => {
    const outcome = await new CommandLine(shop()).run(['open', '--no-window', ...args])
    expect(outcome).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(text) })
  })
})
