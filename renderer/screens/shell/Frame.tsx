/** The window around the screens: title bar, rail, the screen itself, dock. */
import { lazy, Suspense } from 'react'
import { usePreferences } from '../../stores/preferences.ts'
import { useRoute } from '../../stores/route.ts'
import { classes } from '../../ui/index.ts'
import { Dock } from './Dock.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import css from './Frame.module.css'
import { QuietLine } from './QuietLine.tsx'
import { Rail } from './Rail.tsx'
import { TitleBar } from './TitleBar.tsx'

const TasksScreen = lazy(async () => ({ default: (await import('../tasks/TasksScreen.tsx')).TasksScreen }))
const FunctionsScreen = lazy(async () => ({
  default: (await import('../functions/FunctionsScreen.tsx')).FunctionsScreen,
}))

export function Frame() {
  const isNarrow = usePreferences(({ isRailCollapsed }) => isRailCollapsed)
  const screen = useRoute((route) => (route.screen === 'functions' ? 'functions' : 'tasks'))
  return (
    <div className={classes(css.app, isNarrow && css.isNarrow)}>
      <TitleBar />
      <Rail isNarrow={isNarrow} />
      <div className={css.main}>
        <main className={css.screen}>
          <ErrorBoundary key={screen}>
            <Suspense fallback={<QuietLine id="loading" />}>
              {screen === 'functions' ? <FunctionsScreen /> : <TasksScreen />}
            </Suspense>
          </ErrorBoundary>
        </main>
        <Dock />
      </div>
    </div>
  )
}
