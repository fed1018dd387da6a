import { describe, expect, it, vi } from 'vitest'
import { InputQueue } from '../../../electron/terminal/inputQueue.ts'

/** A program that takes `free` more bytes. */
function program() {
  const taken: number[] = []
  const state = { free: 0 }
  const queue = new InputQueue((bytes) => {
    const count = Math.min(state.free, bytes.length)
    state.free -= count
    taken.push(...bytes.subarray(0, count))
    return count
  })
  return { queue, state, taken }
}

describe('what is typed', () => {
  it('reaches the program in order, in whatever pieces it takes it', async () => {
    vi.useFakeTimers()
    const { queue, state, taken } = program()
    state.free = 2
    await queue.write(Uint8Array.of(1, 2, 3))
    await queue.write(Uint8Array.of(4, 5))
    expect(taken).toEqual([1, 2])
    state.free = 2
    await vi.advanceTimersByTimeAsync(10)
    expect(taken).toEqual([1, 2, 3, 4])
    state.free = 9
    await vi.advanceTimersByTimeAsync(10)
    expect(taken).toEqual([1, 2, 3, 4, 5])
    vi.useRealTimers()
  })

  it('makes whoever types much wait, until the program has read of it', async () => {
    vi.useFakeTimers()
    const { queue, state } = program()
    let isTaken = false
    const written = queue.write(new Uint8Array(100_000)).then(() => {
      isTaken = true
    })
    await vi.advanceTimersByTimeAsync(100)
    expect(isTaken).toBe(false)
    state.free = 50_000
    await vi.advanceTimersByTimeAsync(10)
    await written
    vi.useRealTimers()
    queue.close()
  })

  it('is refused when far too much waits, and when the program has ended', async () => {
    const { queue } = program()
    const waiting = queue.write(new Uint8Array(1_000_000))
    await expect(queue.write(new Uint8Array(100_000))).rejects.toMatchObject({ code: 'concurrency_exceeded' })
    queue.close()
    await expect(waiting).rejects.toMatchObject({ code: 'terminal_ended' })
    await expect(queue.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'terminal_ended' })
  })
})
