/** What can be done with the selected tasks. It floats over the end of the list, so that no row moves. */
import type { ReactNode } from 'react'
import { formatInstant } from '../../../shared/format/instant.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import { ROW_KEYS, shortcutOf } from '../../stores/shortcuts.ts'
import { clearSelection, MAX_SELECTED, selectCanSelectMore, selectMatching } from '../../stores/taskListSelection.ts'
import { useTaskList } from '../../stores/taskListState.ts'
import { Button, IconButton } from '../../ui/index.ts'
import { compareSelected } from '../compare/compareMoves.ts'
import css from './SelectionBar.module.css'
import type { BatchVerbs } from './useBatch.tsx'

/** `children`: the verbs. */
export function SelectionBar({ children }: { children: ReactNode }) {
  const t = useText()
  const count = useTaskList((state) => state.selected.size)
  const batch = useTaskList((state) => state.batch)
  if (count === 0 && batch === null) return null
  return (
    <div className={css.bar} role="toolbar" aria-label={t('tasks.selection.label')}>
      <span className={css.count} role="status">
        {batch === null ? (
          <Chosen count={count} />
        ) : (
          t('tasks.selection.working', { done: batch.doneCount, total: batch.totalCount })
        )}
      </span>
      {batch === null && <SelectMore />}
      {children}
      <IconButton icon="x" label={t('tasks.selection.clear')} shortcut="Escape" onClick={clearSelection} />
    </div>
  )
}

/** What is done with them on the task screen. Those that are planned first end in an ellipsis. */
export function BatchButtons({ verbs }: { verbs: BatchVerbs }) {
  const t = useText()
  const batch = useTaskList((state) => state.batch)
  const count = useTaskList((state) => state.selected.size)
  const hasBatch = batch !== null
  return (
    <>
      <Button
        size="sm"
        icon="rotate-ccw"
        shortcut={shortcutOf('replay')}
        isBusy={batch?.kind === 'retry'}
        isDisabled={hasBatch}
        onClick={verbs.replay}
      >
        {t(count > 1 ? 'tasks.selection.replayPlan' : 'tasks.selection.replay')}
      </Button>
      <Button
        size="sm"
        icon="undo-2"
        shortcut={shortcutOf('compensate')}
        isDisabled={hasBatch}
        onClick={verbs.compensate}
      >
        {t('tasks.selection.compensate')}
      </Button>
      {count === 2 && (
        <Button size="sm" icon="git-compare" isDisabled={hasBatch} onClick={compareSelected}>
          {t('compare.verb')}
        </Button>
      )}
      <Button size="sm" icon="check" shortcut={shortcutOf('resolve')} isDisabled={hasBatch} onClick={verbs.resolve}>
        {t('tasks.selection.resolve')}
      </Button>
      <Button
        size="sm"
        variant="danger"
        icon="circle-stop"
        shortcut={shortcutOf('stop')}
        isBusy={batch?.kind === 'stop'}
        isDisabled={hasBatch}
        onClick={verbs.stop}
      >
        {t('tasks.selection.stop')}
      </Button>
    </>
  )
}

function Chosen({ count }: { count: number }) {
  const t = useText()
  const language = useLanguage()
  const frozen = useTaskList((state) => state.frozen)
  const gathered = useTaskList((state) => (state.isGathering ? state.seqs.length : null))
  if (gathered !== null) return t('tasks.selection.gathering', { count: gathered })
  if (frozen === null) return t('tasks.selection.count', { count })
  const time = formatInstant(frozen.atMs, { language })
  return t(frozen.isWhole ? 'tasks.selection.all' : 'tasks.selection.first', { count, time })
}

/** All loaded rows are selected: the others that match are one press away. */
function SelectMore() {
  const t = useText()
  const canSelectMore = useTaskList(selectCanSelectMore)
  const isGathering = useTaskList((state) => state.isGathering)
  const total = useTaskList(({ count }) => (count?.isExact ? count.value : null))
  if (!canSelectMore) return null
  const isWhole = total !== null && total <= MAX_SELECTED
  const label = isWhole
    ? t('tasks.selection.selectAll', { count: total })
    : t('tasks.selection.selectFirst', { count: MAX_SELECTED })
  return (
    <Button
      size="sm"
      variant="ghost"
      shortcut={ROW_KEYS.selectAll[0]}
      isBusy={isGathering}
      onClick={() => void selectMatching()}
    >
      {label}
    </Button>
  )
}
