/** What a task failed with: its message first, then the line of the user's code, then the stack for who wants it. */
import { useEffect, useState } from 'react'
import { formatDurationMs } from '../../../shared/format/duration.ts'
import { useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/host.ts'
import { readFailure } from '../../stores/taskFailure.ts'
import { failureOutcome } from '../../stores/taskReason.ts'
import { countedAttempts, type TaskView } from '../../stores/taskShapes.ts'
import { readTaskSource, useTaskSource } from '../../stores/taskSource.ts'
import { Button, PlainText } from '../../ui/index.ts'
import css from './ErrorCard.module.css'
import { ErrorSource } from './ErrorSource.tsx'

export function ErrorCard({ task }: { task: TaskView }) {
  const failed = task.attempts.findLast((attempt) => attempt.errorType !== null || attempt.errorBody !== null)
  const errorBody = failed?.errorBody ?? task.errorBody
  const errorType = failed?.errorType ?? task.errorType
  if (task.state === 'Succeeded' || (errorBody === null && errorType === null)) return null
  return (
    <Failure
      task={task}
      attempt={failed?.number ?? task.attempts.at(-1)?.number ?? 1}
      errorType={errorType}
      errorBody={errorBody ?? ''}
    />
  )
}

type FailureProps = { task: TaskView; attempt: number; errorType: TaskView['errorType']; errorBody: string }

function Failure({ task, attempt, errorType, errorBody }: FailureProps) {
  const t = useText()
  const [shown, setShown] = useState<'nothing' | 'stack' | 'raw'>('nothing')
  const { functionName, taskId } = task
  useEffect(() => {
    void readTaskSource({ functionName, taskId, attempt })
  }, [functionName, taskId, attempt])
  const frame = useTaskSource((source) =>
    source.target?.taskId === taskId && source.target.functionName === functionName && source.attempt === attempt
      ? source.frame
      : null,
  )
  const { message, className, stack, rawText } = readFailure(errorBody)
  const toggle = (part: 'stack' | 'raw') => setShown(shown === part ? 'nothing' : part)
  return (
    <section className={css.card} aria-label={t('task.error.label')}>
      <div className={css.head}>
        <p className={css.message} dir="auto">
          {className !== null && <span className={css.className}>{className}</span>}
          {className !== null && message !== '' && ': '}
          {message === '' && className === null ? t('task.error.empty') : <PlainText text={message} />}
        </p>
        <p className={css.facts}>
          {errorType !== null && <span>{errorType}</span>}
          <AttemptWords task={task} attempt={attempt} />
        </p>
      </div>
      {frame !== null && <ErrorSource frame={frame} />}
      {(stack.length > 0 || rawText !== '') && (
        <div className={css.foot}>
          {stack.length > 0 && (
            <Button size="sm" variant="ghost" aria-expanded={shown === 'stack'} onClick={() => toggle('stack')}>
              {shown === 'stack' ? t('task.error.hideStack') : t('task.error.showStack', { count: stack.length })}
            </Button>
          )}
          {rawText !== '' && (
            <Button size="sm" variant="ghost" aria-expanded={shown === 'raw'} onClick={() => toggle('raw')}>
              {t(shown === 'raw' ? 'task.error.hideRaw' : 'task.error.showRaw')}
            </Button>
          )}
        </div>
      )}
      {shown !== 'nothing' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre className={css.text} tabIndex={0}>
          <PlainText text={shown === 'stack' ? stack.join('\n') : rawText} />
        </pre>
      )}
    </section>
  )
}

/** Counts down while it waits for its next attempt. */
function AttemptWords({ task, attempt }: { task: TaskView; attempt: number }) {
  const t = useText()
  const nowMs = useNow()
  const { key, dueInMs } = failureOutcome(task, nowMs)
  const upTo = task.attempts.filter(({ number }) => number <= attempt)
  return (
    <span>
      {t(`task.error.${key}`, {
        number: Math.max(countedAttempts(upTo), 1),
        limit: Math.max(task.attemptLimit, countedAttempts(upTo)),
        span: formatDurationMs(Math.ceil(dueInMs / 1_000) * 1_000),
      })}
    </span>
  )
}
