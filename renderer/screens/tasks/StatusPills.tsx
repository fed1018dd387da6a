/**
 * The states as pills, five families or all ten, with exact counts from the engine's counters. They count what is
 * stored of the functions that the filter names; time and text they do not know.
 */
import { useState } from 'react'
import type { TaskState } from '../../../shared/domain/taskStates.ts'
import { taskStates } from '../../../shared/domain/taskStates.ts'
import { formatCount } from '../../../shared/format/count.ts'
import { statesOf, withStates } from '../../../shared/query/edit.ts'
import { FAMILIES, FAMILY_NAMES } from '../../../shared/query/statuses.ts'
import { useText } from '../../i18n/text.ts'
import { useHost } from '../../stores/host.ts'
import { countByCounters } from '../../stores/taskListCount.ts'
import { useTaskList } from '../../stores/taskListState.ts'
import { IconButton, TogglePill } from '../../ui/index.ts'
import css from './StatusPills.module.css'
import { setQuery } from './useTasksRoute.ts'

const FAMILY_GLYPHS = {
  waiting: 'Enqueued',
  running: 'Running',
  succeeded: 'Succeeded',
  failed: 'Failed',
  ended: 'Stopped',
} as const

export function StatusPills({ query }: { query: string }) {
  const t = useText()
  const [isExpanded, setExpanded] = useState(false)
  const totals = useHost((host) => host.totals)
  const filter = useTaskList((state) => state.filter)
  const chosen = statesOf(query)
  const countOf = (states: readonly TaskState[]) => {
    if (totals === null) return {}
    const { functions, notFunctions } = filter ?? {}
    const count = countByCounters({ states: [...states], functions, notFunctions }, totals)
    return { count: formatCount(count), isQuiet: count === 0 }
  }
  const pills = isExpanded
    ? taskStates.states.map((state) => ({
        id: state,
        label: t(`common.state.${state}`),
        glyph: state,
        states: [state],
      }))
    : FAMILY_NAMES.map((family) => ({
        id: family,
        label: t(`common.family.${family}`),
        glyph: FAMILY_GLYPHS[family],
        states: FAMILIES[family],
      }))

  const toggle = (states: readonly TaskState[]) => {
    const isOn = chosen !== null && states.every((state) => chosen.includes(state))
    const others = (chosen ?? []).filter((state) => !states.includes(state))
    setQuery(withStates(query, isOn ? others : [...others, ...states]))
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend
    <div className={css.pills} role="group" aria-label={t('tasks.pills.label')}>
      {pills.map(({ id, label, glyph, states }) => (
        <TogglePill
          key={id}
          isOn={chosen !== null && states.every((state) => chosen.includes(state))}
          glyph={glyph}
          label={label}
          {...countOf(states)}
          onClick={() => toggle(states)}
        />
      ))}
      <IconButton
        icon={isExpanded ? 'chevron-left' : 'chevron-right'}
        label={isExpanded ? t('tasks.pills.fold') : t('tasks.pills.expand')}
        aria-expanded={isExpanded}
        onClick={() => setExpanded(!isExpanded)}
      />
    </div>
  )
}
