/** The window around the screens: title bar, rail, the screen itself, dock. */
import { usePreferences } from '../../stores/preferences.ts'
import { useRoute } from '../../stores/route.ts'
import { useUi } from '../../stores/ui.ts'
import { classes } from '../../ui/index.ts'
import { CompareScreen } from '../compare/CompareScreen.tsx'
import { DeliveriesScreen } from '../deliveries/DeliveriesScreen.tsx'
import { Dock } from '../dock/Dock.tsx'
import { FunctionsScreen } from '../functions/FunctionsScreen.tsx'
import { InboxScreen } from '../inbox/InboxScreen.tsx'
import { InstancesScreen } from '../instances/InstancesScreen.tsx'
import { LogsScreen } from '../logs/LogsScreen.tsx'
import { MetricsScreen } from '../metrics/MetricsScreen.tsx'
import { OperationsScreen } from '../operations/OperationsScreen.tsx'
import { OverviewScreen } from '../overview/OverviewScreen.tsx'
import { RepairDialogs } from '../repair/RepairDialogs.tsx'
import { TasksScreen } from '../tasks/TasksScreen.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import css from './Frame.module.css'
import { Rail } from './Rail.tsx'
import { TitleBar } from './TitleBar.tsx'

const SCREENS = {
  overview: OverviewScreen,
  inbox: InboxScreen,
  deliveries: DeliveriesScreen,
  operations: OperationsScreen,
  compare: CompareScreen,
  tasks: TasksScreen,
  instances: InstancesScreen,
  functions: FunctionsScreen,
  logs: LogsScreen,
  metrics: MetricsScreen,
}

export function Frame() {
  const isNarrow = usePreferences(({ isRailCollapsed }) => isRailCollapsed)
  const screen = useRoute((route) => (route.screen === 'welcome' ? 'tasks' : route.screen))
  const isDockFull = useUi((ui) => ui.isDockFull)
  const Screen = SCREENS[screen]
  return (
    <div className={classes(css.app, isNarrow && css.isNarrow)}>
      <TitleBar />
      <Rail isNarrow={isNarrow} />
      <div className={classes(css.main, isDockFull && css.isCovered)}>
        <main className={css.screen}>
          <ErrorBoundary key={screen}>
            <Screen />
          </ErrorBoundary>
        </main>
        <Dock />
      </div>
      <RepairDialogs />
    </div>
  )
}
