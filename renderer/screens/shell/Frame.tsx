/** The window around the screens: title bar, rail, the screen itself, dock. */
import { usePreferences } from '../../stores/preferences.ts'
import { useRoute } from '../../stores/route.ts'
import { classes } from '../../ui/index.ts'
import { FunctionsScreen } from '../functions/FunctionsScreen.tsx'
import { TasksScreen } from '../tasks/TasksScreen.tsx'
import { Dock } from './Dock.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import css from './Frame.module.css'
import { Rail } from './Rail.tsx'
import { TitleBar } from './TitleBar.tsx'

export function Frame() {
  const isNarrow = usePreferences(({ isRailCollapsed }) => isRailCollapsed)
  const screen = useRoute((route) => (route.screen === 'functions' ? 'functions' : 'tasks'))
  return (
    <div className={classes(css.app, isNarrow && css.isNarrow)}>
      <TitleBar />
      <Rail isNarrow={isNarrow} />
      <div className={css.main}>
        <main className={css.screen}>
          <ErrorBoundary key={screen}>{screen === 'functions' ? <FunctionsScreen /> : <TasksScreen />}</ErrorBoundary>
        </main>
        <Dock />
      </div>
    </div>
  )
}
