/** What is not honoured on this machine, and what keeps the function from running. One line each. */
import { useText } from '../../i18n/text.ts'
import type { FunctionConfiguration } from '../../stores/functionDetail.ts'
import type { FunctionSummary } from '../../stores/functions.ts'
import { Icon } from '../../ui/index.ts'
import css from './FunctionNotices.module.css'

type Notice = { message: string; level: 'error' | 'notice' }
type Props = { summary: FunctionSummary; configuration: FunctionConfiguration | null }

export function FunctionNotices({ summary, configuration }: Props) {
  const t = useText()
  const notices = noticesOf(summary, configuration)
  if (notices.length === 0) return null
  return (
    <ul className={css.notices} aria-label={t('functions.notices')}>
      {notices.map(({ message, level }) => (
        <li key={message} className={css.notice} data-level={level}>
          <Icon name={level === 'error' ? 'triangle-alert' : 'info'} size={14} />
          <span title={message}>{message}</span>
        </li>
      ))}
    </ul>
  )
}

/** The summary knows at once what the configuration may repeat. */
function noticesOf({ problem, interpreter }: FunctionSummary, configuration: FunctionConfiguration | null): Notice[] {
  const notices: Notice[] = []
  if (problem !== null) notices.push({ message: problem, level: 'error' })
  if (interpreter?.notice) notices.push({ message: interpreter.notice, level: 'notice' })
  notices.push(...(configuration?.notices ?? []))
  const messages = new Set<string>()
  return notices.filter(({ message }) => !messages.has(message) && messages.add(message))
}
