/** Since when something holds: epoch milliseconds, null while it does not. */
import { useEffect, useState } from 'react'

export function useSince(holds: boolean): number | null {
  const [sinceMs, setSinceMs] = useState<number | null>(null)
  useEffect(() => setSinceMs(holds ? Date.now() : null), [holds])
  return holds ? sinceMs : null
}
