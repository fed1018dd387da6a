import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startHost, useHost } from '../../../renderer/stores/host.ts'
import { follow, pauseWhileHidden, startLive, useLive } from '../../../renderer/stores/live.ts'
import { setPreference, startPreferences, usePreferences } from '../../../renderer/stores/preferences.ts'
import { projectActions, useProjects } from '../../../renderer/stores/projects.ts'
import { useRoute } from '../../../renderer/stores/route.ts'
import { preferences } from '../../../shared/contract/preferences.ts'
import { AppError } from '../../../shared/errors.ts'
import { connectToFake } from '../../support/fakeLink.ts'
import { until } from '../../support/until.ts'

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
const stops: (() => void)[] = []
beforeEach(() => {
  page.visibilityState = 'visible'
  vi.stubGlobal('document', page)
  vi.stubGlobal('window', {
    location: { hash: '' },
    history: { pushState: () => {}, replaceState: () => {} },
    localStorage: { getItem: () => null, setItem: () => {} },
  })
})
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  useHost.setState(useHost.getInitialState(), true)
  useProjects.setState(useProjects.getInitialState(), true)
  usePreferences.setState(usePreferences.getInitialState(), true)
  vi.unstubAllGlobals()
})

const total = (count: number) => ({ totals: [{ functionName: 'charge', state: 'Succeeded', count }] })
const info = (more: object) => ({ startedAtMs: 1, project: null, projectError: null, notices: [], ...more })

describe('what the window knows of its host', () => {
  it('is pulled at the start and whenever the host says that it changed', async () => {
    let count = 1
    const link = connectToFake({ 'host.info': () => info({}), 'tasks.totals': () => total(count) })
    stops.push(startLive())
    stops.push(startHost())
    await until(() => useHost.getState().totals?.[0]?.count === 1, { what: 'the first totals' })
    count = 2
    link.tick({ tasks: 7, logs: 0, host: 0, instances: 0, terminals: 0, metrics: 0 })
    await until(() => useHost.getState().totals?.[0]?.count === 2, { what: 'the totals after a change' })
    expect(link.calls.filter(({ name }) => name === 'host.info')).toHaveLength(1) // it did not change
  })

  it('is asked for once with each connection: the first numbers of the host are no change', async () => {
    const link = connectToFake({
      'host.info': () => info({}),
      'tasks.totals': () => total(1),
      'host.preferences': () => preferences.parse({}),
    })
    link.tick({ tasks: 40, logs: 50, host: 60, instances: 0, terminals: 0, metrics: 0 }) // what the host begins with
    stops.push(startLive())
    stops.push(startHost(), startPreferences())
    const counts = () =>
      ['host.info', 'tasks.totals', 'host.preferences'].map(
        (asked) => link.calls.filter(({ name }) => name === asked).length,
      )
    await until(() => useHost.getState().info !== null && useHost.getState().totals !== null, { what: 'the host' })
    expect(counts()).toEqual([1, 1, 1])
    link.lose()
    await until(() => link.calls.length > 4 && useLive.getState().status === 'open', { what: 'the next connection' })
    await new Promise((resolve) => setImmediate(resolve))
    expect(counts()).toEqual([2, 2, 2])
    link.tick({ tasks: 41, logs: 50, host: 60, instances: 0, terminals: 0, metrics: 0 })
    await until(() => counts()[1] === 3, { what: 'the totals after a change' })
  })

  it('says that the host is in trouble no longer than it is, also if nothing changes', async () => {
    let isBroken = true
    connectToFake({
      'host.info': () => info({}),
      'tasks.totals': () => {
        if (isBroken) throw new AppError('internal', 'the reader is being replaced')
        return total(1)
      },
    })
    stops.push(startLive())
    stops.push(startHost())
    await until(() => useHost.getState().error !== null, { what: 'the trouble' })
    isBroken = false
    await until(() => useHost.getState().error === null, { what: 'the end of it' })
  })

  it('stays when the host is gone, and is pulled again when it is back', async () => {
    let count = 10
    const link = connectToFake({ 'host.info': () => info({}), 'tasks.totals': () => total(count) })
    stops.push(startLive())
    stops.push(startHost())
    await until(() => useHost.getState().totals !== null && useHost.getState().info !== null, { what: 'both' })
    const before = useHost.getState()
    count = 11
    link.lose()
    expect(useLive.getState().status).toBe('lost')
    expect(useHost.getState()).toMatchObject({ info: before.info, totals: before.totals, error: null })
    await until(() => useHost.getState().totals?.[0]?.count === 11, { what: 'the totals after the host came back' })
  })

  it('counts nothing while nobody looks', async () => {
    const link = connectToFake({ 'host.info': () => info({}), 'tasks.totals': () => total(1) })
    page.visibilityState = 'hidden'
    stops.push(startLive())
    stops.push(startHost())
    await until(() => useHost.getState().info !== null, { what: 'the host' })
    link.tick({ tasks: 99, logs: 0, host: 0, instances: 0, terminals: 0, metrics: 0 })
    expect(link.calls.filter(({ name }) => name !== 'host.info')).toEqual([])
    page.visibilityState = 'visible'
    page.dispatchEvent(new Event('visibilitychange'))
    await until(() => useHost.getState().totals !== null, { what: 'the totals once it is seen' })
  })

  it('says why the host could not be asked', async () => {
    connectToFake({
      'host.info': () => {
        throw new AppError('internal', 'the gateway has a fault')
      },
      'tasks.totals': () => total(1),
    })
    stops.push(startLive())
    stops.push(startHost())
    await until(() => useHost.getState().error?.message === 'the gateway has a fault', { what: 'the error' })
  })
})

describe('a connection that was lost', () => {
  it('is tried again with timers that, as in a browser, belong to no other object', async () => {
    const realTimer = globalThis.setTimeout
    vi.stubGlobal('setTimeout', function (this: unknown, run: () => void, delayMs: number) {
      if (this !== undefined && this !== globalThis) throw new TypeError('Illegal invocation')
      return realTimer(run, delayMs)
    })
    const link = connectToFake({})
    stops.push(startLive())
    await until(() => useLive.getState().status === 'open', { what: 'the first connection' })
    link.lose()
    await until(() => useLive.getState().status === 'open', { what: 'the connection after that' })
  })
})

describe('what is followed', () => {
  it('rests while nobody sees the window', () => {
    stops.push(pauseWhileHidden())
    expect(useLive.getState().isPaused).toBe(false)
    page.visibilityState = 'hidden'
    page.dispatchEvent(new Event('visibilitychange'))
    expect(useLive.getState().isPaused).toBe(true)
    page.visibilityState = 'visible'
    page.dispatchEvent(new Event('visibilitychange'))
    expect(useLive.getState().isPaused).toBe(false)
  })

  it('is pulled again after a pull that failed', async () => {
    const link = connectToFake({})
    stops.push(startLive())
    let pulls = 0
    stops.push(
      follow('logs', async () => {
        pulls += 1
        if (pulls === 1) throw new Error('no')
      }),
    )
    await until(() => useLive.getState().status === 'open' && pulls > 0, { what: 'the first pull' })
    link.tick({ tasks: 0, logs: 12_345, host: 0, instances: 0, terminals: 0, metrics: 0 })
    await until(() => pulls >= 2, { what: 'the pull after the one that failed' })
  })
})

describe('a preference', () => {
  it('changes when the host has taken it, and stays when it has not', async () => {
    let isTaking = true
    let stored = preferences.parse({})
    connectToFake({
      'host.preferences': () => stored,
      'host.setPreferences': (change: object) => {
        if (!isTaking) throw new AppError('disk_full', 'no room for the file of preferences')
        stored = { ...stored, ...change }
        return stored
      },
    })
    stops.push(startLive())
    stops.push(startPreferences())
    await setPreference('theme', 'light')
    expect(usePreferences.getState().theme).toBe('light')
    isTaking = false
    await expect(setPreference('theme', 'dark')).rejects.toThrow('no room')
    expect(usePreferences.getState().theme).toBe('light')
  })
})

describe('opening a project', () => {
  it('lasts until the host has come back with it, and ends in its tasks', async () => {
    let project: object | null = null
    const link = connectToFake({
      'host.info': () => info({ project }),
      'tasks.totals': () => total(0),
      'host.open': () => {
        project = { dir: '/projects/shop', name: 'shop', file: null, problems: [] }
        return {}
      },
    })
    stops.push(startLive())
    stops.push(startHost())
    await until(() => useHost.getState().info !== null, { what: 'the host' })
    useRoute.setState({ screen: 'welcome' }, true)
    await projectActions.open({ dir: '/projects/shop' }, 'shop')
    expect(useProjects.getState().opening).toBe('shop')
    link.lose()
    await until(() => useProjects.getState().opening === null, { what: 'the project' })
    expect(useHost.getState().info?.project?.name).toBe('shop')
    expect(useRoute.getState().screen).toBe('tasks')
  })

  it('is over at once when the host refuses it', async () => {
    connectToFake({
      'host.open': () => {
        throw new AppError('project_invalid', '/nowhere is not a folder')
      },
    })
    stops.push(startLive())
    await projectActions.open({ dir: '/nowhere' }, 'nowhere')
    expect(useProjects.getState()).toMatchObject({ opening: null, openError: { message: '/nowhere is not a folder' } })
  })

  it('previews the choice that came last', async () => {
    const answers = new Map<string, (name: string) => void>()
    connectToFake({
      'host.preview': ({ dir }: { dir: string }) =>
        new Promise((resolve) => answers.set(dir, (name) => resolve({ name }))),
    })
    stops.push(startLive())
    const first = projectActions.choose({ dir: '/a' })
    const second = projectActions.choose({ dir: '/b' })
    await until(() => answers.size === 2, { what: 'both questions' })
    answers.get('/b')?.('b')
    await second
    answers.get('/a')?.('a')
    await first
    expect(useProjects.getState().preview?.name).toBe('b')
  })
})
