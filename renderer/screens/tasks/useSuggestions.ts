/** The list under the filter's field: what it offers, and which entry is highlighted. */
import { useMemo, useState } from 'react'
import { type Suggestion, suggest } from '../../../shared/query/suggest.ts'
import { useHost } from '../../stores/host.ts'

type Suggestions = {
  options: readonly Suggestion[]
  isOpen: boolean
  highlighted: number // -1: none
  highlight(index: number): void
  open(): void
  close(): void
}

export function useSuggestions(draft: string): Suggestions {
  const totals = useHost((host) => host.totals)
  const [isOpen, setOpen] = useState(false)
  const [highlighted, setHighlighted] = useState(-1)
  const functionNames = useMemo(() => namesByFrequency(totals ?? []), [totals])
  const options = useMemo(
    () => (isOpen ? suggest(draft, { functionNames, nowMs: Date.now() }) : []),
    [isOpen, draft, functionNames],
  )
  return {
    options,
    isOpen: isOpen && options.length > 0,
    highlighted: Math.min(highlighted, options.length - 1),
    highlight: setHighlighted,
    open() {
      setOpen(true)
      setHighlighted(-1)
    },
    close() {
      setOpen(false)
      setHighlighted(-1)
    },
  }
}

function namesByFrequency(totals: readonly { functionName: string; count: number }[]): string[] {
  const counts = new Map<string, number>()
  for (const { functionName, count } of totals) counts.set(functionName, (counts.get(functionName) ?? 0) + count)
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([name]) => name)
}
