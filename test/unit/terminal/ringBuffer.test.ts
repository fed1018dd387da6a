import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RingBuffer } from '../../../electron/terminal/ringBuffer.ts'

const CAPACITIES = fc.integer({ min: 1, max: 70_000 })
const WRITES = fc.array(fc.uint8Array({ maxLength: 40_000 }), { maxLength: 8 })

describe('what is kept of an output', () => {
  it('is its end, byte for byte, at the positions that it had', () => {
    fc.assert(
      fc.property(
        CAPACITIES,
        WRITES,
        fc.nat(),
        fc.integer({ min: 1, max: 50_000 }),
        (capacity, writes, after, limit) => {
          const ring = new RingBuffer(capacity)
          for (const bytes of writes) ring.append(bytes)
          const all = Buffer.concat(writes)

          expect(ring.nextByte).toBe(all.length)
          expect(all.length - ring.firstByte).toBeGreaterThanOrEqual(Math.min(all.length, capacity, 16_384))
          expect(all.length - ring.firstByte).toBeLessThanOrEqual(capacity)
          const afterByte = after % (all.length + 1)
          const { bytes, firstByte, nextByte } = ring.read(afterByte, limit)
          expect(firstByte).toBe(Math.max(afterByte, ring.firstByte))
          expect(nextByte - firstByte).toBe(Math.min(limit, all.length - firstByte))
          expect(Buffer.compare(bytes, all.subarray(firstByte, nextByte))).toBe(0)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('is everything until it is full, and then exactly as much as it holds', () => {
    const ring = new RingBuffer(100_000)
    ring.append(new Uint8Array(100_000))
    expect(ring.firstByte).toBe(0)
    ring.append(Uint8Array.of(1))
    expect([ring.firstByte, ring.nextByte]).toEqual([1, 100_001])
  })

  it('is a copy: what is printed later changes nothing that was read', () => {
    const ring = new RingBuffer(4)
    ring.append(Uint8Array.of(1, 2, 3, 4))
    const { bytes } = ring.read(0, 4)
    ring.append(Uint8Array.of(9, 9, 9, 9))
    expect([...bytes]).toEqual([1, 2, 3, 4])
  })
})
