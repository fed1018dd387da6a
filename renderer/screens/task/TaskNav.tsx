/** The row over a task: where it is in the list, its link, full page, close. */
import { formatCount } from '../../../shared/format/count.ts'
import { useText } from '../../i18n/text.ts'
import { formatRoute, type TaskTarget } from '../../stores/route.ts'
import { shortcutOf } from '../../stores/shortcuts.ts'
import { IconButton } from '../../ui/index.ts'
import { copyWithWord } from './copyText.ts'
import css from './TaskNav.module.css'
import { toggleFull } from './taskMoves.ts'

type TaskNavProps = {
  target: TaskTarget
  isFull: boolean
  position: { index: number; total: number } | null // index from 1; null: not in the list that is loaded
  onMove: (step: 1 | -1) => void
  onClose: () => void
}

export function TaskNav({ target, isFull, position, onMove, onClose }: TaskNavProps) {
  const t = useText()
  const copyLink = () => {
    const address = window.location.href.split('#', 1)[0] ?? ''
    const link = `${address}${formatRoute({ screen: 'tasks', query: '', task: target, tab: null, isFull: false })}`
    void copyWithWord(link, t('task.copied.link'))
  }
  return (
    <div className={css.nav}>
      <IconButton
        icon="arrow-up"
        label={t('task.nav.previous')}
        shortcut={shortcutOf('previous')}
        onClick={() => onMove(-1)}
      />
      <IconButton
        icon="arrow-down"
        label={t('task.nav.next')}
        shortcut={shortcutOf('next')}
        onClick={() => onMove(1)}
      />
      {position !== null && (
        <span className={css.position}>
          {t('task.nav.position', { index: formatCount(position.index), total: formatCount(position.total) })}
        </span>
      )}
      <span className={css.space} />
      <IconButton icon="link" label={t('task.nav.copyLink')} onClick={copyLink} />
      <IconButton
        icon={isFull ? 'minimize-2' : 'maximize-2'}
        label={t(isFull ? 'task.nav.beside' : 'task.nav.full')}
        shortcut={shortcutOf('fullPage')}
        onClick={toggleFull}
      />
      <IconButton icon="x" label={t('task.nav.close')} shortcut={shortcutOf('close')} onClick={onClose} />
    </div>
  )
}
