/** The grammar of the filter in six examples; a press on one adds it. */
import { withTerm } from '../../../shared/query/edit.ts'
import { useText } from '../../i18n/text.ts'
import { IconButton, Popover } from '../../ui/index.ts'
import css from './FilterHelp.module.css'
import { currentRoute, setQuery } from './useTasksRoute.ts'

const EXAMPLES = [
  { term: 'status:failed,expired', text: 'states' },
  { term: 'fn:order-*', text: 'function' },
  { term: '-status:succeeded', text: 'exclude' },
  { term: 'since:24h', text: 'time' },
  { term: 'attempt:>1', text: 'attempts' },
  { term: 'err:"card declined"', text: 'quotes' },
] as const

export function FilterHelp() {
  const t = useText()
  return (
    <Popover label={t('tasks.help.title')} trigger={<IconButton icon="circle-help" label={t('tasks.filter.help')} />}>
      <p className={css.intro}>{t('tasks.help.intro')}</p>
      <ul className={css.examples}>
        {EXAMPLES.map(({ term, text }) => (
          <li key={term}>
            <button
              type="button"
              className={css.example}
              onClick={() => setQuery(withTerm(currentRoute().query, term))}
            >
              <code className={css.term}>{term}</code>
              <span>{t(`tasks.help.${text}`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </Popover>
  )
}
