/** Whether the window's history leads back or forward from here, and the moves themselves. */
import { useSyncExternalStore } from 'react'

const BACK = 1
const FORWARD = 2

/** Both are true where the browser does not say. */
export function useHistoryMoves(): { canGoBack: boolean; canGoForward: boolean } {
  const moves = useSyncExternalStore(subscribe, readMoves)
  return { canGoBack: (moves & BACK) !== 0, canGoForward: (moves & FORWARD) !== 0 }
}

export const goBack = (): void => window.history.back()
export const goForward = (): void => window.history.forward()

function subscribe(listener: () => void): () => void {
  window.navigation?.addEventListener('currententrychange', listener)
  return () => window.navigation?.removeEventListener('currententrychange', listener)
}

function readMoves(): number {
  const { canGoBack = true, canGoForward = true } = window.navigation ?? {}
  return (canGoBack ? BACK : 0) | (canGoForward ? FORWARD : 0)
}
