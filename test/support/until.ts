/**
 * Waits for a condition that has no event of its own, for a bounded time. The only place in the
 * tests that lets time pass.
 */
import { setTimeout as pause } from 'node:timers/promises'

type Patience = { what: string; withinMs?: number; everyMs?: number }

/** Resolves with the first value that is neither null, undefined nor false. */
export async function until<T>(
  condition: () => T | Promise<T>,
  { what, withinMs = 20_000, everyMs = 20 }: Patience,
): Promise<Exclude<NonNullable<T>, false>> {
  const deadlineMs = performance.now() + withinMs
  for (;;) {
    const value = await condition()
    if (value !== null && value !== undefined && value !== false) return value as Exclude<NonNullable<T>, false> // just checked
    if (performance.now() > deadlineMs) throw new Error(`waited ${withinMs} ms in vain for ${what}`)
    await pause(everyMs)
  }
}
