/** Where the crosshair of a screen is, and what the keyboard is about to select: one for all its charts, whose steps are the same. */
import { useSyncExternalStore } from 'react'
import type { TimeSpan } from './chartData.ts'

export type Crosshair = {
  /** The key under which the charts share the pointer. */
  key: string
  index(): number | null // of a step; null: nowhere
  move(index: number | null): void
  preview(): TimeSpan | null // what the keyboard selects, before Enter
  showPreview(span: TimeSpan | null): void
  /** The drawing that a drag began in: others, and new data, leave the selection alone until it ends. */
  dragOrigin(): object | null
  setDragOrigin(origin: object | null): void
  subscribe(listener: () => void): () => void
}

let count = 0

export function createCrosshair(): Crosshair {
  let index: number | null = null
  let preview: TimeSpan | null = null
  let dragOrigin: object | null = null
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }
  count += 1
  return {
    key: `charts-${count}`,
    index: () => index,
    move: (next) => {
      if (next === index) return
      index = next
      tell()
    },
    preview: () => preview,
    showPreview: (next) => {
      preview = next
      tell()
    },
    dragOrigin: () => dragOrigin,
    setDragOrigin: (origin) => {
      dragOrigin = origin
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export const useCrosshair = ({ subscribe, index }: Crosshair): number | null => useSyncExternalStore(subscribe, index)

export const usePreview = ({ subscribe, preview }: Crosshair): TimeSpan | null =>
  useSyncExternalStore(subscribe, preview)
