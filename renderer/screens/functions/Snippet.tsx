/** Some lines to copy as a whole. */
import { useText } from '../../i18n/text.ts'
import { Button } from '../../ui/index.ts'
import { copyWithWord } from '../task/copyText.ts'
import css from './Snippet.module.css'

export function Snippet({ text }: { text: string }) {
  const t = useText()
  return (
    <div className={css.snippet}>
      <pre>{text}</pre>
      <Button size="sm" icon="copy" onClick={() => void copyWithWord(text, t('functions.copied'))}>
        {t('functions.copy')}
      </Button>
    </div>
  )
}
