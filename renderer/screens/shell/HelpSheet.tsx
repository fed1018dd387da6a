/** Every shortcut that there is, from the table that answers them. */
import { useText } from '../../i18n/text.ts'
import { useHost } from '../../stores/host.ts'
import { ROW_KEY_IDS, ROW_KEYS, SHORTCUT_GROUPS, SHORTCUT_IDS, SHORTCUTS } from '../../stores/shortcuts.ts'
import { uiActions, useUi } from '../../stores/ui.ts'
import { Dialog, Kbd } from '../../ui/index.ts'
import css from './HelpSheet.module.css'

export function HelpSheet() {
  const t = useText()
  const isOpen = useUi(({ isHelpOpen }) => isHelpOpen)
  const canOpenProjects = useHost(({ info }) => info?.canOpenProjects ?? false)
  const ids = SHORTCUT_IDS.filter((id) => id !== 'openFolder' || canOpenProjects)
  return (
    <Dialog title={t('shell.help.title')} isOpen={isOpen} onClose={uiActions.closeHelp} isReading>
      <div className={css.groups}>
        {SHORTCUT_GROUPS.map((group) => (
          <section key={group} className={css.group}>
            <h3 className={css.title}>{t(`shell.help.${group}`)}</h3>
            <dl>
              {ids
                .filter((id) => SHORTCUTS[id].group === group)
                .map((id) => (
                  <Row key={id} word={t(`shell.shortcuts.${id}`)} keys={SHORTCUTS[id].keys} />
                ))}
              {group === 'list' &&
                ROW_KEY_IDS.map((id) => <Row key={id} word={t(`shell.rowKeys.${id}`)} keys={ROW_KEYS[id]} />)}
            </dl>
          </section>
        ))}
      </div>
      <p className={css.note}>{t('shell.help.note')}</p>
    </Dialog>
  )
}

function Row({ word, keys }: { word: string; keys: readonly string[] }) {
  return (
    <div className={css.row}>
      <dt>{word}</dt>
      <dd>
        {keys.map((one) => (
          <Kbd key={one} keys={one} />
        ))}
      </dd>
    </div>
  )
}
