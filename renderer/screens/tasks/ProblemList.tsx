/** What is wrong with the filter, term by term, and what to do about it. */
import type { Problem } from '../../../shared/query/problems.ts'
import { useText } from '../../i18n/text.ts'
import { Icon } from '../../ui/index.ts'
import css from './ProblemList.module.css'
import { useProblemText } from './useProblemText.ts'

type ProblemListProps = { id?: string; text: string; problems: readonly Problem[]; hasOthers?: boolean }

/** `hasOthers`: some terms are fine, and filter. */
export function ProblemList({ id, text, problems, hasOthers = false }: ProblemListProps) {
  const t = useText()
  const problemText = useProblemText()
  if (problems.length === 0) return null
  return (
    <div id={id} className={css.list} role="alert">
      <Icon name="circle-alert" size={14} />
      <div className={css.lines}>
        {problems.map((problem) => (
          <p key={`${problem.start} ${problem.code}`}>
            <span className={css.piece}>
              {t('tasks.filter.position', { piece: shortened(text.slice(problem.start, problem.end)) })}
            </span>
            {problemText(problem)}
          </p>
        ))}
        {hasOthers && <p className={css.rest}>{t('tasks.problemsRest')}</p>}
      </div>
    </div>
  )
}

const MAX_SHOWN = 40
const shortened = (piece: string) => (piece.length > MAX_SHOWN ? `${piece.slice(0, MAX_SHOWN)}…` : piece)
