/** One terminal: where it is, what it shows, and the search in it. Its frame says that it is in a living instance. */
import { type KeyboardEvent, useCallback, useEffect, useState } from 'react'
import { shortInstanceId } from '../../../shared/format/shortInstanceId.ts'
import { useText } from '../../i18n/text.ts'
import { usePreferences } from '../../stores/preferences.ts'
import { shortcutFor } from '../../stores/shortcutKeys.ts'
import { IS_MAC, useShortcut } from '../../stores/shortcuts.ts'
import { isInRemains, useTerminalInstances } from '../../stores/terminalInstances.ts'
import { type Terminal, useTerminals } from '../../stores/terminals.ts'
import { useUi } from '../../stores/ui.ts'
import { TerminalView } from '../../terminal/TerminalView.tsx'
import { classes } from '../../ui/index.ts'
import { FindBar } from './FindBar.tsx'
import { RiskNote } from './RiskNote.tsx'
import { TerminalNotice } from './TerminalNotice.tsx'
import css from './TerminalPane.module.css'
import { focusTabOf } from './TerminalStrip.tsx'
import { screenOf } from './terminalScreens.ts'

export function TerminalPane({ terminal }: { terminal: Terminal }) {
  const t = useText()
  const { terminalId, functionName: name, instanceId } = terminal
  const isGone = useTerminals(({ goneIds }) => goneIds.has(terminalId))
  const copiesOnSelect = usePreferences((preferences) => preferences.copiesOnSelect)
  const isSpoken = usePreferences(({ isTerminalSpoken }) => isTerminalSpoken)
  const focusRequest = useUi(({ dockFocusRequest }) => dockFocusRequest)
  const [isFinding, setFinding] = useState(false)
  const [screen] = useState(() => screenOf(terminal))
  const isRemains = useTerminalInstances((instances) => isInRemains(terminal, instances[instanceId]))
  const isOver = isGone || terminal.state === 'ended'

  useEffect(() => screen.setPreferences({ copiesOnSelect, isSpoken }), [screen, copiesOnSelect, isSpoken])
  useEffect(() => screen.setReadOnly(isOver), [screen, isOver])
  useEffect(() => {
    if (focusRequest > 0) screen.focus() // not when the window has just been loaded: letters would go to the shell
  }, [screen, focusRequest])
  useShortcut('leaveTerminal', () => focusTabOf(terminalId))

  const endFind = useCallback(() => {
    setFinding(false)
    screen.endFind()
    screen.focus()
  }, [screen])

  const onKeyDown = (event: KeyboardEvent) => {
    if (shortcutFor(event.nativeEvent, IS_MAC) !== 'find') return
    event.preventDefault()
    setFinding(true)
  }

  return (
    <section
      className={classes(css.pane, !isOver && !isRemains && css.live)}
      aria-label={t('terminal.pane', { name, id: shortInstanceId(instanceId) })}
      onKeyDown={onKeyDown}
    >
      <TerminalNotice terminal={terminal} isGone={isGone} onFind={() => setFinding(true)} />
      <RiskNote onKnown={() => screen.focus()} />
      <div className={css.content}>
        <TerminalView screen={screen} />
        {isFinding && <FindBar screen={screen} onEnd={endFind} />}
      </div>
    </section>
  )
}
