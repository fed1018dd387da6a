/** The screens that there are, the views of tasks, and at its foot what concerns the window. */
import { Fragment } from 'react'
import { useText } from '../../i18n/text.ts'
import { selectUnread, useInboxTotals } from '../../stores/inboxTotals.ts'
import { formatRoute, useRoute } from '../../stores/route.ts'
import { shortcutOf } from '../../stores/shortcuts.ts'
import { uiActions } from '../../stores/ui.ts'
import { classes, formatShortcut, Icon } from '../../ui/index.ts'
import { AddressRow } from './AddressRow.tsx'
import css from './Rail.module.css'
import { RailViews } from './RailViews.tsx'
import { SettingsPopover } from './SettingsPopover.tsx'
import { SCREENS } from './screenTable.ts'

export function Rail({ isNarrow }: { isNarrow: boolean }) {
  const t = useText()
  const screen = useRoute((route) => route.screen)
  const query = useRoute((route) => (route.screen === 'tasks' ? route.query : ''))
  return (
    <div className={classes(css.rail, isNarrow && css.isNarrow)}>
      <nav className={css.scroll} aria-label={t('shell.rail.label')}>
        {SCREENS.map((entry) => (
          <Fragment key={entry.screen}>
            <RailLink entry={entry} isOn={screen === entry.screen} />
            {entry.screen === 'tasks' && !isNarrow && <RailViews shownQuery={screen === 'tasks' ? query : null} />}
          </Fragment>
        ))}
      </nav>
      <div className={css.foot}>
        <SettingsPopover
          trigger={
            <button type="button" className={css.item} title={isNarrow ? t('shell.rail.settings') : undefined}>
              <Icon name="settings" />
              <span className={css.word}>{t('shell.rail.settings')}</span>
            </button>
          }
        />
        <button
          type="button"
          className={css.item}
          title={isNarrow ? t('shell.rail.help') : undefined}
          onClick={uiActions.openHelp}
        >
          <Icon name="circle-help" />
          <span className={css.word}>{t('shell.rail.help')}</span>
          <span className={css.keys} aria-hidden="true">
            {formatShortcut(shortcutOf('help'))}
          </span>
        </button>
      </div>
      <AddressRow isNarrow={isNarrow} />
    </div>
  )
}

function RailLink({
  entry: { icon, word, route, shortcut },
  isOn,
}: {
  entry: (typeof SCREENS)[number]
  isOn: boolean
}) {
  const t = useText()
  const unreadCount = useInboxTotals(route.screen === 'inbox' ? selectUnread : NONE)
  const title = `${t(word)} (${formatShortcut(shortcutOf(shortcut))})`
  return (
    <a
      className={classes(css.item, isOn && css.on)}
      href={formatRoute(route)}
      title={unreadCount === 0 ? title : `${title}: ${t('inbox.badge', { count: unreadCount })}`}
      aria-current={isOn ? 'page' : undefined}
    >
      <Icon name={icon} />
      <span className={css.word}>{t(word)}</span>
      {unreadCount > 0 && (
        <span className={css.badge} aria-hidden="true">
          {unreadCount > MAX_BADGE ? `${MAX_BADGE}+` : unreadCount}
        </span>
      )}
    </a>
  )
}

const MAX_BADGE = 99
const NONE = () => 0
