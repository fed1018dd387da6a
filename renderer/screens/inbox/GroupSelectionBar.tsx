/** What can be done with several groups at once. It floats over the end of the list, so that no row moves. */
import { useText } from '../../i18n/text.ts'
import { clearGroups } from '../../stores/inboxSelection.ts'
import { useInbox } from '../../stores/inboxState.ts'
import { Button, IconButton } from '../../ui/index.ts'
import css from './GroupSelectionBar.module.css'
import { acknowledgeMove, resolveMove } from './groupMoves.ts'
import { IgnoreMenu } from './IgnoreMenu.tsx'

export function GroupSelectionBar() {
  const t = useText()
  const selected = useInbox((state) => state.selected)
  const ids = [...selected]
  if (ids.length === 0) return null
  const act = (move: typeof resolveMove) => {
    void move(ids)
    clearGroups()
  }
  return (
    <div className={css.bar} role="toolbar" aria-label={t('inbox.selection.label')}>
      <span className={css.count} role="status">
        {t('inbox.selection.count', { count: ids.length })}
      </span>
      <span className={css.verbs}>
        <Button size="sm" icon="check" onClick={() => act(resolveMove)}>
          {t('inbox.verb.resolve')}
        </Button>
        <IgnoreMenu ids={ids} />
        <IconButton icon="eye" hasFrame label={t('inbox.verb.acknowledge')} onClick={() => act(acknowledgeMove)} />
        <IconButton icon="x" label={t('inbox.selection.clear')} shortcut="Escape" onClick={clearGroups} />
      </span>
    </div>
  )
}
