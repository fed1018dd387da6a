/** Starts the window: words, route, connection, stores, and then the picture of them. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { connect } from './bridge/client.ts'
import { openWire } from './bridge/openWire.ts'
import { languageOf, setLanguage, startText } from './i18n/text.ts'
import { App } from './screens/shell/App.tsx'
import { ErrorBoundary } from './screens/shell/ErrorBoundary.tsx'
import { startHost } from './stores/host.ts'
import { startLive } from './stores/live.ts'
import { startPreferences, usePreferences } from './stores/preferences.ts'
import { startRoute } from './stores/route.ts'
import { startViewCounts } from './stores/savedViews.ts'
import { startShortcuts } from './stores/shortcuts.ts'
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
startPreferences()
startHost()
startViewCounts()
startShortcuts()
usePreferences.subscribe((now, before) => {
  if (now.language !== before.language) void setLanguage(spoken(now.language))
})

await startText(spoken(usePreferences.getState().language))
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element #root')
createRoot(root).render(
  <StrictMode>
    <Root />
  </StrictMode>,
)
