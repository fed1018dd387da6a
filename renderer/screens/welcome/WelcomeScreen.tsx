/** Where a window starts without a project: what can be opened at the left, and what that would start at the right. */
import { useEffect } from 'react'
import { useText } from '../../i18n/text.ts'
import { useHost } from '../../stores/host.ts'
import { projectActions, useProjects } from '../../stores/projects.ts'
import { navigate, TASKS_ROUTE } from '../../stores/route.ts'
import { uiActions } from '../../stores/ui.ts'
import { Button, Icon } from '../../ui/index.ts'
import { LostLine } from '../dock/LostLine.tsx'
import { SettingsPopover } from '../shell/SettingsPopover.tsx'
import { Choices } from './Choices.tsx'
import { PreviewPane } from './PreviewPane.tsx'
import css from './WelcomeScreen.module.css'

export function WelcomeScreen() {
  const t = useText()
  const version = useHost(({ info }) => info?.version ?? '')
  const canOpenProjects = useHost(({ info }) => info?.canOpenProjects ?? false)
  useEffect(() => {
    if (!canOpenProjects) return
    const { choice, preview, openError } = useProjects.getState()
    void projectActions.pullRecents()
    if (preview === null && openError === null) void projectActions.choose(choice)
  }, [canOpenProjects])

  return (
    <div className={css.welcome}>
      <WelcomeBar />
      <section className={`${css.pane} ${css.start}`}>
        <h1 className={css.title}>{t('welcome.title')}</h1>
        <p className={css.text}>{t('welcome.text')}</p>
        <OpenError />
        {canOpenProjects ? <Choices /> : <p>{t('welcome.cannotOpen')}</p>}
      </section>
      <section className={`${css.pane} ${css.end}`} aria-live="polite">
        {canOpenProjects && <PreviewPane />}
      </section>
      <footer className={css.foot}>
        <Icon name="lock" size={12} />
        <span className={css.promise}>{t('welcome.promise')}</span>
        <LostLine />
        <span>{t('welcome.version', { version })}</span>
      </footer>
    </div>
  )
}

function WelcomeBar() {
  const t = useText()
  const info = useHost(({ info }) => info)
  const opened = info?.project?.name ?? (info?.canOpenProjects ? null : t('shell.rail.tasks'))
  return (
    <header className={css.bar}>
      <span className={css.product}>{t('welcome.product')}</span>
      {opened !== null && (
        <Button size="sm" variant="ghost" icon="arrow-left" onClick={() => navigate(TASKS_ROUTE)}>
          {t('welcome.backTo', { name: opened })}
        </Button>
      )}
      <SettingsPopover
        trigger={
          <Button size="sm" variant="ghost" icon="settings">
            {t('shell.rail.settings')}
          </Button>
        }
      />
      <Button size="sm" variant="ghost" icon="circle-help" onClick={uiActions.openHelp}>
        {t('shell.rail.help')}
      </Button>
    </header>
  )
}

/** Why the project that was asked for is not open. */
function OpenError() {
  const t = useText()
  const refused = useProjects(({ openError }) => openError)
  const failed = useHost(({ info }) => info?.projectError ?? null)
  const error = refused ?? failed
  if (error === null) return null
  return (
    <div className={css.error} role="alert">
      <p className={css.errorTitle}>{t('welcome.projectErrorTitle')}</p>
      <p>{error.message}</p>
    </div>
  )
}
