/** Calls at a steady rate that leaves the machine idle in between: the next one does not wait for the last. */
import { setTimeout as pause } from 'node:timers/promises'

const EVERY_MS = 50

export async function atSteadyRate(count: number, call: () => Promise<unknown>): Promise<void> {
  const startedMs = performance.now()
  const calls: Promise<unknown>[] = []
  for (let index = 0; index < count; index++) {
    const waitMs = startedMs + index * EVERY_MS - performance.now()
    if (waitMs > 0) await pause(waitMs)
    calls.push(call())
  }
  await Promise.all(calls)
}
