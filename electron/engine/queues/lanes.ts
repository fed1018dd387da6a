/**
 * Every queued task has one of 64 lanes of its queue, set when it is submitted and never changed:
 * the balancer moves lanes between partitions, not rows (DESIGN.md sections 1 and 4).
 */
export const LANE_COUNT = 64

/** A function that runs one at a time keeps to one lane, so that its tasks stay in order. */
export function laneFor(functionId: number, options: { isSerial: boolean; turn: number }): number {
  return (options.isSerial ? functionId : options.turn) % LANE_COUNT
}
