import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FunctionPool } from '../../../electron/engine/instances/functionPool.ts'
import type { Instance, InstanceOwner } from '../../../electron/engine/instances/instance.ts'
import { StartGate } from '../../../electron/engine/instances/startGate.ts'
import type { Invocation } from '../../../electron/engine/messages.ts'
import { FakeClock } from '../../support/fakeClock.ts'
import { testSpec } from '../../support/testSpec.ts'

/** What a pool asks of an instance, without a process: the test says when it comes up and when it ends. */
class FakeInstance {
  isStarting = true
  isLeaving = false
  isGone = false
  coldStartMs: number | null = null
  detail: string | null = null
  readonly running: number[] = []
  readonly given: number[] = []
  readonly #owner: InstanceOwner

  constructor(owner: InstanceOwner) {
    this.#owner = owner
  }
  /** The pool knows only the class, whose parts are private. */
  get asInstance(): Instance {
    return this as unknown as Instance
  }
  get hasFreePlace(): boolean {
    return !this.isStarting && !this.isLeaving && this.running.length === 0
  }
  get aheadCount(): number | null {
    return this.isStarting || this.isLeaving ? null : 0
  }
  give({ key }: Invocation): void {
    this.running.push(key)
    this.given.push(key)
  }
  stop(): boolean {
    return false
  }
  pump(): boolean {
    return false
  }
  drain(detail: string): void {
    if (this.isLeaving) return
    this.isLeaving = true
    this.isStarting = false
    this.detail = detail
  }
  end(detail: string): void {
    this.drain(detail)
    this.running.length = 0
  }
  comesUp(): void {
    if (!this.isStarting) return
    this.isStarting = false
    this.coldStartMs = 20
    this.#owner.free(this.asInstance)
  }
  finishes(): void {
    if (this.running.shift() === undefined) return
    if (!this.isLeaving) this.#owner.free(this.asInstance)
  }
  ends(failure: string | null = null): void {
    if (this.isGone) return
    this.isGone = true
    this.#owner.gone(this.asInstance, failure)
  }
}

function openPool({ maxInstances = 3, maxStartsAtOnce = 2, failure = null as string | null } = {}) {
  const started: FakeInstance[] = []
  let nextFailure = failure
  const gate = new StartGate(maxStartsAtOnce, () => pool.startMore())
  const pool: FunctionPool = new FunctionPool(testSpec({ maxInstances }), {
    clock: new FakeClock(),
    gate,
    start: (_spec, owner) => {
      if (nextFailure !== null) throw new Error(nextFailure)
      const instance = new FakeInstance(owner)
      started.push(instance)
      return instance.asInstance
    },
    started: () => {},
    ended: () => {},
    mayBegin: () => true,
    wake: () => {},
  })
  return {
    pool,
    gate,
    started,
    get living() {
      return started.filter(({ isGone }) => !isGone)
    },
    fail: (reason: string | null) => {
      nextFailure = reason
    },
  }
}

const invocation = (key: number): Invocation => ({
  key,
  functionId: 1,
  requestId: `r-${key}`,
  taskId: null,
  attempt: 1,
  retryCount: 0,
  payload: '',
  wantsLogTail: false,
})

describe('pre-warming', () => {
  it('starts as many as were asked for, no more at once than the gate lets in', () => {
    const { pool, started } = openPool()
    expect(pool.prewarm(3, 100)).toEqual({ startedCount: 3, refusal: null })
    expect(started).toHaveLength(2)
    started[0]?.comesUp()
    expect(started).toHaveLength(3)
  })

  it('says that the function may have no more', () => {
    const { pool, started } = openPool({ maxInstances: 2 })
    expect(pool.prewarm(5, 100)).toEqual({ startedCount: 2, refusal: expect.stringMatching(/2 instances at once/) })
    expect(pool.prewarm(1, 100)).toEqual({ startedCount: 0, refusal: expect.stringMatching(/2 instances at once/) })
    expect(started).toHaveLength(2)
  })

  it('says that the machine has no room for more', () => {
    const { pool } = openPool()
    expect(pool.prewarm(3, 1)).toEqual({ startedCount: 1, refusal: expect.stringMatching(/this machine/) })
  })

  it('says why an instance cannot start, and asks for no more of them', () => {
    const { pool, started, fail } = openPool({ failure: 'the code folder is gone' })
    expect(pool.prewarm(3, 100)).toEqual({ startedCount: 0, refusal: 'the code folder is gone' })
    fail(null)
    pool.startMore()
    expect(started).toEqual([])
  })

  it('gives up what is left when tasks have filled the room meanwhile', () => {
    const { pool, started, gate } = openPool({ maxInstances: 2, maxStartsAtOnce: 2 })
    for (const _of of ['another', 'function']) gate.enter()
    expect(pool.prewarm(2, 100).startedCount).toBe(2)
    for (const key of [1, 2, 3]) pool.run(invocation(key))
    expect(started).toEqual([])
    for (const _of of ['another', 'function']) gate.leave()
    for (const one of [...started]) one.comesUp()
    expect(started.map(({ running }) => running)).toEqual([[1], [2]])
    started[0]?.finishes() // takes the third
    started[1]?.ends()
    expect(started).toHaveLength(2)
  })
})

describe('restarting an instance', () => {
  it('starts another one and lets this one finish', () => {
    const { pool, started } = openPool()
    pool.prewarm(1, 100)
    const [old] = started
    old?.comesUp()
    pool.run(invocation(1))
    expect(pool.restart(old!.asInstance, 'restarted')).toBeNull()
    expect(started).toHaveLength(2)
    expect([old?.isLeaving, old?.running]).toEqual([true, [1]])
    started[1]?.comesUp()
    pool.run(invocation(2))
    expect(started[1]?.running).toEqual([2])
  })

  it('waits for its end where there is room for one only, and does so once however often it is asked', () => {
    const { pool, started } = openPool({ maxInstances: 1 })
    pool.prewarm(1, 100)
    started[0]?.comesUp()
    pool.restart(started[0]!.asInstance, 'restarted')
    pool.restart(started[0]!.asInstance, 'restarted')
    expect(started).toHaveLength(1)
    started[0]?.ends()
    expect(started).toHaveLength(2)
    started[1]?.ends()
    expect(started).toHaveLength(2)
  })

  it('keeps it when no other can be started, and says why', () => {
    const { pool, started, fail } = openPool()
    pool.prewarm(1, 100)
    started[0]?.comesUp()
    fail('no such interpreter')
    expect(pool.restart(started[0]!.asInstance, 'restarted')).toBe('no such interpreter')
    expect(started[0]?.isLeaving).toBe(false)
  })
})

describe('an instance that was stopped by hand', () => {
  it('gets no more tasks; another one does', () => {
    const { pool, started } = openPool()
    pool.prewarm(1, 100)
    started[0]?.comesUp()
    pool.retire(started[0]!.asInstance, { when: 'afterTasks', detail: 'stopped' })
    pool.run(invocation(1))
    expect(started).toHaveLength(2)
    started[1]?.comesUp()
    expect(started.map(({ running }) => running)).toEqual([[], [1]])
  })
})

describe('a pool under any order of commands', () => {
  const index = fc.nat({ max: 5 })
  const command = fc.oneof(
    fc.record({ kind: fc.constant('run' as const) }),
    fc.record({ kind: fc.constant('prewarm' as const), count: fc.integer({ min: 1, max: 6 }) }),
    fc.record({
      kind: fc.constantFrom('comesUp', 'finishes', 'ends', 'crashes', 'stop', 'stopNow', 'restart' as const),
      index,
    }),
  )

  it('never has more instances than it may, never starts more at once than the gate lets in, and runs what waits', () => {
    const limits = fc.record({
      maxInstances: fc.integer({ min: 1, max: 4 }),
      maxStartsAtOnce: fc.integer({ min: 1, max: 3 }),
    })
    fc.assert(
      fc.property(limits, fc.array(command, { maxLength: 60 }), ({ maxInstances, maxStartsAtOnce }, commands) => {
        const test = openPool({ maxInstances, maxStartsAtOnce })
        const { pool, started } = test
        let lastKey = 0
        const act = (kind: string, one: FakeInstance): void => {
          if (kind === 'comesUp') one.comesUp()
          else if (kind === 'finishes') one.finishes()
          else if (kind === 'ends' && one.isLeaving && one.running.length === 0) one.ends()
          else if (kind === 'crashes') one.ends()
          else if (kind === 'stop') pool.retire(one.asInstance, { when: 'afterTasks', detail: 'stopped' })
          else if (kind === 'stopNow') pool.retire(one.asInstance, { when: 'now', detail: 'stopped' })
          else if (kind === 'restart') pool.restart(one.asInstance, 'restarted')
        }
        for (const command of commands) {
          if (command.kind === 'run') pool.run(invocation(++lastKey))
          else if (command.kind === 'prewarm' && 'count' in command) {
            const room = maxInstances - test.living.length
            const { startedCount, refusal } = pool.prewarm(command.count, 100)
            expect(startedCount).toBeLessThanOrEqual(Math.max(0, room))
            expect(refusal === null).toBe(startedCount === command.count)
          } else if ('index' in command) {
            const one = test.living[command.index]
            if (one !== undefined) act(command.kind, one)
          }
          expect(test.living.length).toBeLessThanOrEqual(maxInstances)
          expect(started.filter(({ isStarting, isGone }) => isStarting && !isGone).length).toBeLessThanOrEqual(
            maxStartsAtOnce,
          )
        }
        // whatever happened before, a task that comes now runs in the end
        const key = ++lastKey
        pool.run(invocation(key))
        const ran = () => started.some(({ given }) => given.includes(key))
        for (let round = 0; round < 200 && !ran(); round++) {
          for (const one of test.living) {
            one.comesUp()
            one.finishes()
            if (one.isLeaving && one.running.length === 0) one.ends()
          }
          pool.startMore()
        }
        expect(ran()).toBe(true)
        expect(test.living.length).toBeLessThanOrEqual(maxInstances)
      }),
    )
  })
})
