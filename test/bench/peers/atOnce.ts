/** Calls `call` `count` times with so many under way at once; resolves with how many were done in a second. */
export async function atOnce(underWayCount: number, count: number, call: () => Promise<unknown>): Promise<number> {
  let begunCount = 0
  const startedMs = performance.now()
  await Promise.all(
    Array.from({ length: underWayCount }, async () => {
      while (begunCount++ < count) await call()
    }),
  )
  return (count * 1_000) / (performance.now() - startedMs)
}
