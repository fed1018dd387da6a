/** The bar of the dock: what it can show at the left, what the machine gives and the size of the dock at the right. */
import type { ReactNode } from 'react'
import { formatCount } from '../../../shared/format/count.ts'
import { useText } from '../../i18n/text.ts'
import { useProblems } from '../../stores/problems.ts'
import { shortcutOf, useShortcut } from '../../stores/shortcuts.ts'
import { useTerminals } from '../../stores/terminals.ts'
import { type DockTab, uiActions, useUi } from '../../stores/ui.ts'
import { classes, Icon, IconButton, type IconName, Kbd } from '../../ui/index.ts'
import css from './DockBar.module.css'
import { HostFigures } from './HostFigures.tsx'
import { LostLine } from './LostLine.tsx'

export function DockBar() {
  const t = useText()
  const isOpen = useUi(({ dockTab }) => dockTab !== null)
  useShortcut('dock', () => uiActions.toggleDock())
  return (
    <div className={classes(css.bar, isOpen && css.isOpen)}>
      <TerminalsTab />
      <Tab id="logs" icon="scroll-text" label={t('logs.title')} />
      <ProblemsTab />
      <LostLine />
      <div className={css.end}>
        <HostFigures />
        {isOpen ? <Size /> : <Kbd keys={shortcutOf('dock')} />}
      </div>
    </div>
  )
}

function TerminalsTab() {
  const t = useText()
  const count = useTerminals(({ terminals }) => terminals.length)
  return (
    <Tab id="terminal" icon="terminal" label={t('terminal.title')}>
      {count > 0 && <span className={css.count}>{formatCount(count)}</span>}
    </Tab>
  )
}

function ProblemsTab() {
  const t = useText()
  const problems = useProblems()
  const errorCount = problems.filter(({ level }) => level === 'error').length
  const noteCount = problems.length - errorCount
  return (
    <Tab
      id="problems"
      icon={errorCount === 0 ? 'info' : 'triangle-alert'}
      label={t('shell.dock.problems')}
      isWrong={errorCount > 0}
    >
      {(errorCount > 0 || noteCount === 0) && <span className={css.count}>{formatCount(errorCount)}</span>}
      {noteCount > 0 && (
        <span className={css.count}>{t('shell.dock.notes', { count: noteCount, shown: formatCount(noteCount) })}</span>
      )}
    </Tab>
  )
}

type TabProps = { id: DockTab; icon: IconName; label: string; isWrong?: boolean; children?: ReactNode }

/** A press on the one that is shown closes the dock. */
function Tab({ id, icon, label, isWrong = false, children }: TabProps) {
  const isShown = useUi(({ dockTab }) => dockTab === id)
  return (
    <button
      type="button"
      className={classes(css.tab, isShown && css.on, isWrong && css.wrong)}
      aria-expanded={isShown}
      onClick={() => (isShown ? uiActions.closeDock() : uiActions.openDock(id))}
    >
      <Icon name={icon} size={14} />
      {label}
      {children}
    </button>
  )
}

function Size() {
  const t = useText()
  const isFull = useUi(({ isDockFull }) => isDockFull)
  return (
    <div className={css.buttons}>
      <IconButton
        icon={isFull ? 'minimize-2' : 'maximize-2'}
        label={t(isFull ? 'terminal.dock.notFull' : 'terminal.dock.full')}
        onClick={uiActions.toggleDockFull}
      />
      <IconButton
        icon="chevron-down"
        label={t('shell.dock.close')}
        shortcut={shortcutOf('dock')}
        onClick={uiActions.closeDock}
      />
    </div>
  )
}
