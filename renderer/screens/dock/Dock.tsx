/** The foot of the window: a bar that is always there, and above a movable edge the terminals, logs or problems. */
import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { useText } from '../../i18n/text.ts'
import { followFunctionProblems } from '../../stores/functions.ts'
import { setPreference, usePreferences } from '../../stores/preferences.ts'
import { useProblems } from '../../stores/problems.ts'
import { followTerminalInstances } from '../../stores/terminalInstances.ts'
import { followTerminals, terminalActions, useTerminals } from '../../stores/terminals.ts'
import { type DockTab, useUi } from '../../stores/ui.ts'
import { BottomPane, classes, loadUntilThere, toast } from '../../ui/index.ts'
import { LogTail } from '../logs/LogTail.tsx'
import css from './Dock.module.css'
import { DockBar } from './DockBar.tsx'
import { ProblemList } from './ProblemList.tsx'

const MIN_HEIGHT_PIXELS = 120
const MIN_SCREEN_PIXELS = 96

/** What draws terminals is large: it comes when the first one is shown, and its font with it. */
const TerminalTab = lazy(() =>
  loadUntilThere(async () => {
    const part = await import('./TerminalTab.tsx')
    await part.fontIsThere
    return { default: part.TerminalTab }
  }),
)

export function Dock() {
  const t = useText()
  const tab = useUi(({ dockTab }) => dockTab)
  const isFull = useUi(({ isDockFull }) => isDockFull)
  const heightPixels = usePreferences(({ dockHeightPixels }) => dockHeightPixels)
  useEffect(followFunctionProblems, [])
  useEffect(followTerminals, [])
  useEffect(followTerminalInstances, [])
  useFailures()
  return (
    <section
      className={classes(css.dock, tab !== null && css.isOpen, isFull && css.isFull)}
      data-dock={tab === null ? 'closed' : 'open'}
      aria-label={t('terminal.dock.label')}
    >
      <DockBar />
      {tab !== null && (
        <BottomPane
          heightPixels={heightPixels}
          minPixels={MIN_HEIGHT_PIXELS}
          minRestPixels={MIN_SCREEN_PIXELS}
          isFull={isFull}
          label={t('terminal.dock.resize')}
          onResize={(pixels) =>
            void setPreference('dockHeightPixels', pixels).catch((error: Error) =>
              toast({ text: error.message, tone: 'fail' }),
            )
          }
        >
          <Content tab={tab} />
        </BottomPane>
      )}
    </section>
  )
}

const CONTENT = { terminal: Terminals, logs: LogTail, problems: Problems } satisfies Record<DockTab, () => ReactNode>

function Content({ tab }: { tab: DockTab }) {
  const Shown = CONTENT[tab]
  return <Shown />
}

function Terminals() {
  return (
    <Suspense fallback={null}>
      <TerminalTab />
    </Suspense>
  )
}

function Problems() {
  return <ProblemList problems={useProblems()} />
}

/** Where a terminal was asked for it may not be seen: what did not work is said wherever the user is. */
function useFailures(): void {
  const failure = useTerminals((terminals) => terminals.failure)
  useEffect(() => {
    if (failure === null) return
    toast({ text: failure.message, tone: 'fail' })
    terminalActions.forgetFailure()
  }, [failure])
}
