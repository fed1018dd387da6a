/** Where the crosshair of a screen is: one for all its charts, whose steps are the same. */
import { useSyncExternalStore } from 'react'

export type Crosshair = {
  /** The key under which the charts share the pointer. */
  key: string
  index(): number | null // of a step; null: nowhere
  move(index: number | null): void
  subscribe(listener: () => void): () => void
}

let count = 0

export function createCrosshair(): Crosshair {
  let index: number | null = null
  const listeners = new Set<() => void>()
  count += 1
  return {
    key: `charts-${count}`,
    index: () => index,
    move: (next) => {
      if (next === index) return
      index = next
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export const useCrosshair = ({ subscribe, index }: Crosshair): number | null => useSyncExternalStore(subscribe, index)
