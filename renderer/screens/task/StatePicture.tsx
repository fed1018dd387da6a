/** The states of a task as a small branching picture: its way through them lit, the present state framed. */

import { taskStates } from '../../../shared/domain/taskStates.ts'
import { useText } from '../../i18n/text.ts'
import type { TaskView } from '../../stores/taskShapes.ts'
import { classes, StatusLabel } from '../../ui/index.ts'
import css from './StatePicture.module.css'
import { COLUMN_COUNT, type Move, movesOf, PLACES, ROW_COUNT } from './statePicture.ts'

export function StatePicture({ task }: { task: Pick<TaskView, 'events' | 'state'> }) {
  const t = useText()
  const passed = new Set(task.events.map(({ state }) => state))
  const path = task.events.map(({ state }) => t(`common.state.${state}`)).join(' → ')
  return (
    <div className={css.picture} role="img" aria-label={t('task.why.picture', { path })}>
      <svg className={css.moves} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        {movesOf(task.events).map((move) => (
          <line
            key={`${move.from} ${move.to}`}
            className={classes(css.move, move.isTaken && css.taken)}
            {...lineOf(move)}
          />
        ))}
      </svg>
      {taskStates.states.map((state) => {
        const { column, row } = PLACES[state]
        return (
          <span
            key={state}
            className={classes(css.state, passed.has(state) && css.passed, state === task.state && css.present)}
            style={{ gridColumn: column + 1, gridRow: row + 1 }}
          >
            <StatusLabel state={state} />
          </span>
        )
      })}
    </div>
  )
}

function lineOf({ from, to }: Move) {
  const at = ({ column, row }: { column: number; row: number }) => ({
    x: ((column + 0.5) / COLUMN_COUNT) * 100,
    y: ((row + 0.5) / ROW_COUNT) * 100,
  })
  const start = at(PLACES[from])
  const end = at(PLACES[to])
  return { x1: start.x, y1: start.y, x2: end.x, y2: end.y }
}
