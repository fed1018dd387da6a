/** The dead letters of a group: the task list with its filter, narrowed to them. */
import { useEffect, useRef } from 'react'
import { useText } from '../../i18n/text.ts'
import { type GroupDetail, useOpenGroup } from '../../stores/inboxGroup.ts'
import { membersQuery } from '../../stores/inboxMembers.ts'
import { openCompensation, openReplay } from '../../stores/repair.ts'
import type { TaskTarget } from '../../stores/route.ts'
import { shortcutOf } from '../../stores/shortcuts.ts'
import { refresh } from '../../stores/taskList.ts'
import { chosenRows, clearSelection, leaveRows } from '../../stores/taskListSelection.ts'
import { useTaskList } from '../../stores/taskListState.ts'
import { Button, EmptyState, ErrorState, IconButton } from '../../ui/index.ts'
import { FilterBar } from '../tasks/FilterBar.tsx'
import { ListFoot } from '../tasks/ListFoot.tsx'
import { Slow } from '../tasks/ListStates.tsx'
import { SelectionBar } from '../tasks/SelectionBar.tsx'
import { TaskList } from '../tasks/TaskList.tsx'
import { focusRow, useShownQuery } from '../tasks/useShownQuery.ts'
import { setQuery } from '../tasks/useTasksRoute.ts'
import { copyCloudCommand } from './copyCloudCommand.ts'
import { resolveLettersMove } from './groupMoves.ts'
import css from './Members.module.css'

type MembersProps = {
  group: GroupDetail
  query: string // the user's own terms
  task: TaskTarget | null
  hasKeys: boolean
  onLeave(): void
}

export function Members({ group: { groupId, functions }, query, task, hasKeys, onLeave }: MembersProps) {
  const t = useText()
  const rows = useRef<HTMLDivElement>(null)
  const hasOpenLetters = useOpenGroup((state) => state.hasOpenLetters)
  const wanted = membersQuery({ groupId, hasOpenLetters, query })
  useEnteredEmpty()
  useShownQuery(wanted)
  const isTheirs = useTaskList((state) => state.query === wanted)
  const hasRows = useTaskList((state) => state.seqs.length > 0) && isTheirs
  const isLoading = useTaskList((state) => state.load === 'loading')
  return (
    <div className={css.members} data-members>
      <FilterBar isSlim query={query} onLeave={() => focusRow(rows.current)} />
      {hasRows && isLoading && <Slow />}
      {hasRows ? (
        <TaskList
          label={t('inbox.members.label')}
          target={task}
          rows={rows}
          columns={functions.length > 1 ? 'lettersOfFunctions' : 'letters'}
          hasKeys={hasKeys}
          onLeave={onLeave}
        />
      ) : (
        <div className={css.place}>{isTheirs && <MemberStates query={query} />}</div>
      )}
      <SelectionBar>
        <LetterButtons />
      </SelectionBar>
      <ListFoot />
    </div>
  )
}

/** What was selected in another group or in the task list is not in sight here, and no verb is about it. */
function useEnteredEmpty(): void {
  useEffect(() => {
    leaveRows()
    return leaveRows
  }, [])
}

function MemberStates({ query }: { query: string }) {
  const t = useText()
  const load = useTaskList((state) => state.load)
  const error = useTaskList((state) => state.error)
  if (load === 'failed' && error !== null) {
    return <ErrorState what={t('inbox.members.failed')} error={error} onRetry={() => void refresh()} />
  }
  if (load === 'loading') return <Slow />
  if (query !== '') {
    return (
      <EmptyState title={t('inbox.members.hiddenTitle')} text={<bdi>{t('inbox.members.hiddenText', { query })}</bdi>}>
        <Button size="sm" onClick={() => setQuery('')}>
          {t('tasks.filter.clear')}
        </Button>
      </EmptyState>
    )
  }
  return (
    <EmptyState title={t('inbox.members.noneTitle')} text={t('inbox.members.noneText')}>
      <Button size="sm" onClick={() => setQuery('letter:resolved')}>
        {t('inbox.members.showResolved')}
      </Button>
    </EmptyState>
  )
}

/** Of the selected ones. */
function LetterButtons() {
  const t = useText()
  const isOne = useTaskList(({ selected }) => selected.size === 1)
  const seqs = () => chosenRows().map(({ task }) => task.seq)
  const resolve = () => {
    void resolveLettersMove(seqs())
    clearSelection()
  }
  const copy = () => {
    const [row] = chosenRows()
    if (row !== undefined) void copyCloudCommand(row.task)
  }
  return (
    <>
      <Button size="sm" icon="rotate-ccw" shortcut={shortcutOf('replay')} onClick={() => openReplay({ seqs: seqs() })}>
        {t('inbox.members.replay')}
      </Button>
      <Button
        size="sm"
        icon="undo-2"
        shortcut={shortcutOf('compensate')}
        onClick={() => openCompensation({ seqs: seqs() })}
      >
        {t('inbox.members.compensate')}
      </Button>
      <Button size="sm" icon="check" shortcut={shortcutOf('resolve')} onClick={resolve}>
        {t('inbox.members.resolve')}
      </Button>
      {isOne && <IconButton icon="terminal" label={t('inbox.members.cloud')} onClick={copy} />}
    </>
  )
}
