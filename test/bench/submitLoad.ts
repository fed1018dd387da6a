/** Submits over several connections at once, each one request after the other, and remembers how long it took. */
import type { BacklogWatch } from './backlogWatch.ts'
import { type AccessKey, FcClient } from './fcClient.ts'
import { PAYLOAD } from './payload.ts'

export type SubmitTarget = { endpoint: string; functionName: string; key: AccessKey }
/** Until so many were sent, or for so long. */
export type Extent = { connectionCount: number; backlog?: BacklogWatch } & ({ count: number } | { forMs: number })
export type SubmitResult = { elapsedMs: number; acknowledgedCount: number; tripsMs: number[] }

export async function submitLoad(target: SubmitTarget, extent: Extent): Promise<SubmitResult> {
  const { endpoint, functionName, key } = target
  const clients = await Promise.all(Array.from({ length: extent.connectionCount }, () => FcClient.open(endpoint, key)))
  const tripsMs: number[] = []
  let sentCount = 0
  const startedMs = performance.now()
  const isOver = () => ('count' in extent ? sentCount >= extent.count : performance.now() - startedMs >= extent.forMs)
  await Promise.all(
    clients.map(async (client) => {
      while (!isOver()) {
        sentCount++
        await extent.backlog?.admit()
        const sentMs = performance.now()
        await client.submit(functionName, PAYLOAD)
        tripsMs.push(performance.now() - sentMs)
      }
    }),
  )
  const elapsedMs = performance.now() - startedMs
  for (const client of clients) client.close()
  return { elapsedMs, acknowledgedCount: tripsMs.length, tripsMs }
}

export const perSecond = ({ elapsedMs, acknowledgedCount }: SubmitResult) => (acknowledgedCount * 1_000) / elapsedMs
