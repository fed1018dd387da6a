/**
 * Where a task came from and what came of it: replays, compensations, the delivery that made it, its dead letter and
 * its own deliveries, each with its state and the way there.
 */
import { useText } from '../../i18n/text.ts'
import { DELIVERIES_ROUTE, formatRoute } from '../../stores/route.ts'
import type { TaskView } from '../../stores/taskShapes.ts'
import { StatusLabel } from '../../ui/index.ts'
import { Line, TaskLink } from './lineageParts.tsx'
import { TaskDeliveries } from './TaskDeliveries.tsx'
import { TaskLetter } from './TaskLetter.tsx'
import css from './TaskLineage.module.css'

const MAX_MADE = 20 // that the host names

export function TaskLineage({ task }: { task: TaskView }) {
  const t = useText()
  const { replayOf, replays, compensationOf, compensations, deliveryOf, deliveries, letter, isImported } = task
  const isAlone =
    [replayOf, compensationOf, deliveryOf, letter].every((link) => link === null) &&
    [replays, compensations, deliveries].every((links) => links.length === 0) &&
    !isImported
  if (isAlone) return null
  return (
    <section className={css.lineage} aria-label={t('task.lineage.label')}>
      {isImported && <Line>{t('task.lineage.imported')}</Line>}
      {replayOf !== null && (
        <Line>
          {t('task.lineage.replayOf')} <TaskLink task={replayOf} />
        </Line>
      )}
      {compensationOf !== null && (
        <Line>
          {t('task.lineage.compensationOf')} <TaskLink task={compensationOf} hasFunction />
        </Line>
      )}
      {deliveryOf !== null && (
        <Line>
          {t('task.lineage.madeBy')} <TaskLink task={deliveryOf} hasFunction />
          <a className={css.to} href={formatRoute({ ...DELIVERIES_ROUTE, deliveryId: deliveryOf.deliveryId })}>
            {t('task.lineage.delivery')}
          </a>
        </Line>
      )}
      {letter !== null && <TaskLetter letter={letter} />}
      <Made word={t('task.lineage.replayedBy')} tasks={replays} />
      <Made word={t('task.lineage.compensatedBy')} tasks={compensations} hasFunction />
      {deliveries.length > 0 && <TaskDeliveries deliveries={deliveries} />}
    </section>
  )
}

type MadeProps = { word: string; tasks: TaskView['replays']; hasFunction?: boolean }

function Made({ word, tasks, hasFunction = false }: MadeProps) {
  const t = useText()
  if (tasks.length === 0) return null
  return (
    <Line>
      {word}
      {tasks.map((task) => (
        <span key={`${task.functionName}/${task.taskId}`} className={css.link}>
          <TaskLink task={task} hasFunction={hasFunction} /> <StatusLabel state={task.state} />
        </span>
      ))}
      {tasks.length === MAX_MADE && <span>{t('task.lineage.more', { shown: MAX_MADE })}</span>}
    </Line>
  )
}
