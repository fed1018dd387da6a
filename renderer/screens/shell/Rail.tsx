/** The screens that there are, the views of tasks, and at its foot what concerns the window. */
import { useText } from '../../i18n/text.ts'
import { formatRoute, LOGS_ROUTE, TASKS_ROUTE, useRoute } from '../../stores/route.ts'
import { type ShortcutId, shortcutOf } from '../../stores/shortcuts.ts'
import { uiActions } from '../../stores/ui.ts'
import { classes, formatShortcut, Icon, type IconName } from '../../ui/index.ts'
import { AddressRow } from './AddressRow.tsx'
import css from './Rail.module.css'
import { RailViews } from './RailViews.tsx'
import { SettingsPopover } from './SettingsPopover.tsx'

export function Rail({ isNarrow }: { isNarrow: boolean }) {
  const t = useText()
  const screen = useRoute((route) => route.screen)
  const query = useRoute((route) => (route.screen === 'tasks' ? route.query : ''))
  return (
    <div className={classes(css.rail, isNarrow && css.isNarrow)}>
      <nav className={css.scroll} aria-label={t('shell.rail.label')}>
        <RailLink
          icon="activity"
          word={t('shell.rail.overview')}
          href={formatRoute({ screen: 'overview' })}
          shortcut="goOverview"
          isOn={screen === 'overview'}
        />
        <RailLink
          icon="list"
          word={t('shell.rail.tasks')}
          href={formatRoute(TASKS_ROUTE)}
          shortcut="goTasks"
          isOn={screen === 'tasks'}
        />
        {!isNarrow && <RailViews shownQuery={screen === 'tasks' ? query : null} />}
        <RailLink
          icon="box"
          word={t('shell.rail.instances')}
          href={formatRoute({ screen: 'instances', instanceId: null })}
          shortcut="goInstances"
          isOn={screen === 'instances'}
        />
        <RailLink
          icon="square-function"
          word={t('shell.rail.functions')}
          href={formatRoute({ screen: 'functions', functionName: null })}
          shortcut="goFunctions"
          isOn={screen === 'functions'}
        />
        <RailLink
          icon="scroll-text"
          word={t('shell.rail.logs')}
          href={formatRoute(LOGS_ROUTE)}
          shortcut="goLogs"
          isOn={screen === 'logs'}
        />
        <RailLink
          icon="chart-line"
          word={t('shell.rail.metrics')}
          href={formatRoute({ screen: 'metrics', functionName: null, range: null })}
          shortcut="goMetrics"
          isOn={screen === 'metrics'}
        />
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

type RailLinkProps = { icon: IconName; word: string; href: string; shortcut: ShortcutId; isOn: boolean }

function RailLink({ icon, word, href, shortcut, isOn }: RailLinkProps) {
  return (
    <a
      className={classes(css.item, isOn && css.on)}
      href={href}
      title={`${word} (${formatShortcut(shortcutOf(shortcut))})`}
      aria-current={isOn ? 'page' : undefined}
    >
      <Icon name={icon} />
      <span className={css.word}>{word}</span>
    </a>
  )
}
