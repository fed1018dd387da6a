/** What can be done with the selected tasks. It floats over the end of the list, so that no row moves. */
import { useText } from '../../i18n/text.ts'
import { shortcutOf } from '../../stores/shortcuts.ts'
import { clearSelection } from '../../stores/taskListSelection.ts'
import { type BatchKind, useTaskList } from '../../stores/taskListState.ts'
import { Button, IconButton } from '../../ui/index.ts'
import css from './SelectionBar.module.css'

export function SelectionBar({ onAsk }: { onAsk(kind: BatchKind): void }) {
  const t = useText()
  const count = useTaskList((state) => state.selected.size)
  const batch = useTaskList((state) => state.batch)
  if (count === 0 && batch === null) return null
  return (
    <div className={css.bar} role="toolbar" aria-label={t('tasks.selection.label')}>
      <span className={css.count} role="status">
        {batch === null
          ? t('tasks.selection.count', { count })
          : t('tasks.selection.working', { done: batch.doneCount, total: batch.totalCount })}
      </span>
      <Button
        size="sm"
        icon="rotate-ccw"
        shortcut={shortcutOf('replay')}
        isBusy={batch?.kind === 'retry'}
        isDisabled={batch !== null}
        onClick={() => onAsk('retry')}
      >
        {t('tasks.selection.retry')}
      </Button>
      <Button
        size="sm"
        variant="danger"
        icon="circle-stop"
        shortcut={shortcutOf('stop')}
        isBusy={batch?.kind === 'stop'}
        isDisabled={batch !== null}
        onClick={() => onAsk('stop')}
      >
        {t('tasks.selection.stop')}
      </Button>
      <IconButton icon="x" label={t('tasks.selection.clear')} shortcut="Escape" onClick={clearSelection} />
    </div>
  )
}
