/** The time of the window: a second clock that ticks while somebody looks. */
import { useSyncExternalStore } from 'react'
import { SECOND_MS } from '../../shared/units/time.ts'

let nowMs = Date.now()
let timer: ReturnType<typeof setInterval> | null = null
const listeners = new Set<() => void>()

/** Epoch milliseconds, new each second; stands still in a hidden window. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => nowMs)

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (listeners.size === 1) {
    if (Date.now() - nowMs > SECOND_MS) nowMs = Date.now()
    document.addEventListener('visibilitychange', followVisibility)
    followVisibility()
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    document.removeEventListener('visibilitychange', followVisibility)
    stopTicking()
  }
}

function followVisibility(): void {
  stopTicking()
  if (document.visibilityState === 'hidden') return
  timer = setInterval(tick, SECOND_MS)
  if (Date.now() !== nowMs) queueMicrotask(tick)
}

function tick(): void {
  nowMs = Date.now()
  for (const listener of listeners) listener()
}

function stopTicking(): void {
  if (timer !== null) clearInterval(timer)
  timer = null
}
