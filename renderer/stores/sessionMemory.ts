/** What a window remembers of itself while it is loaded again; another window knows nothing of it. */
type Kept = 'dock' | 'terminal'

const keyOf = (what: Kept): string => `taskyard.${what}`

export function fromSession(what: Kept): string | null {
  try {
    return window.sessionStorage.getItem(keyOf(what))
  } catch {
    return null // a profile without storage
  }
}

export function toSession(what: Kept, value: string | null): void {
  try {
    if (value === null) window.sessionStorage.removeItem(keyOf(what))
    else window.sessionStorage.setItem(keyOf(what), value)
  } catch {
    // a profile without storage: the window is as new after it was loaded again
  }
}
