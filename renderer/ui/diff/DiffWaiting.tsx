/** Both texts stand there at once; what differs is marked when the editors are there. */
import css from './Diff.module.css'

type DiffWaitingProps = { left: string; right: string; leftLabel: string; rightLabel: string }

export function DiffWaiting({ left, right, leftLabel, rightLabel }: DiffWaitingProps) {
  return (
    <div className={css.pair}>
      <textarea className={css.waiting} aria-label={leftLabel} readOnly value={left} />
      <textarea className={css.waiting} aria-label={rightLabel} readOnly value={right} />
    </div>
  )
}
