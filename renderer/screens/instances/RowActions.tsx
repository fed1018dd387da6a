/** The buttons at the end of a row: its log, a terminal in it, its end. */
import { useText } from '../../i18n/text.ts'
import type { InstanceRow } from '../../stores/instances.ts'
import { shortcutOf } from '../../stores/shortcuts.ts'
import { Button, IconButton } from '../../ui/index.ts'
import { canLogIn, logInTo, showLogs } from './instanceMoves.ts'

export function RowActions({ row, onStop }: { row: InstanceRow; onStop: (row: InstanceRow) => void }) {
  const t = useText()
  if (row.endedAtMs !== null) {
    return (
      <>
        {row.heldUntilMs !== null && (
          <Button size="sm" icon="terminal" tabIndex={-1} onClick={() => void logInTo(row)}>
            {t('instances.openHeld')}
          </Button>
        )}
        <IconButton icon="scroll-text" label={t('instances.openLogs')} tabIndex={-1} onClick={() => showLogs(row)} />
      </>
    )
  }
  return (
    <>
      <IconButton
        icon="scroll-text"
        label={t('instances.openLogs')}
        shortcut={shortcutOf('log')}
        tabIndex={-1}
        onClick={() => showLogs(row)}
      />
      <IconButton
        icon="terminal"
        label={t(canLogIn(row) ? 'instances.logIn' : 'instances.logInStarting')}
        shortcut={shortcutOf('terminal')}
        tabIndex={-1}
        isDisabled={!canLogIn(row)}
        onClick={() => void logInTo(row)}
      />
      <IconButton
        icon="square"
        label={t('instances.stop')}
        shortcut={shortcutOf('stop')}
        tabIndex={-1}
        onClick={() => onStop(row)}
      />
    </>
  )
}
