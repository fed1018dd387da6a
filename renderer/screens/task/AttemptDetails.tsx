/** What is known of one attempt, and the beginning of what it wrote. */
import { taskStates } from '../../../shared/domain/taskStates.ts'
import { formatCount } from '../../../shared/format/count.ts'
import { formatInstant } from '../../../shared/format/instant.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/host.ts'
import { formatRoute } from '../../stores/route.ts'
import { readFailure } from '../../stores/taskFailure.ts'
import { logLines, useTaskLog } from '../../stores/taskLog.ts'
import type { TaskAttempt, TaskView } from '../../stores/taskShapes.ts'
import { Button, CopyText, PlainText } from '../../ui/index.ts'
import css from './AttemptDetails.module.css'
import { LogLineRow } from './LogLineRow.tsx'
import { goToTab } from './taskMoves.ts'
import { useLogWords } from './useLogWords.ts'

const MAX_LINES = 40

export function AttemptDetails({ task, attempt }: { task: TaskView; attempt: TaskAttempt }) {
  const t = useText()
  return (
    <div className={css.details}>
      <Facts attempt={attempt} />
      {attempt.outcome === 'Interrupted' && <p className={css.note}>{t('task.attempts.interruptedText')}</p>}
      <Output task={task} attempt={attempt} />
    </div>
  )
}

function Facts({ attempt }: { attempt: TaskAttempt }) {
  const t = useText()
  const language = useLanguage()
  const { errorType, errorBody, instanceId, codeHash, interpreterVersion, dequeuedAtMs, endedAtMs } = attempt
  const instant = (atMs: number) => formatInstant(atMs, { withMs: true, language })
  return (
    <dl className={css.facts}>
      {(errorType !== null || errorBody !== null) && (
        <>
          <dt>{t('task.attempts.error')}</dt>
          <dd className={css.error}>
            <PlainText text={errorWords(attempt)} />
          </dd>
        </>
      )}
      {instanceId !== null && (
        <>
          <dt>{t('task.attempts.instanceId')}</dt>
          <dd>
            <CopyText text={instanceId} label={t('task.attempts.copyInstance')} />{' '}
            <a href={formatRoute({ screen: 'instances', instanceId })}>{t('task.attempts.openInstance')}</a>
          </dd>
        </>
      )}
      {codeHash !== null && (
        <>
          <dt>{t('task.attempts.code')}</dt>
          <dd>
            <CopyText text={codeHash} label={t('task.attempts.copyCode')} />
          </dd>
        </>
      )}
      {interpreterVersion !== null && (
        <>
          <dt>{t('task.attempts.interpreter')}</dt>
          <dd>{interpreterVersion}</dd>
        </>
      )}
      {dequeuedAtMs !== null && (
        <>
          <dt>{t('task.attempts.dequeued')}</dt>
          <dd>{instant(dequeuedAtMs)}</dd>
        </>
      )}
      {endedAtMs !== null && (
        <>
          <dt>{t('task.attempts.ended')}</dt>
          <dd>{instant(endedAtMs)}</dd>
        </>
      )}
    </dl>
  )
}

function errorWords({ errorType, errorBody }: TaskAttempt): string {
  const failure = errorBody === null ? null : readFailure(errorBody)
  return [errorType, failure?.className, failure?.message].filter((part) => part).join(': ')
}

function Output({ task, attempt }: { task: TaskView; attempt: TaskAttempt }) {
  const t = useText()
  const isLoading = useTaskLog((log) => log.isLoading)
  useTaskLog((log) => log.revision)
  const words = useLogWords()
  const { lines, placesOf } = logLines()
  const places = placesOf.get(attempt.number) ?? []
  if (places.length === 0) {
    if (isLoading) return null
    return <NoOutput endedAtMs={attempt.endedAtMs ?? (taskStates.isFinal(task.state) ? task.endedAtMs : null)} />
  }
  const originMs = attempt.startedAtMs ?? lines[places[0] ?? 0]?.atMs ?? 0
  return (
    <>
      <section className={css.output} aria-label={t('task.attempts.output')}>
        {places.slice(0, MAX_LINES).map((place) => {
          const line = lines[place]
          return (
            line && (
              <LogLineRow
                key={place}
                line={line}
                words={words}
                times="relative"
                originMs={originMs}
                isWrapped
                isSmall
              />
            )
          )
        })}
      </section>
      {places.length > MAX_LINES && (
        <div className={css.more}>
          <Button size="sm" variant="ghost" icon="list" onClick={() => goToTab('log')}>
            {t('task.attempts.allOutput', { shown: formatCount(places.length) })}
          </Button>
        </div>
      )}
    </>
  )
}

/** Output is stored in batches: the last of it may come a moment after the end. */
const LATE_OUTPUT_MS = 3_000

function NoOutput({ endedAtMs }: { endedAtMs: number | null }) {
  const t = useText()
  const nowMs = useNow()
  const isOver = endedAtMs !== null && nowMs - endedAtMs > LATE_OUTPUT_MS
  return <p className={css.note}>{t(isOver ? 'task.attempts.noOutput' : 'task.attempts.noOutputYet')}</p>
}
