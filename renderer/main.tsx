/** Starts the window: words, route, connection, stores, and then the picture of them. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { connect } from './bridge/client.ts'
import { openWire } from './bridge/openWire.ts'
import { languageOf, setLanguage, startText } from './i18n/text.ts'
import { App } from './screens/shell/App.tsx'
import { ErrorBoundary } from './screens/shell/ErrorBoundary.tsx'
import { startHost } from './stores/host.ts'
import { startInboxTotals } from './stores/inboxTotals.ts'
import { pauseWhileHidden, startLive } from './stores/live.ts'
import { startPreferences, usePreferences } from './stores/preferences.ts'
import { startProjectSwitch } from './stores/projectSwitch.ts'
import { startRoute, useRoute } from './stores/route.ts'
import { startViewCounts } from './stores/savedViews.ts'
import { startShortcuts } from './stores/shortcuts.ts'
import { showQuery } from './stores/taskList.ts'
import { UiProvider } from './ui/index.ts'

type LanguageChoice = ReturnType<typeof usePreferences.getState>['language']
const spoken = (choice: LanguageChoice) => (choice === 'system' ? languageOf(navigator.languages) : choice)

function Root() {
  const theme = usePreferences((preferences) => preferences.theme)
  return (
    <UiProvider theme={theme}>
      <ErrorBoundary>
        <App />
      </ErrorBoundary>
    </UiProvider>
  )
}

connect(openWire())
startLive()
startRoute()
askForShownTasks()
startProjectSwitch()
startPreferences()
startHost()
pauseWhileHidden()
startViewCounts()
startInboxTotals()
startShortcuts()
usePreferences.subscribe((now, before) => {
  if (now.language !== before.language) void setLanguage(spoken(now.language))
})

/** The list comes first: it is asked for as soon as the window is connected, whatever else is not known yet. */
function askForShownTasks(): void {
  const route = useRoute.getState()
  if (route.screen === 'tasks') void showQuery(route.query)
}

await startText(spoken(usePreferences.getState().language))
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element #root')
createRoot(root).render(
  <StrictMode>
    <Root />
  </StrictMode>,
)
