/** The scheme to draw: what the user forces, else what the system shows now, followed live. */
import { useSyncExternalStore } from 'react'

export type ThemeChoice = 'system' | 'dark' | 'light'

const QUERY = '(prefers-color-scheme: light)'

function onSystemChange(listener: () => void): () => void {
  const query = window.matchMedia(QUERY)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

export function useColorScheme(choice: ThemeChoice): 'dark' | 'light' {
  const isSystemLight = useSyncExternalStore(onSystemChange, () => window.matchMedia(QUERY).matches)
  if (choice !== 'system') return choice
  return isSystemLight ? 'light' : 'dark'
}
