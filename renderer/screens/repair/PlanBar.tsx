/** How many become new tasks, large, and the share of those that do not, as a bar whose numbers stand below it. */
import { formatCount } from '../../../shared/format/count.ts'
import css from './PlanBar.module.css'

export type PlanPart = { id: 'made' | 'failed' | 'skipped' | 'left'; count: number }
type PlanBarProps = { count: number; words: string; label: string; parts: readonly PlanPart[] }

export function PlanBar({ count, words, label, parts }: PlanBarProps) {
  return (
    <div className={css.plan}>
      <p className={css.line}>
        <span className={css.count}>{formatCount(count)}</span> <span className={css.words}>{words}</span>
      </p>
      <div className={css.bar} role="img" aria-label={label}>
        {parts
          .filter((part) => part.count > 0)
          .map((part) => (
            <span key={part.id} className={css[part.id]} style={{ flexGrow: part.count }} />
          ))}
      </div>
    </div>
  )
}
