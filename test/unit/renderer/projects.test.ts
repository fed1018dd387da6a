/** Opening a project from Welcome: the window follows the host that comes back. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startHost, useHost } from '../../../renderer/stores/host.ts'
import { startLive, useLive } from '../../../renderer/stores/live.ts'
import { projectActions, useProjects } from '../../../renderer/stores/projects.ts'
import { navigate, useRoute } from '../../../renderer/stores/route.ts'
import { AppError } from '../../../shared/errors.ts'
import { connectToFake, type FakeLink } from '../../support/fakeLink.ts'
import { until } from '../../support/until.ts'

const IN_USE = { code: 'workspace_in_use', message: 'another host has it open' }
const SAMPLE = { dir: '/sample', file: '/sample/s.yaml', name: 'order-pipeline', problems: [] }
const stops: (() => void)[] = []
let host: { startedAtMs: number; project: typeof SAMPLE | null; projectError: typeof IN_USE | null }
let link: FakeLink
/** The info of a host that came back is held until this resolves. */
let held: Promise<void> = Promise.resolve()

beforeEach(async () => {
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  const location = { hash: '' }
  const move = (_state: unknown, _title: string, hash: string) => {
    location.hash = hash
  }
  vi.stubGlobal('window', { location, history: { pushState: move, replaceState: move } })
  held = Promise.resolve()
  host = { startedAtMs: 1, project: null, projectError: null }
  link = connectToFake({
    'host.info': async () => {
      await held
      return { workspaceDir: '/w', notices: [], ...host }
    },
    'host.open': () => ({}),
    'host.preview': () => ({}),
    'tasks.totals': () => ({ totals: [] }),
  })
  stops.push(startLive(), startHost())
  navigate({ screen: 'welcome' })
  await until(() => useHost.getState().info !== null, { what: 'the host' })
})
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  useHost.setState(useHost.getInitialState(), true)
  useProjects.setState(useProjects.getInitialState(), true)
  vi.unstubAllGlobals()
})

async function comeBackWith(next: typeof host): Promise<void> {
  host = next
  link.lose()
  await until(() => useHost.getState().info?.startedAtMs === next.startedAtMs, { what: 'the next host' })
}

describe('a project that is opened from Welcome', () => {
  it('shows its tasks when the host comes back with it', async () => {
    await projectActions.open({ sample: true }, 'sample')
    await comeBackWith({ startedAtMs: 2, project: SAMPLE, projectError: null })
    expect(useRoute.getState().screen).toBe('tasks')
    expect(useProjects.getState().opening).toBe(null)
  })

  it('shows its tasks after another one could not be opened, also when numbers come before the info', async () => {
    await projectActions.open({ dir: '/busy' }, 'busy')
    await comeBackWith({ startedAtMs: 2, project: null, projectError: IN_USE })
    expect(useRoute.getState().screen).toBe('welcome')
    expect(useProjects.getState().opening).toBe(null)

    await projectActions.open({ sample: true }, 'sample')
    const { connection } = useLive.getState()
    const info = Promise.withResolvers<void>()
    held = info.promise
    host = { startedAtMs: 3, project: SAMPLE, projectError: null }
    link.lose()
    await until(() => useLive.getState().connection > connection, { what: 'the connection' })
    useHost.setState({ totals: [] })
    expect(useProjects.getState().opening).toBe('sample')
    info.resolve()
    await until(() => useProjects.getState().opening === null, { what: 'the end of the opening' })
    expect(useRoute.getState().screen).toBe('tasks')
  })

  it('stays on Welcome, which says why, when the host refuses it', async () => {
    link.answers['host.open'] = () => {
      throw new AppError('project_invalid', 'no handler')
    }
    await projectActions.open({ dir: '/empty' }, 'empty')
    expect(useRoute.getState().screen).toBe('welcome')
    expect(useProjects.getState()).toMatchObject({ opening: null, openError: { message: 'no handler' } })
  })
})
