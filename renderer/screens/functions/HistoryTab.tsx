/** The latest tasks of a function, each a link to the list with that task open. */
import type { TaskRow } from '../../../shared/contract/taskShapes.ts'
import { shortId } from '../../../shared/format/shortId.ts'
import { useText } from '../../i18n/text.ts'
import { loadFunction, selectDetail, useFunctionDetail } from '../../stores/functionDetail.ts'
import { useNow } from '../../stores/host.ts'
import { formatRoute } from '../../stores/route.ts'
import { EmptyState, ErrorState, Instant, SlowState, StatusLabel } from '../../ui/index.ts'
import css from './HistoryTab.module.css'
import { PayloadPreview, RunTime } from './TaskParts.tsx'
import { tasksRouteOf } from './tasksRouteOf.ts'

export function HistoryTab({ functionName }: { functionName: string }) {
  const t = useText()
  const history = useFunctionDetail((state) => selectDetail(functionName)(state).history)
  const error = useFunctionDetail((state) => selectDetail(functionName)(state).error)
  if (history === null) {
    if (error === null) return <SlowState text={t('functions.readingTasks', { name: functionName })} />
    const what = t('functions.whatTasks', { name: functionName })
    return <ErrorState error={error} onRetry={() => void loadFunction(functionName)} what={what} />
  }
  if (history.length === 0) {
    return (
      <EmptyState title={t('functions.historyNone')} text={t('functions.historyNoneText', { name: functionName })} />
    )
  }
  return (
    <>
      <ul className={css.rows} aria-label={t('functions.historyList', { name: functionName })}>
        {history.map((task) => (
          <HistoryRow key={task.seq} task={task} />
        ))}
      </ul>
      <a className={css.all} href={formatRoute(tasksRouteOf(functionName))}>
        {t('functions.historyAll')}
      </a>
    </>
  )
}

function HistoryRow({ task }: { task: TaskRow }) {
  const nowMs = useNow()
  return (
    <li>
      <a className={css.row} href={formatRoute(tasksRouteOf(task.functionName, task.taskId))}>
        <StatusLabel state={task.state} />
        <span className={css.id} title={task.taskId}>
          {shortId(task.taskId)}
        </span>
        <PayloadPreview task={task} />
        <RunTime task={task} />
        <span className={css.age}>
          <Instant atMs={task.submittedAtMs} nowMs={nowMs} />
        </span>
      </a>
    </li>
  )
}
