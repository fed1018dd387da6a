/** The terminals of the dock: a strip of them, and the one that is shown. */
import { useEffect } from 'react'
import { useText } from '../../i18n/text.ts'
import { navigate, TASKS_ROUTE } from '../../stores/route.ts'
import { selectActive, useTerminals } from '../../stores/terminals.ts'
import { loadTerminalFont } from '../../terminal/xtermTheme.ts'
import { Button, EmptyState } from '../../ui/index.ts'
import { TerminalPane } from './TerminalPane.tsx'
import { TerminalStrip } from './TerminalStrip.tsx'
import { keepScreens } from './terminalScreens.ts'

/** Begins with the first import of this part. */
export const fontIsThere = loadTerminalFont()

export function TerminalTab() {
  const active = useTerminals(selectActive)
  const isLoaded = useTerminals((terminals) => terminals.isLoaded)
  useEffect(keepOnce, [])
  if (active === null) return isLoaded ? <Nothing /> : null
  return (
    <>
      <TerminalStrip active={active} />
      <TerminalPane key={active.terminalId} terminal={active} />
    </>
  )
}

let isKeeping = false
/** From the first time on, also while the dock is closed. */
function keepOnce(): void {
  if (isKeeping) return
  isKeeping = true
  keepScreens()
}

function Nothing() {
  const t = useText()
  return (
    <EmptyState title={t('terminal.none.title')} text={t('terminal.none.text')}>
      <Button icon="list" onClick={() => navigate({ ...TASKS_ROUTE, query: 'status:running' })}>
        {t('terminal.none.toTasks')}
      </Button>
    </EmptyState>
  )
}
