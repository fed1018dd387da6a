import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ThreadName } from '../../../electron/base/threadLink.ts'
import { readEndpoint } from '../../../electron/host/endpointFile.ts'
import { startHost } from '../../../electron/host/host.ts'
import { type Deed, QUICK_LIMITS, standInChoices, standInEntries, startStandInHost } from '../../support/standInHost.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'
import { until } from '../../support/until.ts'

const ALL: ThreadName[] = ['store', 'log', 'reader', 'scheduler', 'gateway']

describe('a host that starts', () => {
  it('starts its threads in order, links them and writes the endpoint file', async () => {
    const { host, events, event, workspaceDir } = await startStandInHost()
    const links = [
      ['gateway', 'store'],
      ['gateway', 'reader'],
      ['gateway', 'log'],
      ['scheduler', 'store'],
      ['scheduler', 'log'],
      ['store', 'log'],
    ] as const
    for (const [a, b] of links) {
      await event({ from: a, event: 'heard', peer: b, text: `hello from ${b}` })
      await event({ from: b, event: 'heard', peer: a, text: `hello from ${a}` })
    }
    expect(events.filter(({ event }) => event === 'started').map(({ from }) => from)).toEqual(ALL)
    expect(readEndpoint(workspaceDir)).toEqual(host.endpoint)
    expect(host.endpoint).toMatchObject({
      url: 'http://127.0.0.1:4001',
      fcEndpoint: '127.0.0.1:4000',
      pid: process.pid,
    })
  })

  it('tells the gateway its version and notices', async () => {
    const { event } = await startStandInHost()
    expect(await event({ from: 'gateway', event: 'info' })).toMatchObject({
      info: {
        pid: process.pid,
        version: '0.1.0',
        notices: expect.arrayContaining([expect.objectContaining({ source: 'store', message: 'store has started' })]),
      },
    })
  })

  it('stops its threads in order and takes the endpoint file away', async () => {
    const { host, events, event, workspaceDir } = await startStandInHost()
    await host.stop()
    await event({ from: 'log', event: 'stopping' }) // the channel may tell it a little later
    expect(events.filter(({ event }) => event === 'stopping').map(({ from }) => from)).toEqual([
      'gateway',
      'scheduler',
      'store',
      'reader',
      'log',
    ])
    expect(existsSync(join(workspaceDir, 'endpoint.json'))).toBe(false)
  })

  it('ends a thread that does not stop in time', async () => {
    const { host, tell } = await startStandInHost()
    tell('reader', 'hangAtStop')
    await host.stop()
    expect(host.notices().at(-1)).toMatchObject({
      code: 'thread_ended',
      message: 'The reader thread did not stop within 2 s and was ended.',
    })
  })
})

describe('a host whose first start fails', () => {
  it.each(ALL)('rejects with the error of the %s thread and leaves nothing behind', async (name) => {
    const workspaceDir = temporaryDir()
    writeFileSync(join(workspaceDir, `${name}.broken`), '')
    const start = startHost({ choices: standInChoices(workspaceDir), stderr: 'quiet', entries: standInEntries })
    await expect(start).rejects.toMatchObject({ code: 'workspace_in_use', message: 'in use on purpose' })
    expect(existsSync(join(workspaceDir, 'endpoint.json'))).toBe(false)
  })

  it('names a thread that does not become ready in time', async () => {
    const workspaceDir = temporaryDir()
    writeFileSync(join(workspaceDir, 'reader.slow'), '')
    const start = startHost({
      choices: standInChoices(workspaceDir),
      stderr: 'quiet',
      entries: standInEntries,
      limits: { ...QUICK_LIMITS, startMs: 1_000 },
    })
    await expect(start).rejects.toMatchObject({ message: 'it did not start within 1 s' })
  })

  it('says so when an entry cannot even be loaded', async () => {
    const entries = { ...standInEntries, log: new URL('../../fixtures/threads/noSuchThread.ts', import.meta.url) }
    const start = startHost({ choices: standInChoices(temporaryDir()), stderr: 'quiet', entries })
    await expect(start).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('noSuchThread') })
  })
})

describe('a host on a disk that is full', () => {
  it.skipIf(!existsSync('/dev/full'))('goes on without the lines of its log', async () => {
    const workspaceDir = temporaryDir()
    symlinkSync('/dev/full', join(workspaceDir, 'host.log'))
    const { host, tell, event } = await startStandInHost(workspaceDir)
    tell('scheduler', 'exit')
    await event({ from: 'scheduler', event: 'started' }, 2)
    expect(host.notices().map(({ code }) => code)).toContain('thread_replaced')
  })

  it('refuses to start when nobody could find it, and leaves no thread behind', async () => {
    const workspaceDir = temporaryDir()
    mkdirSync(join(workspaceDir, 'endpoint.json')) // a file cannot take its place
    const started = startHost({ choices: standInChoices(workspaceDir), stderr: 'quiet', entries: standInEntries })
    await expect(started).rejects.toMatchObject({
      code: 'disk_full',
      message: expect.stringContaining('endpoint.json'),
    })
    rmSync(join(workspaceDir, 'endpoint.json'), { recursive: true })
    await startStandInHost(workspaceDir)
  })

  it('goes on, and says so, when it can no longer write where it listens', async () => {
    const { host, tell, event, workspaceDir } = await startStandInHost()
    rmSync(join(workspaceDir, 'endpoint.json'))
    mkdirSync(join(workspaceDir, 'endpoint.json'))
    tell('gateway', 'exit')
    await event({ from: 'gateway', event: 'started' }, 2)
    await until(() => host.notices().some(({ code }) => code === 'disk_full'), { what: 'the notice' })
    tell('scheduler', 'exit')
    await event({ from: 'scheduler', event: 'started' }, 2)
    rmSync(join(workspaceDir, 'endpoint.json'), { recursive: true })
  })
})

describe('a thread that dies', () => {
  it.each<[Deed, string]>([
    ['throw', 'thrown on purpose'],
    ['reject', 'the disk is full on purpose'],
    ['exit', 'it exited with code 7'],
    ['block', 'it gave no sign of life for 2 s'],
    ['spin', 'it gave no sign of life for 2 s'],
  ])('by "%s" is replaced and linked again', async (deed, reason) => {
    const { host, tell, event } = await startStandInHost()
    tell('scheduler', deed)
    await event({ from: 'scheduler', event: 'started' }, 2)
    await event({ from: 'store', event: 'heard', peer: 'scheduler' }, 2)
    await event({ from: 'log', event: 'heard', peer: 'scheduler' }, 2)
    expect(host.notices().find(({ code }) => code === 'thread_replaced')).toMatchObject({
      level: 'error',
      message: `The scheduler thread was replaced because ${reason}.`,
    })
  })

  it('takes the scheduler along when it is the store', async () => {
    const { events, tell, event } = await startStandInHost()
    tell('store', 'throw')
    await event({ from: 'scheduler', event: 'started' }, 2)
    await event({ from: 'gateway', event: 'heard', peer: 'store' }, 2)
    const restarted = events.filter(({ event }) => event === 'started').slice(ALL.length)
    expect(restarted.map(({ from }) => from)).toEqual(['store', 'scheduler'])
  })

  it('gets its old ports back when it is the gateway', async () => {
    const { host, tell, event, workspaceDir } = await startStandInHost()
    const before = host.endpoint
    tell('gateway', 'exit')
    await event({ from: 'gateway', event: 'started' }, 2)
    await until(() => readEndpoint(workspaceDir), { what: 'the endpoint file' })
    expect(host.endpoint).toEqual(before)
    expect(JSON.parse(readFileSync(join(workspaceDir, 'settings.json'), 'utf8'))).toEqual({
      lastPorts: { fc: 4000, console: 4001 },
      consoleToken: before.token,
    })
  })

  it('stops the host when it dies again and again', async () => {
    const { host, tell, event, events, workspaceDir } = await startStandInHost()
    writeFileSync(join(workspaceDir, 'reader.broken'), '')
    tell('reader', 'throw')
    const error = await host.failed
    expect(error).toMatchObject({
      code: 'workspace_in_use',
      message:
        'The reader thread died 5 times within a minute, the last time because in use on purpose. The host stops; what it had accepted is kept.',
    })
    await event({ from: 'log', event: 'stopping' })
    expect(events.filter(({ event }) => event === 'stopping')).toHaveLength(4) // all but the dead one
    expect(existsSync(join(workspaceDir, 'endpoint.json'))).toBe(false)
  })
})
