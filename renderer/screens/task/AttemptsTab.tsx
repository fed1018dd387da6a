/** The attempts of a task, the latest first; each opens to what is known of it. */
import { useState } from 'react'
import { taskStates } from '../../../shared/domain/taskStates.ts'
import { useText } from '../../i18n/text.ts'
import { useShortcut } from '../../stores/shortcuts.ts'
import { countedAttempts, type TaskView } from '../../stores/taskShapes.ts'
import { Button, EmptyState } from '../../ui/index.ts'
import { compareLastTwo } from '../compare/compareMoves.ts'
import { AttemptRow } from './AttemptRow.tsx'
import css from './AttemptsTab.module.css'

export function AttemptsTab({ task }: { task: TaskView }) {
  const t = useText()
  const { attempts } = task
  const latest = attempts.at(-1)?.number ?? null
  // what the user chose; without a choice the latest attempt is open, also when a later one comes
  const [chosen, setChosen] = useState<{ open: ReadonlySet<number> } | null>(null)
  const isOpen = (number: number) => (chosen === null ? number === latest : chosen.open.has(number))
  const openOnly = (number: number) => setChosen({ open: new Set([number]) })
  const toggle = (number: number) => {
    const open = new Set(attempts.map((attempt) => attempt.number).filter(isOpen))
    if (!open.delete(number)) open.add(number)
    setChosen({ open })
  }
  const step = (by: 1 | -1) => {
    const current = attempts.findLast((attempt) => isOpen(attempt.number))?.number ?? latest ?? 0
    const next = attempts.find((attempt) => attempt.number === current + by)
    if (next !== undefined) openOnly(next.number)
  }
  useShortcut('previousAttempt', () => step(-1), attempts.length > 0)
  useShortcut('nextAttempt', () => step(1), attempts.length > 0)

  if (attempts.length === 0) {
    const text = t(taskStates.isFinal(task.state) ? 'task.attempts.noneEver' : 'task.attempts.noneText')
    return <EmptyState title={t('task.attempts.none')} text={text} />
  }
  return (
    <div className={css.attempts}>
      <div className={css.head} aria-hidden="true">
        <span />
        <span>{t('task.attempts.attempt')}</span>
        <span>{t('task.attempts.instance')}</span>
        <span className={css.number}>{t('task.attempts.start')}</span>
        <span className={css.number}>{t('task.attempts.run')}</span>
        <span className={css.number} title={t('task.attempts.peakHint')}>
          {t('task.attempts.peak')}
        </span>
      </div>
      {attempts.toReversed().map((attempt) => (
        <AttemptRow
          key={attempt.number}
          task={task}
          attempt={attempt}
          limit={Math.max(task.attemptLimit, countedAttempts(attempts))}
          isOpen={isOpen(attempt.number)}
          onToggle={() => toggle(attempt.number)}
        />
      ))}
      {attempts.length > 1 && (
        <div className={css.foot}>
          <Button size="sm" icon="git-compare" onClick={() => compareLastTwo(task)}>
            {t('compare.attempts')}
          </Button>
        </div>
      )}
    </div>
  )
}
