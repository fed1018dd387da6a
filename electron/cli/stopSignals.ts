/**
 * Ctrl-C and its kin: the first asks to stop, a second one ends the process at once. One key press may
 * arrive several times, from the terminal, from npm and from the launcher: those count as one.
 */
import { EXIT } from './exitCodes.ts'

const ONE_PRESS_MS = 300
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Aborted at the first signal. The listeners stay until the process ends. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController()
  let firstAtMs = 0
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (!stop.signal.aborted) {
        firstAtMs = performance.now()
        stop.abort()
      } else if (performance.now() - firstAtMs > ONE_PRESS_MS) {
        process.exit(EXIT.interrupted)
      }
    })
  }
  return stop.signal
}
