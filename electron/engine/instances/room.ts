/** Where the next invocation goes among the instances of a function. Pure. */
import type { Instance } from './instance.ts'

/** `aheadLimit`: how many may be sent ahead to each instance. */
export type Room = { aheadLimit: number; mayBegin(): boolean }
type Placeable = Pick<Instance, 'hasFreePlace' | 'aheadCount'>

export function hasRoom(instance: Placeable, { aheadLimit, mayBegin }: Room): boolean {
  if (instance.hasFreePlace) return mayBegin()
  const { aheadCount } = instance
  return aheadCount !== null && aheadCount < aheadLimit
}

/** A free place first; if there is none, where the fewest were sent ahead. Null: all are full. */
export function roomiest<I extends Placeable>(instances: readonly I[], room: Room): I | null {
  let found: I | null = null
  let fewest = room.aheadLimit
  for (const instance of instances) {
    if (!hasRoom(instance, room)) continue
    if (instance.hasFreePlace) return instance
    const aheadCount = instance.aheadCount ?? 0
    if (aheadCount >= fewest) continue
    found = instance
    fewest = aheadCount
  }
  return found
}
