/** The latest tasks of a function, each a link to the list with that task open. */
import type { TaskRow } from '../../../shared/contract/taskShapes.ts'
import { shortId } from '../../../shared/format/shortId.ts'
import { useText } from '../../i18n/text.ts'
import { selectDetail, useFunctionDetail } from '../../stores/functionDetail.ts'
import { useNow } from '../../stores/host.ts'
import { formatRoute } from '../../stores/route.ts'
import { EmptyState, Instant, StatusLabel } from '../../ui/index.ts'
import css from './HistoryTab.module.css'
import { PayloadPreview, RunTime } from './TaskParts.tsx'
import { tasksRouteOf } from './tasksRouteOf.ts'

export function HistoryTab({ functionName }: { functionName: string }) {
  const t = useText()
  const history = useFunctionDetail((state) => selectDetail(functionName)(state).history)
  if (history === null) return null
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
