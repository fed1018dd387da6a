import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { probeIsolation } from '../../../electron/engine/instances/isolation.ts'
import { hasIsolation } from '../../support/hasIsolation.ts'
import { processesNamed, processesOfInstance } from '../../support/instanceProcesses.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'
import { openPools } from '../../support/testPools.ts'
import { until } from '../../support/until.ts'

const marker = () => String(Math.floor(Math.random() * 1e12)).padStart(12, '1')

const sessionOf = (pid: number) =>
  readFileSync(`/proc/${pid}/stat`, 'latin1')
    .replace(/^.*\) /, '')
    .split(' ')[3]

describe.each(['unshare', 'bwrap'] as const)('an instance in namespaces made by %s', (kind) => {
  const isHere = process.platform === 'linux' && hasIsolation(kind)
  const open = () => openPools({ kinds: [kind] })

  it.runIf(isHere)("has its code at /code, though it lies under the host's /tmp", async () => {
    const pools = open()
    const { codePath } = pools.add('context', { handler: 'index.process' })
    expect(codePath).toMatch(/^\/tmp\//)
    expect(JSON.parse(await pools.result(''))).toEqual({ cwd: '/code', pid: expect.any(Number), temporaryDir: '/tmp' })
  })

  it.runIf(isHere)('has a /tmp of its own, empty at first and gone with it', async () => {
    const pools = open()
    const file = `/tmp/taskyard-${marker()}`
    pools.add('deeds', { functionId: 1 })
    pools.add('deeds', { functionId: 2 })
    expect(await pools.result({ list: '/tmp' })).toBe('[]')
    await pools.call({ write: [file, 'mine'] })
    expect(await pools.result({ read: file })).toBe('mine')
    expect(await pools.result({ list: '/tmp' }, { functionId: 2 })).toBe('[]')
    expect(existsSync(file)).toBe(false)
  })

  it.runIf(isHere)("sees the host's folders, and creates nothing in its root", async () => {
    const before = readdirSync('/')
    const pools = open()
    pools.add('deeds')
    const inside = JSON.parse(await pools.result({ list: '/' })) as string[]
    expect(inside).toEqual(expect.arrayContaining(['code', 'etc', 'home', 'proc', 'tmp', 'usr', 'var']))
    await pools.call({ write: ['/mine', 'in my root'] })
    expect(await pools.result({ read: '/mine' })).toBe('in my root')
    expect(await pools.result({ shell: 'ls -ld /bin | cut -c1' })).toBe(
      execFileSync('sh', ['-c', 'ls -ld /bin | cut -c1'], { encoding: 'utf8' }),
    )
    expect(readdirSync('/')).toEqual(before)
  })

  it.runIf(isHere)('sees only its own processes, and can end itself', async () => {
    const pools = open()
    pools.add('deeds')
    const own = Number(await pools.result({ pid: 0 }))
    expect(own).toBeGreaterThan(1)
    expect(own).toBeLessThan(20)
    const pids = (await pools.result({ shell: 'echo /proc/[0-9]*' })).trim().split(' ')
    expect(pids.length).toBeLessThan(6)
    expect(await pools.failure({ shell: `kill ${own}; sleep 5` })).toMatchObject({
      body: { errorMessage: expect.stringContaining('Process exited unexpectedly') },
    })
  })

  it.runIf(isHere)('is out of reach of the terminal of its host', async () => {
    const pools = open()
    pools.add('deeds')
    await pools.result({ pid: 0 })
    const { pid } = await pools.report(({ state }) => state === 'idle')
    expect(sessionOf(pid!)).not.toBe(sessionOf(process.pid))
  })

  it.runIf(isHere)('does not depend on what the function sets as PATH', async () => {
    const pools = open()
    pools.add('context', { handler: 'index.environment', environment: { PATH: '/nowhere' } })
    expect(JSON.parse(await pools.result(''))).toMatchObject({ PATH: '/nowhere', FC_FUNC_CODE_PATH: '/code' })
  })

  it.runIf(isHere)('runs an interpreter that lies under /tmp, and code in a folder with an odd name', async () => {
    const bin = join(temporaryDir(), 'node', 'bin')
    mkdirSync(bin, { recursive: true })
    cpSync(realpathSync(process.execPath), join(bin, 'node'))
    const codePath = join(temporaryDir(), "it's a\\folder\twith 'blanks'")
    mkdirSync(codePath)
    writeFileSync(join(codePath, 'index.js'), 'exports.handler = async () => process.execPath')
    const pools = openPools({
      kinds: [kind],
      locateInterpreter: () => ({ path: join(bin, 'node'), version: 'v24.0.0', notice: null }),
    })
    pools.add('deeds', { codePath })
    expect(await pools.result('')).toBe('/.taskyard/interpreter/node')
  })

  it.runIf(isHere)('needs no more than the rights of a plain user', async () => {
    const [, uid] = /^uid=(\d+)/.exec(execFileSync('id', { encoding: 'utf8' })) ?? []
    const pools = open()
    pools.add('deeds')
    // As root it is root inside; a plain user is itself (bwrap) or root of a user namespace (unshare).
    expect((await pools.result({ shell: 'id -u' })).trim()).toBe(kind === 'unshare' ? '0' : uid)
  })

  it.runIf(isHere).each([
    ['it ends idle', {}],
    ['it exits', { exit: 1 }],
    ['it is killed from outside', null],
  ])('leaves nothing that its handler has detached when %s', async (_when, lastDeed) => {
    const pools = open()
    pools.add('deeds', { timeoutMs: 60_000 })
    const mark = marker()
    const name = `sleep\x00600.${mark}`
    await pools.result({ detach: mark })
    await until(() => processesNamed(name).length >= 3, { what: 'the detached processes' })
    const instanceId = await pools.result({ instance: 0 })
    if (lastDeed === null) {
      const key = pools.run({ sleep: 60_000 })
      await pools.started(key)
      const program = processesOfInstance(instanceId).find((pid) => readlinkSync(`/proc/${pid}/exe`).endsWith('/node'))
      process.kill(program!, 'SIGKILL')
      await pools.ended(key)
    } else if ('exit' in lastDeed) {
      await pools.failure(lastDeed)
    } else {
      await pools.close()
    }
    await pools.report(({ state }) => state === 'stopped' || state === 'crashed')
    expect(processesNamed(name)).toEqual([])
    expect(processesOfInstance(instanceId)).toEqual([])
  })

  it.runIf(isHere)('reaps what its handler leaves behind', async () => {
    const pools = open()
    pools.add('deeds')
    const script =
      'for i in 1 2 3 4 5 6 7 8; do (setsid true &) ; done; sleep 0.2; grep -l "^State:.Z" /proc/[0-9]*/status 2>/dev/null | wc -l'
    expect((await pools.result({ shell: script })).trim()).toBe('0')
  })
})

describe.runIf(process.platform === 'linux')('an instance without namespaces', () => {
  it('runs in its code folder with a temporary folder of its own, gone with it', async () => {
    const pools = openPools({ kinds: ['none'] })
    const { codePath } = pools.add('context', { handler: 'index.process' })
    const facts = JSON.parse(await pools.result('')) as { cwd: string; temporaryDir: string }
    expect(facts.cwd).toBe(codePath)
    expect(facts.temporaryDir).toMatch(/\/run\/tmp\/c-/)
    expect(existsSync(facts.temporaryDir)).toBe(true)
    await pools.close()
    await until(() => !existsSync(facts.temporaryDir), { what: 'the end of its temporary folder' })
  })

  it.each([{ exit: 1 }, {}])('leaves nothing that its handler has detached: %o', async (lastDeed) => {
    const pools = openPools({ kinds: ['none'] })
    pools.add('deeds')
    const mark = marker()
    const name = `sleep\x00600.${mark}`
    await pools.result({ detach: mark })
    await until(() => processesNamed(name).length >= 3, { what: 'the detached processes' })
    if ('exit' in lastDeed) await pools.failure(lastDeed)
    await pools.close()
    expect(processesNamed(name)).toEqual([])
  })
})

describe('what keeps instances apart', () => {
  it('falls back to process groups where nothing else is there, and says why', () => {
    const isolation = probeIsolation({ workspaceDir: temporaryDir(), kinds: [], path: '' })
    expect(isolation.kind).toBe('none')
    expect(isolation.notice).toMatch(/without namespaces|no namespaces/)
  })
})
