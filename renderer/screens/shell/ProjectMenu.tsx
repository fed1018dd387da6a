/** The project's name, exactly over the rail, with the menu of other projects. */
import { useEffect } from 'react'
import { useText } from '../../i18n/text.ts'
import { useHost } from '../../stores/host.ts'
import { usePreferences } from '../../stores/preferences.ts'
import { projectActions, useProjects } from '../../stores/projects.ts'
import { navigate } from '../../stores/route.ts'
import { shortcutOf } from '../../stores/shortcuts.ts'
import { classes, Icon, Menu, type MenuItem } from '../../ui/index.ts'
import css from './ProjectMenu.module.css'
import { useOpenFolder } from './useOpenFolder.ts'

const MAX_RECENTS = 8

export function ProjectMenu() {
  const t = useText()
  const project = useHost(({ info }) => info?.project ?? null)
  const canOpenProjects = useHost(({ info }) => info?.canOpenProjects ?? false)
  const isNarrow = usePreferences(({ isRailCollapsed }) => isRailCollapsed)
  const recents = useProjects(({ recents }) => recents)
  const openFolder = useOpenFolder()
  const dir = project?.dir
  useEffect(() => {
    if (canOpenProjects && dir !== undefined) void projectActions.pullRecents()
  }, [canOpenProjects, dir])

  const name = project?.name ?? t('shell.project.none')
  const className = classes(css.project, isNarrow && css.isNarrow)
  const label = t('shell.project.menu', { name })
  const face = (
    <>
      <Icon name="folder" />
      <span className={css.name}>{name}</span>
    </>
  )
  if (!canOpenProjects) {
    return (
      <div className={className} title={project?.dir ?? name}>
        {face}
      </div>
    )
  }

  const others = (recents ?? []).filter((recent) => recent.dir !== dir).slice(0, MAX_RECENTS)
  const items: (MenuItem | 'divider')[] = [
    ...others.map((recent) => ({
      id: recent.dir,
      label: recent.isThere ? recent.name : t('shell.project.gone', { name: recent.name }),
      icon: 'folder' as const,
      isDisabled: !recent.isThere,
      onSelect: () => void projectActions.open({ dir: recent.dir }, recent.name),
    })),
    ...(others.length > 0 ? (['divider'] as const) : []),
    {
      id: 'open',
      label: t('shell.project.openFolder'),
      icon: 'folder-open',
      shortcut: shortcutOf('openFolder'),
      onSelect: openFolder,
    },
    {
      id: 'sample',
      label: t('shell.project.sample'),
      icon: 'box',
      onSelect: () => {
        void projectActions.choose({ sample: true })
        navigate({ screen: 'welcome' })
      },
    },
    {
      id: 'welcome',
      label: t('shell.project.welcome'),
      icon: 'layout-grid',
      onSelect: () => navigate({ screen: 'welcome' }),
    },
  ]
  return (
    <Menu
      items={items}
      trigger={
        <button type="button" className={className} aria-label={label} title={project?.dir ?? name}>
          {face}
          <Icon name="chevrons-up-down" size={14} />
        </button>
      }
    />
  )
}
