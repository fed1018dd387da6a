/** The store of the open task, with a host that answers when the test wants. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startLive, useLive } from '../../../renderer/stores/live.ts'
import { isShown, LATE_AFTER_MS, leaveTask, showTask, useTaskDetail } from '../../../renderer/stores/taskDetail.ts'
import { AppError } from '../../../shared/errors.ts'
import { connectToFake, type FakeLink } from '../../support/fakeLink.ts'

const target = (taskId: string) => ({ functionName: 'work', taskId })
const view = (taskId: string, state = 'Running') => ({
  ...target(taskId),
  state,
  attempts: [],
  replays: [],
  compensations: [],
  deliveries: [],
  letter: null,
  payload: '{}',
  result: null,
})
const revisions = { tasks: 0, logs: 0, host: 0, instances: 0, terminals: 0, metrics: 0 }

type Answer = { resolve(task: unknown): void; reject(error: AppError): void }
let link: FakeLink
let asked: (Answer & { taskId: string })[] = []
const settle = () => vi.advanceTimersByTimeAsync(0)
const tick = async (tasks: number) => {
  link.tick({ ...revisions, tasks })
  await settle()
}

beforeEach(async () => {
  vi.useFakeTimers()
  asked = []
  link = connectToFake({
    'tasks.get': ({ taskId }: { taskId: string }) =>
      new Promise((resolve, reject) => asked.push({ taskId, resolve, reject })),
    'tasks.find': () => ({ tasks: [] }),
  })
  useLive.setState({ ...revisions, status: 'open', connection: 1, isPaused: false })
  startLive()
  await settle()
})
afterEach(() => {
  leaveTask()
  vi.useRealTimers()
})

async function shown(taskId: string, state?: string): Promise<void> {
  showTask(target(taskId))
  await settle()
  asked.at(-1)!.resolve(view(taskId, state))
  await settle()
}

describe('moving from task to task', () => {
  it('keeps the last one until the next is there', async () => {
    await shown('a')
    showTask(target('b'))
    await settle()
    expect(useTaskDetail.getState()).toMatchObject({ target: target('b'), task: target('a'), load: 'loading' })
    expect(isShown(useTaskDetail.getState())).toBe(false)
    asked.at(-1)!.resolve(view('b'))
    await settle()
    expect(useTaskDetail.getState()).toMatchObject({ task: target('b'), load: 'ready', isLate: false })
  })

  it('says so when the next one is late, and not a millisecond before', async () => {
    await shown('a')
    showTask(target('b'))
    await vi.advanceTimersByTimeAsync(LATE_AFTER_MS - 1)
    expect(useTaskDetail.getState().isLate).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(useTaskDetail.getState().isLate).toBe(true)
  })

  it('never shows an answer that came for a task before', async () => {
    showTask(target('a'))
    await settle()
    const first = asked.at(-1)!
    await shown('b')
    first.resolve(view('a'))
    await settle()
    expect(useTaskDetail.getState().task).toMatchObject(target('b'))
  })
})

describe('an open task', () => {
  it('is read again while it can change, and rests when it has ended', async () => {
    await shown('a')
    await tick(1)
    expect(asked.length).toBe(2)
    asked.at(-1)!.resolve(view('a', 'Succeeded'))
    await settle()
    await tick(2)
    await tick(3)
    expect(asked.length).toBe(2)
  })

  it('is the same object when nothing of it changed, so that nothing is drawn again', async () => {
    await shown('a')
    const { task } = useTaskDetail.getState()
    await tick(1)
    asked.at(-1)!.resolve(view('a'))
    await settle()
    expect(useTaskDetail.getState().task).toBe(task)
  })

  it('is read again after its end while its result is under way, or somebody may repair it', async () => {
    await shown('a', 'Failed')
    await tick(1)
    expect(asked).toHaveLength(1)
    const states = [
      { deliveries: [{ state: 'Pending' }] },
      { compensations: [{ state: 'Running' }] },
      { letter: { resolvedAtMs: null } },
    ]
    for (const [index, links] of states.entries()) {
      showTask(target(`with_${index}`))
      await settle()
      asked.at(-1)!.resolve({ ...view(`with_${index}`, 'Failed'), ...links })
      await settle()
      const before = asked.length
      await tick(2 + index)
      expect(asked).toHaveLength(before + 1)
    }
  })

  it('stands still while the window is paused, and catches up after', async () => {
    await shown('a')
    useLive.setState({ isPaused: true })
    await tick(1)
    expect(asked.length).toBe(1)
    useLive.setState({ isPaused: false })
    await settle()
    expect(asked.length).toBe(2)
  })

  it('keeps what is known when it cannot be read again, with the reason', async () => {
    await shown('a')
    await tick(1)
    asked.at(-1)!.reject(new AppError('unavailable', 'a thread is being replaced'))
    await settle()
    expect(useTaskDetail.getState()).toMatchObject({ task: target('a'), load: 'ready', error: { code: 'unavailable' } })
  })

  it('that could not be read at all says why', async () => {
    showTask(target('a'))
    await settle()
    asked.at(-1)!.reject(new AppError('internal', 'broken'))
    await settle()
    expect(useTaskDetail.getState()).toMatchObject({ task: null, load: 'failed', error: { message: 'broken' } })
  })
})
