/**
 * Runs synchronous work that may never end, such as a regular expression that goes back and forth over its
 * text, and stops it after a time.
 *
 * V8 stops what runs in it when a thread of its own says so; node:vm has that thread. It costs about 0.1 ms a
 * run, so work comes in pieces of many lines. Time counts as this thread's own where the system tells: a
 * busy machine must not make a good expression look hostile.
 */
import { createContext, Script } from 'node:vm'

const MAX_TRIES = 5

export class TookTooLong extends Error {}

const sandbox: { work: () => void } = { work: () => {} }
const script = new Script('work()')
let context: ReturnType<typeof createContext> | null = null

/** Throws TookTooLong. `work` may run several times: it must leave nothing of a run that was stopped. */
export function runGuarded<T>(work: () => T, limitMs: number): T {
  context ??= createContext(sandbox)
  for (let tries = 1; ; tries++) {
    const startedMs = ownTimeMs()
    let result: { value: T } | null = null
    sandbox.work = () => {
      result = { value: work() }
    }
    try {
      script.runInContext(context, { timeout: limitMs })
    } catch (error) {
      if (!isTimeout(error)) throw error
      if (tries < MAX_TRIES && ownTimeMs() - startedMs < limitMs / 2) continue
      throw new TookTooLong(`stopped after ${limitMs} ms`)
    } finally {
      sandbox.work = () => {}
    }
    const done = result as { value: T } | null // set by the work; the compiler cannot see that it ran
    if (done !== null) return done.value
  }
}

/** What this thread has worked, not what it waited for. */
function ownTimeMs(): number {
  if (typeof process.threadCpuUsage !== 'function') return performance.now() // older Nodes, some systems
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** It is an Error of the other context. */
function isTimeout(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
}
