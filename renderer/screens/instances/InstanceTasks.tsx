/** The latest tasks that ran in an instance, each a link to it. */
import type { TaskRow } from '../../../shared/contract/taskShapes.ts'
import { shortId } from '../../../shared/format/shortId.ts'
import { useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/clock.ts'
import { useInstancePage } from '../../stores/instancePage.ts'
import { formatRoute, TASKS_ROUTE } from '../../stores/route.ts'
import { Instant, StatusLabel } from '../../ui/index.ts'
import css from './InstancePage.module.css'

export function InstanceTasks({ instanceId }: { instanceId: string }) {
  const t = useText()
  const tasks = useInstancePage((page) => page.tasks)
  if (tasks === null) return null
  return (
    <section className={css.section}>
      <h2 className={css.title}>
        {t('instances.page.tasks')}
        <span className={css.hint}>{t('instances.page.tasksHint')}</span>
      </h2>
      {tasks.length === 0 && <p className={css.quiet}>{t('instances.page.noTasks')}</p>}
      <ul className={css.rows}>
        {tasks.map((task) => (
          <TaskLine key={task.seq} task={task} />
        ))}
      </ul>
      {tasks.length > 0 && (
        <a href={formatRoute({ ...TASKS_ROUTE, query: `inst:${instanceId}` })}>{t('instances.page.allTasks')}</a>
      )}
    </section>
  )
}

function TaskLine({ task }: { task: TaskRow }) {
  const nowMs = useNow()
  const { functionName, taskId, state, payloadHead, submittedAtMs } = task
  return (
    <li>
      <a className={css.row} href={formatRoute({ ...TASKS_ROUTE, task: { functionName, taskId } })}>
        <StatusLabel state={state} />
        <span className={css.id} title={taskId}>
          {shortId(taskId)}
        </span>
        <bdi className={css.cut}>{payloadHead}</bdi>
        <span className={css.age}>
          <Instant atMs={submittedAtMs} nowMs={Math.max(nowMs, submittedAtMs)} />
        </span>
      </a>
    </li>
  )
}
