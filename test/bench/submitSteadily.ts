/** Tasks one after the other at a rate, until it is stopped: what a window has to keep up with. */
import { setTimeout as pause } from 'node:timers/promises'
import { SECOND_MS } from '../../shared/units/time.ts'
import { NOOP } from './benchProject.ts'
import type { FcClient } from './fcClient.ts'
import { PAYLOAD } from './payload.ts'

/** Each task comes into two states at least, Enqueued and Succeeded: twice as many changes. */
export const SUBMITS_PER_SECOND = 250

export async function submitSteadily(client: FcClient, signal: AbortSignal): Promise<void> {
  const startedMs = performance.now()
  for (let count = 0; !signal.aborted; count++) {
    const waitMs = startedMs + (count * SECOND_MS) / SUBMITS_PER_SECOND - performance.now()
    if (waitMs > 1) await pause(waitMs)
    await client.submit(NOOP, PAYLOAD)
  }
}
