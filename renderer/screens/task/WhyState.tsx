/** One sentence on why a task is in its state, and on request the picture of the states with its way through them. */
import { formatDurationMs } from '../../../shared/format/duration.ts'
import { useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/host.ts'
import { reasonOf } from '../../stores/taskReason.ts'
import type { TaskView } from '../../stores/taskShapes.ts'
import { setTaskViewing, useTaskViewing } from '../../stores/taskViewing.ts'
import { classes, Icon } from '../../ui/index.ts'
import { StatePicture } from './StatePicture.tsx'
import css from './WhyState.module.css'

export function WhyState({ task }: { task: TaskView }) {
  const t = useText()
  const isShown = useTaskViewing(({ isWhyShown }) => isWhyShown)
  const isSaid = task.state === 'Failed' && task.errorType !== null // by the error above
  return (
    <section className={css.why}>
      {(!isSaid || isShown) && <ReasonSentence task={task} />}
      <button
        type="button"
        className={css.toggle}
        aria-expanded={isShown}
        onClick={() => setTaskViewing({ isWhyShown: !isShown })}
      >
        <Icon name={isShown ? 'chevron-down' : 'chevron-right'} size={12} />
        {t(isShown ? 'task.why.hide' : 'task.why.show')}
      </button>
      {isShown && <StatePicture task={task} />}
    </section>
  )
}

function ReasonSentence({ task }: { task: TaskView }) {
  const t = useText()
  const reason = reasonOf(task, useNow())
  const span = 'dueInMs' in reason ? formatDurationMs(Math.ceil(reason.dueInMs / 1_000) * 1_000) : ''
  const neverRan = task.state === 'Expired' || task.state === 'Invalid'
  return (
    <p className={classes(css.sentence, neverRan && css.lapsed)}>{t(`task.why.${reason.key}`, { ...reason, span })}</p>
  )
}
