import { describe, expect, it } from 'vitest'
import {
  HeldInstances,
  type Holdable,
  MAX_HELD,
  MAX_HELD_PER_FUNCTION,
} from '../../../electron/engine/instances/heldInstances.ts'
import { MINUTE_MS } from '../../../shared/units/time.ts'
import { FakeClock } from '../../support/fakeClock.ts'

type Stub = Holdable & { terminalCount: number; hasEnded: boolean }

function openHeld() {
  const clock = new FakeClock()
  const gone: string[] = []
  const held = new HeldInstances<Stub>({ clock, gone: ({ id }) => gone.push(id) })
  let count = 0
  /** Its processes end when the test says so. */
  function hold(functionId = 1, change: Partial<Stub> = {}): Stub {
    const instance: Stub = {
      id: `c-${++count}`,
      functionId,
      terminalCount: 0,
      heldUntilMs: clock.nowMs() + MINUTE_MS,
      hasEnded: false,
      endHold() {
        instance.hasEnded = true
      },
      ...change,
    }
    held.take(instance)
    return instance
  }
  const ids = () => [...held].map(({ id }) => id)
  return { clock, held, hold, ids, gone }
}

describe('held instances', () => {
  it('are ended when their time is over, not before', () => {
    const { clock, held, hold, ids } = openHeld()
    const first = hold()
    clock.advanceMs(MINUTE_MS / 2)
    hold()
    clock.advanceMs(MINUTE_MS / 2 - 1)
    held.tick()
    expect(ids()).toEqual(['c-1', 'c-2'])
    clock.advanceMs(1)
    held.tick()
    expect([ids(), first.hasEnded]).toEqual([['c-2'], true])
  })

  it('stay while a terminal is open, and end with the last one when their time is over', () => {
    const { clock, held, hold } = openHeld()
    const instance = hold()
    instance.terminalCount = 2
    clock.advanceMs(10 * MINUTE_MS)
    held.tick()
    expect(instance.hasEnded).toBe(false)
    instance.terminalCount = 0
    held.tick()
    expect(instance.hasEnded).toBe(true)
  })

  it(`are at most ${MAX_HELD_PER_FUNCTION} of a function: the oldest goes`, () => {
    const { hold, ids } = openHeld()
    hold(2)
    for (let index = 0; index <= MAX_HELD_PER_FUNCTION; index++) hold(1)
    expect(ids()).toEqual(['c-1', 'c-3', 'c-4', 'c-5'])
  })

  it(`are at most ${MAX_HELD} on the machine: the oldest goes`, () => {
    const { hold, ids } = openHeld()
    for (let functionId = 0; functionId <= MAX_HELD; functionId++) hold(functionId)
    expect(ids()).toEqual(Array.from({ length: MAX_HELD }, (_, index) => `c-${index + 2}`))
  })

  it('are spared while somebody looks at them: the oldest of the others goes, the new one at last', () => {
    const { hold, ids } = openHeld()
    for (let index = 0; index < MAX_HELD_PER_FUNCTION; index++) hold(1, { terminalCount: index === 1 ? 0 : 1 })
    hold(1, { terminalCount: 1 })
    expect(ids()).toEqual(['c-1', 'c-3', 'c-4'])
    const last = hold(1)
    expect([ids(), last.hasEnded]).toEqual([['c-1', 'c-3', 'c-4'], true])
  })

  it('end with their function', () => {
    const { held, hold, ids } = openHeld()
    hold(1, { terminalCount: 1 })
    hold(2)
    held.endOf(1)
    expect(ids()).toEqual(['c-2'])
  })

  it('are not over before their processes have ended', () => {
    const { held, hold, ids, gone } = openHeld()
    const instance = hold()
    held.endAll()
    expect([ids(), held.isEmpty, gone]).toEqual([[], false, []])
    held.gone(instance)
    expect([held.isEmpty, gone]).toEqual([true, ['c-1']])
  })

  it('are forgotten when they end by themselves', () => {
    const { held, hold, gone } = openHeld()
    const instance = hold()
    held.gone(instance)
    held.endAll()
    expect([held.isEmpty, instance.hasEnded, gone]).toEqual([true, false, ['c-1']])
  })
})
