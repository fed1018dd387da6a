/** The bar at the top: project, history, search, engine. In the desktop window it is also what moves the window. */
import { useText } from '../../i18n/text.ts'
import { goBack, goForward, useHistoryMoves } from '../../stores/historyMoves.ts'
import { shortcutOf } from '../../stores/shortcuts.ts'
import { uiActions } from '../../stores/ui.ts'
import { Icon, IconButton, Kbd } from '../../ui/index.ts'
import { EnginePill } from './EnginePill.tsx'
import { ProjectMenu } from './ProjectMenu.tsx'
import css from './TitleBar.module.css'

export function TitleBar() {
  const t = useText()
  const { canGoBack, canGoForward } = useHistoryMoves()
  return (
    <header className={css.bar}>
      <ProjectMenu />
      <div className={css.nav}>
        <IconButton
          icon="arrow-left"
          label={t('shell.nav.back')}
          shortcut={shortcutOf('back')}
          isDisabled={!canGoBack}
          onClick={goBack}
        />
        <IconButton
          icon="arrow-right"
          label={t('shell.nav.forward')}
          shortcut={shortcutOf('forward')}
          isDisabled={!canGoForward}
          onClick={goForward}
        />
      </div>
      <button type="button" className={css.search} onClick={() => uiActions.openPalette()}>
        <Icon name="search" size={14} />
        <span className={css.searchText}>{t('shell.nav.search')}</span>
        <Kbd keys={shortcutOf('search')} />
      </button>
      <div className={css.end}>
        <EnginePill />
      </div>
    </header>
  )
}
