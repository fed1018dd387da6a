import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { RevisionHub, type Revisions, TICK_MS } from '../../../electron/api/console/revisionHub.ts'
import { Revision, type RevisionSource } from '../../../electron/base/revision.ts'
import { AppError } from '../../../shared/errors.ts'

const NAMES = ['tasks', 'logs', 'host', 'instances', 'terminals', 'metrics'] as const

/** A hub over a revisions, with a clock that the test turns by hand and a count of the questions. */
function openHub() {
  const threads = Object.fromEntries(NAMES.map((name) => [name, new Revision()])) as Record<keyof Revisions, Revision>
  const asked = Object.fromEntries(NAMES.map((name) => [name, 0])) as Record<keyof Revisions, number>
  const broken = new Set<keyof Revisions>()
  const waiting: (() => void)[] = []
  const source = (name: keyof Revisions): RevisionSource => ({
    revisionAfter: async (known) => {
      asked[name]++
      if (broken.has(name)) throw new AppError('unavailable', 'being restarted')
      return threads[name].revisionAfter(known)
    },
  })
  const hub = new RevisionHub({
    sources: Object.fromEntries(NAMES.map((name) => [name, source(name)])) as Record<keyof Revisions, RevisionSource>,
    firstRevision: 100,
    waitMs: (ms) => {
      expect(ms).toBe(TICK_MS)
      return new Promise((resolve) => waiting.push(resolve))
    },
  })
  /** A quarter of a second goes by, and everything that follows from it. */
  async function tick(): Promise<void> {
    for (const resolve of waiting.splice(0)) resolve()
    await turn()
    await turn()
  }
  function watch() {
    const items: Revisions[] = []
    const cancel = new AbortController()
    const ended = hub.watch((item) => items.push(item), cancel.signal)
    return { items, last: () => items.at(-1), cancel: () => cancel.abort(), ended }
  }
  /** Until every thread has told where it stands. */
  async function settle(): Promise<void> {
    for (let round = 0; round < 5; round++) await tick()
  }
  return { hub, threads, asked, broken, waiting, tick, watch, settle }
}

describe('the revisions of a host', () => {
  it('are given at once, and again when one grew', async () => {
    const { threads, watch, settle, tick } = openHub()
    const window = watch()
    expect(window.items).toEqual([Object.fromEntries(NAMES.map((name) => [name, 100]))])
    await settle()
    const before = window.last()!
    threads.logs.grow()
    await tick()
    expect(window.last()).toEqual({ ...before, logs: before.logs + 1 })
  })

  it('are no news to the first window when the hub has learned before where the threads stand', async () => {
    const { hub, threads, watch, settle } = openHub()
    await hub.begin()
    const window = watch()
    await settle()
    expect(window.items).toHaveLength(1)
    threads.tasks.grow()
    await settle()
    expect(window.items).toHaveLength(2)
  })

  it('tick once in a quarter of a second however much changes, and the last change is told', async () => {
    const { threads, watch, settle, tick } = openHub()
    const window = watch()
    await settle()
    const count = window.items.length
    for (let round = 0; round < 8; round++) {
      for (let change = 0; change < 100; change++) for (const one of Object.values(threads)) one.grow()
      await tick()
    }
    expect(window.items.length - count).toBeLessThanOrEqual(9)
    const busy = window.last()!
    threads.tasks.grow()
    await settle()
    expect(window.last()!.tasks).toBeGreaterThan(busy.tasks)
  })

  it('are asked for once, however many windows watch', async () => {
    const { threads, asked, watch, settle } = openHub()
    const windows = [watch(), watch(), watch()]
    await settle()
    const before = { ...asked }
    threads.tasks.grow()
    await settle()
    expect(asked).toEqual({ ...before, tasks: before.tasks + 1 })
    expect(new Set(windows.map(({ last }) => last()!.tasks)).size).toBe(1)
  })

  it('cost nothing while nothing changes, and nothing while nobody watches', async () => {
    const { threads, asked, waiting, watch, settle } = openHub()
    const window = watch()
    await settle()
    expect(waiting).toEqual([])
    window.cancel()
    await window.ended
    const before = { ...asked }
    for (const one of Object.values(threads)) one.grow()
    await settle()
    for (const one of Object.values(threads)) one.grow()
    await settle()
    expect([asked, waiting]).toEqual([before, []])
  })

  it('tell a window that comes later what changed while nobody watched', async () => {
    const { threads, watch, settle } = openHub()
    const first = watch()
    await settle()
    const before = first.last()!
    first.cancel()
    threads.tasks.grow()
    await settle()
    threads.tasks.grow()
    const second = watch()
    await settle()
    expect(second.last()!.tasks).toBeGreaterThan(before.tasks)
    expect(second.last()).toMatchObject({ logs: before.logs, host: before.host })
  })

  it('are only late while a thread is replaced, also when the new one begins with the same number', async () => {
    const { threads, broken, watch, settle, tick } = openHub()
    const window = watch()
    await settle()
    const before = window.last()!
    broken.add('tasks')
    threads.tasks.grow()
    await tick()
    const known = await threads.tasks.revisionAfter(-1)
    threads.tasks = new Revision()
    while ((await threads.tasks.revisionAfter(-1)) < known) threads.tasks.grow()
    await settle()
    threads.logs.grow()
    await settle()
    const meanwhile = window.last()!
    expect(meanwhile.logs).toBe(before.logs + 1)
    broken.clear()
    await settle()
    expect(window.last()!.tasks).toBeGreaterThan(meanwhile.tasks)
    const again = window.last()!
    threads.tasks.grow()
    await settle()
    expect(window.last()!.tasks).toBe(again.tasks + 1)
  })
})

describe('a revision', () => {
  it('answers at once when the number is another one, else when it grows', async () => {
    const revision = new Revision()
    const first = await revision.revisionAfter(0)
    const answers: number[] = []
    void revision.revisionAfter(first).then((value) => answers.push(value))
    await turn()
    expect(answers).toEqual([])
    revision.grow()
    await turn()
    expect(answers).toEqual([first + 1])
    expect(await revision.revisionAfter(first + 1_000)).toBe(first + 1) // that of another thread
  })
})
