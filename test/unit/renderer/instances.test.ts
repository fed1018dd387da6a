import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { sortInstances } from '../../../renderer/stores/instanceOrder.ts'
import {
  countByState,
  followInstances,
  type InstanceRow,
  instancesActions,
  useInstances,
} from '../../../renderer/stores/instances.ts'
import { startLive } from '../../../renderer/stores/live.ts'
import { AppError } from '../../../shared/errors.ts'
import { connectToFake } from '../../support/fakeLink.ts'
import { until } from '../../support/until.ts'

beforeEach(() => {
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  instancesActions.forget()
})

function row(instanceId: string, fields: Partial<InstanceRow> = {}): InstanceRow {
  return {
    instanceId,
    functionName: 'order-charge',
    runtime: 'nodejs20',
    interpreterVersion: 'v20.1.0',
    state: 'idle',
    pid: 7,
    codeHash: 'abcdef0123',
    createdAtMs: 1_000,
    endedAtMs: null,
    coldStartMs: 60,
    detail: null,
    servedCount: 0,
    timeoutMs: 10_000,
    runs: [],
    idleSinceMs: 1_000,
    stopsAtMs: null,
    terminalCount: 0,
    heldUntilMs: null,
    memoryLimitBytes: 128_000_000,
    memoryBytes: 10_000_000,
    peakMemoryBytes: 12_000_000,
    cpuPercent: 1,
    recentCpuPercents: [],
    recentMemoryBytes: [],
    ...fields,
  }
}

/** A host whose instances the test decides, and the list over it. */
function openList(first: { living: InstanceRow[]; ended?: InstanceRow[]; nextCursor?: string | null }) {
  const page = { ended: [] as InstanceRow[], nextCursor: null as string | null, ...first }
  const link = connectToFake({ 'instances.list': () => ({ ...page }) } as never)
  onTestFinished(startLive())
  onTestFinished(followInstances())
  let pull = 0
  return {
    link,
    page,
    isRead: () => until(() => useInstances.getState().rows !== null, { what: 'the list' }),
    /** What the host has now is read. */
    async now(change: Partial<typeof page>): Promise<void> {
      Object.assign(page, change)
      pull++
      await instancesActions.load()
    },
    order: () => useInstances.getState().order,
    pullCount: () => pull,
  }
}

describe('the list of instances', () => {
  it('shows what works first, then what waits, then what ended, the latest first', () => {
    const sorted = sortInstances(
      [
        row('c-1', { state: 'stopped', endedAtMs: 5_000 }),
        row('c-2', { state: 'crashed', endedAtMs: 9_000 }),
        row('c-3', { state: 'idle' }),
        row('c-4', { state: 'busy' }),
        row('c-5', { state: 'starting' }),
      ],
      'state',
    )
    expect(sorted.map(({ instanceId }) => instanceId)).toEqual(['c-4', 'c-5', 'c-3', 'c-2', 'c-1'])
  })

  it('leaves every row where it is while states change, and puts new ones below', async () => {
    const { isRead, now, order } = openList({ living: [row('c-1', { state: 'busy' }), row('c-2')] })
    await isRead()
    expect(order()).toEqual(['c-1', 'c-2'])
    await now({ living: [row('c-1'), row('c-2', { state: 'busy' }), row('c-3', { state: 'starting' })] })
    expect(order()).toEqual(['c-1', 'c-2', 'c-3'])
    await now({ living: [row('c-2'), row('c-3')], ended: [row('c-1', { state: 'crashed', endedAtMs: 2_000 })] })
    expect(order()).toEqual(['c-1', 'c-2', 'c-3'])
    instancesActions.sortBy('state')
    expect(order()).toEqual(['c-2', 'c-3', 'c-1'])
  })

  it('keeps rows that no longer are in the state that it is narrowed to, until it is asked again', async () => {
    const { isRead, now, order } = openList({ living: [row('c-1', { state: 'busy' }), row('c-2')] })
    await isRead()
    instancesActions.show('busy')
    expect(order()).toEqual(['c-1'])
    await now({ living: [row('c-1'), row('c-2', { state: 'busy' })] })
    expect(order()).toEqual(['c-1', 'c-2'])
    instancesActions.show('busy')
    expect(order()).toEqual(['c-2'])
    instancesActions.show(null)
    expect(order()).toEqual(['c-2', 'c-1'])
  })

  it('lists earlier ones when they are asked for, and keeps them', async () => {
    const { page, isRead, now, order, link } = openList({
      living: [],
      ended: [row('c-9', { state: 'stopped', endedAtMs: 9_000 })],
      nextCursor: 'older',
    })
    await isRead()
    Object.assign(page, { ended: [row('c-8', { state: 'stopped', endedAtMs: 8_000 })], nextCursor: null })
    await instancesActions.showMore()
    expect(link.calls.at(-1)?.input).toMatchObject({ cursor: 'older' })
    expect(order()).toEqual(['c-9', 'c-8'])
    await now({ ended: [row('c-9', { state: 'stopped', endedAtMs: 9_000 })], nextCursor: 'older' })
    expect(order()).toEqual(['c-9', 'c-8'])
    expect(useInstances.getState().nextCursor).toBeNull()
  })

  it('forgets one that lived and has ended so long ago that the page does not name it', async () => {
    const { isRead, now, order } = openList({ living: [row('c-1'), row('c-2')] })
    await isRead()
    await now({ living: [row('c-2')] })
    expect(order()).toEqual(['c-2'])
  })

  it('counts by state', async () => {
    const rows = [row('c-1', { state: 'busy' }), row('c-2', { state: 'busy' }), row('c-3')]
    expect(countByState(new Map(rows.map((one) => [one.instanceId, one])))).toEqual({ busy: 2, idle: 1 })
  })

  it('keeps what it knows when the host cannot say, and says why', async () => {
    const { link, isRead, now, order } = openList({ living: [row('c-1')] })
    await isRead()
    link.answers['instances.list'] = () => {
      throw new AppError('unavailable', 'the reader thread is being restarted: try again')
    }
    await now({})
    expect(order()).toEqual(['c-1'])
    expect(useInstances.getState().error?.code).toBe('unavailable')
  })
})
