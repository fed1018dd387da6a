/** Copies, and says in a toast that it did, or why it did not. */
import { text } from '../../i18n/text.ts'
import { toast, writeClipboard } from '../../ui/index.ts'

export async function copyWithWord(copied: string, word: string): Promise<void> {
  try {
    await writeClipboard(copied)
    toast({ text: word, tone: 'ok' })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    toast({ text: text('common.copyFailed', { reason }), tone: 'fail' })
  }
}
