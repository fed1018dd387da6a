/**
 * One row. It reads its own task by seq, so that a change of one task draws one row, and a row is the same
 * element wherever the list scrolls.
 */
import { type MouseEvent, memo, useEffect, useMemo, useRef, useState } from 'react'
import { shortInstanceId } from '../../../shared/format/shortInstanceId.ts'
import { useText } from '../../i18n/text.ts'
import { formatRoute } from '../../stores/route.ts'
import { type ListRow, useTaskList } from '../../stores/taskListState.ts'
import { classes, GridCell, StatusLabel } from '../../ui/index.ts'
import {
  AttemptsCell,
  EndedCell,
  IdCell,
  None,
  PayloadPreview,
  RunCell,
  TriggeredCell,
  WaitCell,
} from './TaskCells.tsx'
import css from './TaskRowView.module.css'

/** What a press on a row does; the same object for all rows and always. */
export type RowActions = {
  press(seq: number, event: Pick<MouseEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>): void
  select(seq: number, isRange: boolean): void
  /** Whether the focused row should take the keyboard, too: only while the list has it. */
  takesFocus(): boolean
}

/** `letters`: of tasks that have failed alike, one line each; with the function where they are of several. */
export type TaskColumns = 'tasks' | 'letters' | 'lettersOfFunctions'

type TaskRowViewProps = {
  seq: number
  index: number
  topPixels: number
  isCompact: boolean
  columns: TaskColumns
  isOpen: boolean // beside the list
  isTabStop: boolean
  actions: RowActions
}

export const TaskRowView = memo(function TaskRowView(props: TaskRowViewProps) {
  const { seq, index, topPixels, isCompact, columns, isOpen, isTabStop, actions } = props
  const t = useText()
  const row = useTaskList((state) => state.rows.get(seq))
  const isFocused = useTaskList((state) => state.focusSeq === seq)
  const isSelected = useTaskList((state) => state.selected.has(seq))
  const isSelecting = useTaskList((state) => state.selected.size > 0)
  const [isPointed, setPointed] = useState(false)
  const element = useRef<HTMLDivElement>(null)
  const style = useMemo(() => ({ transform: `translateY(${topPixels}px)` }), [topPixels])

  useEffect(() => {
    if (isFocused && actions.takesFocus()) element.current?.focus({ preventScroll: true })
  }, [isFocused, actions])

  if (row === undefined) return null
  const { task, match } = row
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useSemanticElements: the grid answers the keys of all rows; a table lays out by its content
    <div
      ref={element}
      role="row"
      data-seq={seq}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-current={isOpen || undefined}
      tabIndex={isTabStop ? 0 : -1}
      style={style}
      className={classes(
        css.row,
        isCompact && css.compact,
        isOpen && css.open,
        isSelected && css.selected,
        match !== 'yes' && css.stale,
      )}
      onClick={(event) => actions.press(seq, event)}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
    >
      <GridCell className={css.cell}>
        <input
          type="checkbox"
          className={classes(css.check, (isSelecting || isSelected) && css.shown)}
          aria-label={t('tasks.row.select', { id: task.taskId })}
          tabIndex={-1}
          checked={isSelected}
          onChange={NOTHING}
          onClick={(event) => {
            event.stopPropagation()
            actions.select(seq, event.shiftKey)
          }}
        />
        <StatusLabel state={task.state} />
      </GridCell>
      {columns === 'tasks' ? (
        <TaskCells row={row} isInUse={isPointed || isFocused} />
      ) : (
        <LetterCells row={row} isInUse={isPointed || isFocused} hasFunction={columns === 'lettersOfFunctions'} />
      )}
    </div>
  )
})

type CellsProps = { row: ListRow; isInUse: boolean }

function TaskCells({ row, isInUse }: CellsProps) {
  const { task } = row
  return (
    <>
      <SubjectCell row={row} hasFunction />
      <GridCell className={classes(css.id, css.wide)}>
        <IdCell task={task} isInUse={isInUse} />
      </GridCell>
      <GridCell className={classes(css.number, css.second)}>
        <TriggeredCell task={task} />
      </GridCell>
      <GridCell className={classes(css.number, css.wide)}>
        <WaitCell task={task} />
      </GridCell>
      <GridCell className={css.number}>
        <RunCell task={task} />
      </GridCell>
      <GridCell className={css.number}>
        <AttemptsCell task={task} />
      </GridCell>
      <GridCell className={classes(css.instance, css.widest)} title={task.instanceId ?? undefined}>
        {task.instanceId === null ? <None /> : <InstanceLink instanceId={task.instanceId} />}
      </GridCell>
    </>
  )
}

function LetterCells({ row, isInUse, hasFunction }: CellsProps & { hasFunction: boolean }) {
  const { task } = row
  return (
    <>
      <GridCell className={css.id}>
        <IdCell task={task} isInUse={isInUse} />
      </GridCell>
      <SubjectCell row={row} hasFunction={hasFunction} />
      <GridCell className={classes(css.number, css.second)}>
        <EndedCell task={task} />
      </GridCell>
      <GridCell className={classes(css.number, css.wide)}>
        <RunCell task={task} />
      </GridCell>
      <GridCell className={css.number}>
        <AttemptsCell task={task} />
      </GridCell>
    </>
  )
}

/** What tells the task from others: its function, its payload, and whether it still belongs here. */
function SubjectCell({ row: { task, match }, hasFunction }: { row: ListRow; hasFunction: boolean }) {
  const t = useText()
  const note = match === 'gone' ? t('tasks.row.gone') : t('tasks.row.noLongerMatches')
  return (
    <GridCell className={css.subject}>
      {(hasFunction || match !== 'yes') && (
        <span className={css.name}>
          {hasFunction && <bdi className={css.cut}>{task.functionName}</bdi>}
          {match !== 'yes' && <span className={css.note}>{note}</span>}
        </span>
      )}
      <span className={css.payload}>
        <PayloadPreview task={task} />
      </span>
    </GridCell>
  )
}

function InstanceLink({ instanceId }: { instanceId: string }) {
  return (
    <a
      href={formatRoute({ screen: 'instances', instanceId })}
      tabIndex={-1}
      onClick={(event) => event.stopPropagation()}
    >
      {shortInstanceId(instanceId)}
    </a>
  )
}

/** The box follows the selection; the press is answered by `onClick`, which knows about Shift. */
const NOTHING = () => {}
