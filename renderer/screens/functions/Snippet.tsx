/** Some lines to copy as a whole. */
import { useText } from '../../i18n/text.ts'
import { Button, toast } from '../../ui/index.ts'
import css from './Snippet.module.css'

export function Snippet({ text }: { text: string }) {
  const t = useText()
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    toast({ text: t('functions.copied') })
  }
  return (
    <div className={css.snippet}>
      <pre>{text}</pre>
      <Button size="sm" icon="copy" onClick={() => void copy()}>
        {t('functions.copy')}
      </Button>
    </div>
  )
}
