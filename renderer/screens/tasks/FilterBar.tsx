/** The filter: its field, its help, the time, how the list behaves, and the states. */
import { useId, useRef, useState } from 'react'
import type { Problem } from '../../../shared/query/problems.ts'
import { readQuery } from '../../../shared/query/terms.ts'
import { useText } from '../../i18n/text.ts'
import { setPreference, usePreferences } from '../../stores/preferences.ts'
import { shortcutOf, useShortcut } from '../../stores/shortcuts.ts'
import { setPaused } from '../../stores/taskListLive.ts'
import { useTaskList } from '../../stores/taskListState.ts'
import { IconButton, toast } from '../../ui/index.ts'
import css from './FilterBar.module.css'
import { FilterHelp } from './FilterHelp.tsx'
import { FilterInput } from './FilterInput.tsx'
import { ProblemList } from './ProblemList.tsx'
import { RawFilter } from './RawFilter.tsx'
import { StatusPills } from './StatusPills.tsx'
import { TimeMenu } from './TimeMenu.tsx'

/** `isSlim`: without what the members of a group need not: times, density, states. */
type FilterBarProps = { query: string; isSlim?: boolean; onLeave(): void }

export function FilterBar({ query, isSlim = false, onLeave }: FilterBarProps) {
  const t = useText()
  const field = useRef<HTMLInputElement>(null)
  const problemsId = useId()
  const [isRaw, setRaw] = useState(false)
  const [refused, setRefused] = useState<{ text: string; problems: Problem[] } | null>(null)
  const isPaused = useTaskList((state) => state.isPaused)
  const problems = useTaskList((state) => state.problems)
  const appliedQuery = useTaskList((state) => state.query)
  const isPossible = useTaskList((state) => state.filter !== null)
  const isCompact = usePreferences(({ density }) => density === 'compact')
  useShortcut('filter', () => field.current?.focus())
  useShortcut('pause', () => setPaused(!isPaused))

  const toggleDensity = () =>
    setPreference('density', isCompact ? 'comfortable' : 'compact').catch((error: Error) =>
      toast({ text: error.message, tone: 'fail' }),
    )
  const Field = isRaw ? RawFilter : FilterInput
  return (
    <>
      <search className={css.bar}>
        <Field query={query} field={field} onRefused={setRefused} problemsId={problemsId} onLeave={onLeave} />
        <IconButton
          icon="code"
          label={isRaw ? t('tasks.filter.chips') : t('tasks.filter.raw')}
          isActive={isRaw}
          onClick={() => {
            setRaw(!isRaw)
            setRefused(null)
            setTimeout(() => field.current?.focus())
          }}
        />
        <FilterHelp />
        {!isSlim && <TimeMenu query={query} />}
        {!isSlim && (
          <IconButton
            icon={isCompact ? 'rows-2' : 'rows-3'}
            label={isCompact ? t('tasks.comfortable') : t('tasks.compact')}
            onClick={() => void toggleDensity()}
          />
        )}
        <IconButton
          icon={isPaused ? 'play' : 'pause'}
          label={isPaused ? t('tasks.resume') : t('tasks.pause')}
          shortcut={shortcutOf('pause')}
          isActive={isPaused}
          onClick={() => setPaused(!isPaused)}
        />
      </search>
      {refused !== null && <ProblemList id={problemsId} {...refused} />}
      {isPossible && (
        <ProblemList
          text={appliedQuery}
          problems={problems}
          hasOthers={readQuery(appliedQuery).length > problems.length}
        />
      )}
      {!isSlim && <StatusPills query={query} />}
    </>
  )
}
