/** What a task is: its state, its function, what can be done with it, its id, and what it came from. */

import type { TaskState } from '../../../shared/domain/taskStates.ts'
import { formatInstant } from '../../../shared/format/instant.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import type { TaskView } from '../../stores/taskShapes.ts'
import { CopyText, Tag, type TagTone } from '../../ui/index.ts'
import { TaskActions } from './TaskActions.tsx'
import css from './TaskHeader.module.css'
import { TaskLineage } from './TaskLineage.tsx'
import { goToFunction } from './taskMoves.ts'

const TONES: Record<TaskState, TagTone> = {
  Enqueued: 'neutral',
  Dequeued: 'neutral',
  Retrying: 'retry',
  Running: 'run',
  Stopping: 'neutral',
  Succeeded: 'ok',
  Failed: 'fail',
  Stopped: 'neutral',
  Expired: 'lapsed',
  Invalid: 'lapsed',
}
const SHORT_HASH = 7

export function TaskHeader({ task }: { task: TaskView }) {
  const t = useText()
  const language = useLanguage()
  const codeHash = task.attempts.findLast((attempt) => attempt.codeHash !== null)?.codeHash ?? null
  const { submittedAtMs } = task
  return (
    <header className={css.header}>
      <div className={css.title}>
        <Tag tone={TONES[task.state]} glyph={task.state}>
          {t(`common.state.${task.state}`)}
        </Tag>
        <h2 className={css.name}>
          <button
            type="button"
            className={css.functionLink}
            title={t('task.function', { name: task.functionName })}
            onClick={() => goToFunction(task.functionName)}
          >
            {task.functionName}
          </button>
        </h2>
        <span className={css.space} />
        <TaskActions task={task} />
      </div>
      <div className={css.meta}>
        <div className={css.facts}>
          <span className={css.id}>
            <CopyText text={task.taskId} label={t('task.meta.id')} />
          </span>
          <span title={t('task.meta.queueHint')}>{t('task.meta.queue')}</span>
          <time
            dateTime={new Date(submittedAtMs).toISOString()}
            title={formatInstant(submittedAtMs, { withDate: true, withMs: true, language })}
          >
            {formatInstant(submittedAtMs, { withDate: !isToday(submittedAtMs), withMs: true, language })}
          </time>
          {codeHash !== null && (
            <span title={t('task.meta.codeHint', { hash: codeHash })}>
              {t('task.meta.code')} <span className={css.hash}>{codeHash.slice(0, SHORT_HASH)}</span>
            </span>
          )}
          {!task.isTask && <span title={t('task.meta.plainHint')}>{t('task.meta.plain')}</span>}
        </div>
      </div>
      <TaskLineage task={task} />
    </header>
  )
}

/** Of a day that is over the date is shown, too. */
function isToday(atMs: number): boolean {
  return new Date(atMs).toDateString() === new Date().toDateString()
}
