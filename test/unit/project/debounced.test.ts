import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Debounced } from '../../../electron/project/debounced.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Work whose runs end when `finish` is called. */
function slowWork() {
  const finishers: (() => void)[] = []
  let startedCount = 0
  const work = () => {
    startedCount++
    return new Promise<void>((resolve) => finishers.push(resolve))
  }
  return { work, started: () => startedCount, finish: () => finishers.shift()?.() }
}
const waits = { quietMs: 100, maxWaitMs: 1_000 }

describe('debounced work', () => {
  it('runs once, when a burst has been over for the quiet time', async () => {
    const { work, started } = slowWork()
    const changes = new Debounced(work, waits)
    for (let n = 0; n < 3; n++) {
      changes.trigger()
      await vi.advanceTimersByTimeAsync(99)
    }
    expect(started()).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(started()).toBe(1)
  })

  it('is not put off for longer than its longest wait', async () => {
    const { work, started } = slowWork()
    const changes = new Debounced(work, waits)
    for (let n = 0; n < 12; n++) {
      changes.trigger()
      await vi.advanceTimersByTimeAsync(90)
    }
    expect(started()).toBe(1)
  })

  it('never runs twice at once, and runs again for what came meanwhile', async () => {
    const { work, started, finish } = slowWork()
    const changes = new Debounced(work, waits)
    for (let n = 0; n < 3; n++) {
      changes.trigger()
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(started()).toBe(1)
    finish()
    await vi.advanceTimersByTimeAsync(0)
    expect(started()).toBe(2)
    finish()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(started()).toBe(2)
  })

  it('stops when the run under way has ended, without another', async () => {
    const { work, started, finish } = slowWork()
    const changes = new Debounced(work, waits)
    changes.trigger()
    await vi.advanceTimersByTimeAsync(100)
    changes.trigger()
    let isStopped = false
    const stopped = changes.stop().then(() => {
      isStopped = true
    })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(isStopped).toBe(false)
    finish()
    await stopped
    changes.trigger()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(started()).toBe(1)
  })
})
