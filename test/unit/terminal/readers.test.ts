import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ATTENTIVE_MS, HIGH_WATER_BYTES, LOW_WATER_BYTES, Readers } from '../../../electron/terminal/readers.ts'

const KEPT_BYTES = 1_048_576

/** A reader who asks, and is answered with everything up to `nextByte`. */
function reads(readers: Readers, { from, to, atMs }: { from: number; to: number; atMs: number }) {
  readers.answer(readers.ask(from, atMs), { nextByte: to, elapsedMs: atMs })
}

describe('a program whose output is read', () => {
  it('waits when too much was not acknowledged, and goes on when that has come down', () => {
    const readers = new Readers(KEPT_BYTES)
    reads(readers, { from: 0, to: 0, atMs: 0 })
    expect(readers.mustPause(HIGH_WATER_BYTES, 0)).toBe(false)
    const printed = HIGH_WATER_BYTES + 1
    expect(readers.mustPause(printed, 0)).toBe(true)
    const taken = printed - LOW_WATER_BYTES
    reads(readers, { from: 0, to: taken - 1, atMs: 0 })
    expect(readers.mustPause(printed, 0)).toBe(true) // sent, but who knows whether it was taken
    reads(readers, { from: taken - 1, to: taken, atMs: 0 })
    expect(readers.mustPause(printed, 0)).toBe(true)
    readers.ask(taken, 0)
    expect(readers.mustPause(printed, 0)).toBe(false)
  })

  it('is paced by the slowest of those who are attentive', () => {
    const readers = new Readers(KEPT_BYTES)
    reads(readers, { from: 0, to: 10, atMs: 0 })
    reads(readers, { from: 0, to: 10, atMs: 0 })
    const printed = HIGH_WATER_BYTES + 10
    reads(readers, { from: 10, to: printed, atMs: 1 })
    readers.ask(printed, 1) // one of the two goes on
    expect(readers.mustPause(printed, 1)).toBe(true)
    expect(readers.mustPause(printed, ATTENTIVE_MS)).toBe(true)
    expect(readers.mustPause(printed, ATTENTIVE_MS + 1)).toBe(false) // the other is not heard of any more
  })

  it('no longer waits for a window that has gone', () => {
    const readers = new Readers(KEPT_BYTES)
    const gone = readers.ask(0, 0)
    expect(readers.mustPause(HIGH_WATER_BYTES + 1, 0)).toBe(true)
    readers.leave(gone)
    expect(readers.mustPause(HIGH_WATER_BYTES + 1, 0)).toBe(false)
  })

  it('is waited for as long as a question waits, however long that is', () => {
    const readers = new Readers(KEPT_BYTES)
    readers.ask(0, 0)
    expect(readers.mustPause(HIGH_WATER_BYTES + 1, 100 * ATTENTIVE_MS)).toBe(true)
  })
})

describe('a program whose output nobody reads', () => {
  it('goes on until nearly as much is unread as is kept, so that a late reader has lost nothing', () => {
    const readers = new Readers(KEPT_BYTES)
    expect(readers.mustPause(KEPT_BYTES / 2, 0)).toBe(false)
    expect(readers.mustPause(KEPT_BYTES, 0)).toBe(true)
  })

  it('goes on from where the last reader had come to', () => {
    const readers = new Readers(KEPT_BYTES)
    reads(readers, { from: 5_000_000, to: 5_000_000, atMs: 0 })
    const laterMs = ATTENTIVE_MS + 1
    expect(readers.mustPause(5_000_000 + KEPT_BYTES / 2, laterMs)).toBe(false)
    expect(readers.mustPause(5_000_000 + KEPT_BYTES, laterMs)).toBe(true)
  })
})

describe('readers in any order', () => {
  it('never let more than the limit go unread by an attentive one, and never stall one that reads on', () => {
    const step = fc.record({
      who: fc.integer({ min: 0, max: 2 }),
      printedBytes: fc.integer({ min: 0, max: 90_000 }),
      limitBytes: fc.integer({ min: 1, max: 70_000 }),
      elapsedMs: fc.integer({ min: 0, max: 4_000 }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const readers = new Readers(KEPT_BYTES)
        const positions = [0, 0, 0]
        const lastReadAtMs = [-Infinity, -Infinity, -Infinity]
        let [nowMs, printed, isPaused] = [0, 0, false]
        for (const { who, printedBytes, limitBytes, elapsedMs } of steps) {
          nowMs += elapsedMs
          if (!isPaused) printed += printedBytes
          isPaused = readers.mustPause(printed, nowMs)
          const from = positions[who]!
          const to = Math.min(from + limitBytes, printed)
          reads(readers, { from, to, atMs: nowMs })
          positions[who] = to
          lastReadAtMs[who] = nowMs
          isPaused = readers.mustPause(printed, nowMs)
          const attentive = positions.filter((_, index) => nowMs - lastReadAtMs[index]! <= ATTENTIVE_MS)
          // what the slowest one has acknowledged is at most one answer behind its position
          if (printed - Math.min(...attentive) > HIGH_WATER_BYTES) expect(isPaused).toBe(true)
          if (printed - Math.min(...attentive) + 70_000 < LOW_WATER_BYTES) expect(isPaused).toBe(false)
        }
      }),
    )
  })
})
