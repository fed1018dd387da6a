/** One line of words for what takes longer than a blink: nothing is shown in the first 400 ms. */
import { useText } from '../../i18n/text.ts'
import css from './QuietLine.module.css'

export function QuietLine({ id }: { id: 'loading' | 'connecting' }) {
  const t = useText()
  return (
    <p className={css.line} role="status">
      {t(`shell.${id}`)}
    </p>
  )
}
