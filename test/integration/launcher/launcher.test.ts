import { spawn } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { processMark } from '../../../electron/base/processMark.ts'
import { LauncherProject, SYSTEM_PATH } from '../../support/launcherProject.ts'
import { until } from '../../support/until.ts'

/** An installed project whose own Node is there. */
function readyProject(): LauncherProject {
  const project = new LauncherProject()
  project.install()
  project.installNode()
  return project
}

describe('the launcher under an old Node', () => {
  it('starts the command line under the Node that npm brought', async () => {
    const project = readyProject()
    const { code, stdout } = await project.run(['tell', 'a b', '--c'], { path: '' })
    expect({ code, ...JSON.parse(stdout) }).toEqual({
      code: 0,
      version: process.version,
      cwd: project.dir,
      rest: ['a b', '--c'],
    })
  })

  it('takes the first Node on PATH that is new enough when npm brought none', async () => {
    const project = new LauncherProject()
    project.install()
    project.writeScript('old/node', '#!/bin/sh\necho v22.21.9\n')
    project.writeScript('broken/node', '#!/bin/sh\nexit 1\n')
    project.linkNode('new')
    const path = ['old', 'broken', 'missing', 'new'].map((name) => project.path(name)).join(':')
    const { code, stdout } = await project.run(['tell'], { path })
    expect({ code, version: JSON.parse(stdout).version }).toEqual({ code: 0, version: process.version })
  })

  it('goes on to PATH when the Node that npm brought does not run here', async () => {
    const project = new LauncherProject()
    project.install()
    const name = `node_modules/node-${process.platform}-${process.arch}`
    project.write(`${name}/package.json`, '{}')
    project.writeScript(`${name}/bin/node`, 'no program at all')
    project.linkNode('new')
    expect((await project.run(['tell'], { path: project.path('new') })).code).toBe(0)
  })

  it('says what to install when there is none', async () => {
    const project = new LauncherProject()
    project.install()
    project.writeScript('old/node', '#!/bin/sh\necho v23.1.0\n')
    const { code, stderr } = await project.run(['tell'], { path: project.path('old') })
    expect(code).toBe(5)
    expect(stderr).toContain('Taskyard needs Node 24')
    expect(stderr).toContain(`${process.execPath} (v18.19.0)`)
    expect(stderr).toContain(`${project.path('old/node')} (v23.1.0)`)
    expect(stderr).toContain('nodejs.org')
  })

  it('runs any script of the project with --run, wherever it is called', async () => {
    const project = readyProject()
    project.write('test/tool.ts', 'console.log(process.cwd(), ...process.argv.slice(2))')
    const { stdout } = await project.run(['--run', 'test/tool.ts', '1', '2'], { cwd: '/' })
    expect(stdout.trim()).toBe('/ 1 2')
  })
})

describe('the launcher of a project whose packages are not there', () => {
  const NPM = `#!/bin/sh
echo "npm was called: $@"
mkdir -p node_modules && cp package-lock.json node_modules/.package-lock.json
`
  it('installs them first and says so, without a word on stdout', async () => {
    const project = new LauncherProject()
    project.writeScript('bin/npm', NPM)
    project.linkNode('bin')
    const path = `${project.path('bin')}:${SYSTEM_PATH}`
    const first = await project.run(['tell'], { path })
    expect(first.code).toBe(0)
    expect(JSON.parse(first.stdout).version).toBe(process.version)
    expect(first.stderr).toContain('the packages are not installed yet; running "npm ci"')
    expect(first.stderr).toContain('npm was called: ci')
    expect((await project.run(['tell'], { path })).stderr).toBe('')
  })

  it.each([
    ['another version', '{"packages":{"":{},"node_modules/a":{"integrity":"sha512-b"}}}'],
    ['a package less', '{"packages":{"":{}}}'],
  ])('installs again when an older install has %s', async (_what, lock) => {
    const project = new LauncherProject()
    project.install({ lock, isOlder: true })
    project.writeScript('bin/npm', NPM)
    project.linkNode('bin')
    const { code, stderr } = await project.run(['tell'], { path: `${project.path('bin')}:${SYSTEM_PATH}` })
    expect(code).toBe(0)
    expect(stderr).toContain('the packages are older than package-lock.json')
  })

  it('installs nothing when the lock file is newer and says the same', async () => {
    const project = readyProject()
    project.install({ isOlder: true })
    const { code, stderr } = await project.run(['tell'], { path: '' })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  it('gives up when npm fails, and when there is no npm', async () => {
    const project = new LauncherProject()
    project.writeScript('bin/npm', '#!/bin/sh\nexit 1\n')
    const failed = await project.run(['tell'], { path: project.path('bin') })
    expect({ code: failed.code, hint: failed.stderr.includes('"npm ci" failed') }).toEqual({ code: 5, hint: true })
    const missing = await project.run(['tell'], { path: '' })
    expect({ code: missing.code, hint: missing.stderr.includes('install npm') }).toEqual({ code: 5, hint: true })
  })
})

/** With setpriv on PATH the kernel ends the program, without it the closed channel does. */
describe.each([
  ['setpriv', SYSTEM_PATH],
  ['a channel', ''],
])('the launcher and its program, bound by %s', (_bond, path) => {
  async function waiting() {
    const project = readyProject()
    const pidFile = project.path('pid')
    const launcher = project.start(['wait', pidFile], { path })
    const pid = Number(await until(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8'), { what: 'the program' }))
    return { launcher, pid }
  }

  it('end with the same code', async () => {
    expect((await readyProject().run(['exit', '42'], { path })).code).toBe(42)
  })

  it('end by the same signal', async () => {
    expect((await readyProject().run(['die', 'SIGKILL'], { path })).signal).toBe('SIGKILL')
  })

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('share a %s', async (signal) => {
    const { launcher, pid } = await waiting()
    launcher.kill(signal)
    const expected = signal === 'SIGTERM' ? { code: 7, stdout: 'stopping' } : { signal }
    expect(await launcher.result).toMatchObject(expected)
    expect(processMark(pid)).toBeNull()
  })

  it('leave nothing when the launcher is killed', async () => {
    const { launcher, pid } = await waiting()
    launcher.kill('SIGKILL')
    await until(() => processMark(pid) === null, { what: 'the program to end' })
  })

  it('leave nothing when the program is killed', async () => {
    const { launcher, pid } = await waiting()
    process.kill(pid, 'SIGKILL')
    expect((await launcher.result).signal).toBe('SIGKILL')
  })
})

describe('the launcher under the system’s own Node', () => {
  const systemNodes = (process.env.PATH ?? '')
    .split(':')
    .map((dir) => `${dir}/node`)
    .filter((path) => existsSync(path))
    .map((path) => realpathSync(path))

  it.each([...new Set(systemNodes)])('%s prints the version of Taskyard', async (node) => {
    const child = spawn(node, ['electron/launcher.cjs', '--version'], { stdio: ['ignore', 'pipe', 'inherit'] })
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text))
    const code = await new Promise((resolve) => child.on('close', resolve))
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect({ code, stdout: stdout.trim() }).toEqual({ code: 0, stdout: version })
  })
})
