/** What an instance does now, in two lines: the task and how far it is, or since when it is idle, or how it ended. */
import { formatAgo } from '../../../shared/format/ago.ts'
import { formatDurationMs } from '../../../shared/format/duration.ts'
import { shortId } from '../../../shared/format/shortId.ts'
import { useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/clock.ts'
import type { InstanceRow } from '../../stores/instances.ts'
import { formatRoute, TASKS_ROUTE } from '../../stores/route.ts'
import css from './InstanceRows.module.css'

export function DoingNow({ row }: { row: InstanceRow }) {
  const t = useText()
  const nowMs = useNow()
  const since = (atMs: number) => formatAgo(Math.max(0, nowMs - atMs))
  if (row.runs.length > 0) return <Runs row={row} nowMs={nowMs} />
  if (row.endedAtMs !== null) {
    return (
      <>
        <span title={row.detail ?? ''}>{row.detail ?? ''}</span>
        {row.heldUntilMs !== null && (
          <span className={css.second}>
            {t('instances.doing.held', { span: formatAgo(Math.max(0, row.heldUntilMs - nowMs)) })}
          </span>
        )}
      </>
    )
  }
  if (row.state === 'starting') {
    return (
      <>
        <span className={css.quiet}>{t('instances.doing.coldStart')}</span>
        <span className={css.second}>{t('instances.doing.coldStartFor', { span: since(row.createdAtMs) })}</span>
      </>
    )
  }
  const text = row.idleSinceMs === null || row.servedCount === 0 ? t('instances.doing.never') : null
  return (
    <>
      <span className={css.quiet}>{text ?? t('instances.doing.last', { span: since(row.idleSinceMs ?? nowMs) })}</span>
      {row.detail !== null && (
        <span className={css.second} title={row.detail}>
          {row.detail}
        </span>
      )}
    </>
  )
}

function Runs({ row, nowMs }: { row: InstanceRow; nowMs: number }) {
  const t = useText()
  const [run, ...others] = row.runs
  if (run === undefined) return null
  const { taskId, attempt, attemptLimit, startedAtMs } = run
  const span = formatDurationMs(Math.max(0, nowMs - startedAtMs))
  const timeout = formatAgo(row.timeoutMs)
  const progress =
    attemptLimit === null
      ? t('instances.doing.running', { span, timeout })
      : t('instances.doing.attempt', { number: attempt, limit: Math.max(attempt, attemptLimit), span, timeout })
  return (
    <>
      {taskId === null ? (
        <span className={css.quiet}>{t('instances.doing.call')}</span>
      ) : (
        <a
          className={css.task}
          title={taskId}
          tabIndex={-1}
          href={formatRoute({ ...TASKS_ROUTE, task: { functionName: row.functionName, taskId } })}
        >
          {shortId(taskId)}
        </a>
      )}
      <span className={css.second}>
        {row.state === 'draining' ? t('instances.doing.draining') : progress}
        {others.length > 0 && ` ${t('instances.doing.more', { count: others.length })}`}
      </span>
    </>
  )
}
