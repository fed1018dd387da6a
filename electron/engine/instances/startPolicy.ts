/**
 * Does a function need one more instance? Asked again whenever one becomes ready and while tasks wait,
 * because a burst of short tasks is often eaten by the first instance before a second could help.
 */
export type Demand = {
  waitingCount: number
  stalledMs: number // how long they have waited since an instance last came up
  startingCount: number
  readyCount: number
  totalCount: number // also those that are ending: they may still run something
  maxInstances: number
  concurrency: number
  typicalRunMs: number | null // null: too few runs to tell
  isQuick: boolean // its runs are so short that they are sent ahead
  coldStartMs: number
}

/** An instance that works on its first task for longer than this does not eat the queue at once. */
const UNKNOWN_PATIENCE_MS = 20
/** Runs this short are bound by the processor: more processes help little, so they come late. */
const QUICK_PATIENCE_MS = 1_000

export function needsAnotherInstance(demand: Demand): boolean {
  const { waitingCount, stalledMs, startingCount, readyCount, concurrency, typicalRunMs } = demand
  if (demand.totalCount >= demand.maxInstances) return false
  if (waitingCount <= startingCount * concurrency) return false // those on their way will take them all
  if (readyCount === 0 && !demand.isQuick) return true
  if (readyCount === 0 && startingCount === 0) return true
  if (typicalRunMs === null) return stalledMs > UNKNOWN_PATIENCE_MS
  const patienceMs = demand.isQuick ? QUICK_PATIENCE_MS : demand.coldStartMs
  const drainMs = (waitingCount * typicalRunMs) / ((readyCount + startingCount) * concurrency)
  return drainMs > patienceMs || stalledMs > patienceMs
}
