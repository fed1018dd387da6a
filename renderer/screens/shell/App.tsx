/** Which of its faces the window shows: not yet connected, Welcome, or the project. */
import { useEffect } from 'react'
import { useText } from '../../i18n/text.ts'
import { useHost } from '../../stores/host.ts'
import { useProjects } from '../../stores/projects.ts'
import { useRoute } from '../../stores/route.ts'
import { ErrorState } from '../../ui/index.ts'
import { Palette } from '../palette/Palette.tsx'
import { FolderChooser } from '../welcome/FolderChooser.tsx'
import { WelcomeScreen } from '../welcome/WelcomeScreen.tsx'
import { Frame } from './Frame.tsx'
import { HelpSheet } from './HelpSheet.tsx'
import { QuietLine } from './QuietLine.tsx'
import { useWindowKeys } from './useWindowKeys.ts'

type Face = 'connecting' | 'failed' | 'welcome' | 'project'

export function App() {
  const face = useFace()
  useWindowKeys({ hasScreens: face === 'project' })
  useTitle()
  return (
    <>
      {face === 'connecting' && <QuietLine id="connecting" />}
      {face === 'failed' && <NoInfo />}
      {face === 'welcome' && <WelcomeScreen />}
      {face === 'project' && <Frame />}
      {face === 'project' && <Palette />}
      <FolderChooser />
      <HelpSheet />
    </>
  )
}

/** A host without a project that opens none (`serve --no-project`) has tasks all the same. */
function useFace(): Face {
  const info = useHost(({ info }) => info)
  const hasFailed = useHost(({ info, error }) => info === null && error !== null)
  const isWelcome = useRoute(({ screen }) => screen === 'welcome')
  if (info === null) return hasFailed ? 'failed' : 'connecting'
  return isWelcome || (info.project === null && info.canOpenProjects) ? 'welcome' : 'project'
}

function NoInfo() {
  const t = useText()
  const error = useHost(({ error }) => error)
  return error === null ? null : (
    <ErrorState error={error} what={t('shell.infoFailed')} onRetry={() => window.location.reload()} />
  )
}

/** `order-pipeline – Taskyard`, and while a project is being opened its name. */
function useTitle(): void {
  const t = useText()
  const name = useHost(({ info }) => info?.project?.name ?? null)
  const opening = useProjects(({ opening }) => opening)
  useEffect(() => {
    const shown = opening ?? name
    document.title = shown === null ? t('welcome.product') : `${shown} · ${t('welcome.product')}`
  }, [t, name, opening])
}
