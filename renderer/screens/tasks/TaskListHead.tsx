/** The head of the columns, with what is new beside the title of the rows that it belongs to. */
import { useText } from '../../i18n/text.ts'
import { refresh } from '../../stores/taskList.ts'
import { useTaskList } from '../../stores/taskListState.ts'
import { classes, GridHead, Icon, Tooltip } from '../../ui/index.ts'
import css from './TaskListHead.module.css'
import type { TaskColumns } from './TaskRowView.tsx'

type TaskListHeadProps = { columns: TaskColumns; onNewest(): void }

export function TaskListHead({ columns, onNewest }: TaskListHeadProps) {
  const t = useText()
  return (
    // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useSemanticElements: a table lays out by its content; the heads are no stop for the keyboard
    <div role="row" aria-rowindex={1} className={css.head}>
      <GridHead>{t('tasks.column.state')}</GridHead>
      {columns === 'tasks' ? <TaskHeads onNewest={onNewest} /> : <LetterHeads onNewest={onNewest} />}
    </div>
  )
}

function TaskHeads({ onNewest }: { onNewest(): void }) {
  const t = useText()
  return (
    <>
      <GridHead className={css.subject}>
        {t('tasks.column.functionAndPayload')}
        <NewRows onNewest={onNewest} />
      </GridHead>
      <GridHead className={css.wide}>{t('tasks.column.id')}</GridHead>
      <GridHead isSorted className={classes(css.number, css.sorted)}>
        {t('tasks.column.triggered')}
        <Icon name="arrow-down" size={14} />
      </GridHead>
      <GridHead className={classes(css.number, css.wide)}>{t('tasks.column.wait')}</GridHead>
      <GridHead className={css.number}>{t('tasks.column.run')}</GridHead>
      <GridHead className={css.number}>{t('tasks.column.attempts')}</GridHead>
      <GridHead className={css.widest}>{t('tasks.column.instance')}</GridHead>
    </>
  )
}

/** Of tasks that have failed alike: when they did, rather than when they came. */
function LetterHeads({ onNewest }: { onNewest(): void }) {
  const t = useText()
  return (
    <>
      <GridHead>{t('tasks.column.id')}</GridHead>
      <GridHead className={css.subject}>
        {t('tasks.column.payload')}
        <NewRows onNewest={onNewest} />
      </GridHead>
      <GridHead className={css.number}>{t('tasks.column.failed')}</GridHead>
      <GridHead className={classes(css.number, css.wide)}>{t('tasks.column.run')}</GridHead>
      <GridHead className={css.number}>{t('tasks.column.attempts')}</GridHead>
    </>
  )
}

function NewRows({ onNewest }: { onNewest(): void }) {
  const t = useText()
  const count = useTaskList((state) => state.newCount)
  const hasMore = useTaskList((state) => state.hasMoreNew)
  if (count === 0) return null
  return (
    <Tooltip label={t('tasks.newRowsHint')} shortcut=".">
      <button
        type="button"
        className={css.newRows}
        onClick={() => {
          onNewest()
          void refresh()
        }}
      >
        <Icon name="arrow-up" size={14} />
        {hasMore ? t('tasks.newRowsMany', { count }) : t('tasks.newRows', { count })}
      </button>
    </Tooltip>
  )
}
