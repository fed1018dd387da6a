/** One thing at a time in a dialog: busy while it is done, and why it could not be. */
import { useState } from 'react'

export function useDoing(): { isBusy: boolean; failure: string | null; act: (work: () => Promise<void>) => void } {
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  return {
    isBusy,
    failure,
    act: (work) => {
      if (isBusy) return
      setBusy(true)
      setFailure(null)
      work()
        .catch((error: unknown) => setFailure(error instanceof Error ? error.message : String(error)))
        .finally(() => setBusy(false))
    },
  }
}
