/** Copies text and says for a moment that it did, or why it did not. */
import { useEffect, useRef, useState } from 'react'
import { text as word } from '../../i18n/text.ts'
import { toast } from '../layers/toast.tsx'
import { writeClipboard } from './clipboard.ts'

const SHOWN_MS = 1_500

export function useCopy(): { isCopied: boolean; copy: (text: string) => void } {
  const [isCopied, setCopied] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const copy = (text: string) => {
    writeClipboard(text).then(
      () => {
        setCopied(true)
        clearTimeout(timer.current)
        timer.current = setTimeout(() => setCopied(false), SHOWN_MS)
      },
      (error: Error) => toast({ text: word('common.copyFailed', { reason: error.message }), tone: 'fail' }),
    )
  }
  return { isCopied, copy }
}
