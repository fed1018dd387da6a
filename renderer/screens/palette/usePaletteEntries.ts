/** Everything that the palette can lead to, with what each entry does. */
import type { TaskRow } from '../../../shared/contract/taskShapes.ts'
import { shortId } from '../../../shared/format/shortId.ts'
import { useText } from '../../i18n/text.ts'
import { openTask } from '../../stores/findTask.ts'
import { type FunctionSummary, useFunctions } from '../../stores/functions.ts'
import { useHost } from '../../stores/host.ts'
import { openBatches, openReplayEdited } from '../../stores/repair.ts'
import { navigate } from '../../stores/route.ts'
import { shortcutOf } from '../../stores/shortcuts.ts'
import { isShown, useTaskDetail } from '../../stores/taskDetail.ts'
import { logIn } from '../../stores/terminals.ts'
import { uiActions } from '../../stores/ui.ts'
import { changePreference } from '../shell/changePreference.ts'
import { SCREENS } from '../shell/screenTable.ts'
import { useOpenFolder } from '../shell/useOpenFolder.ts'
import { toggleRail } from '../shell/useWindowKeys.ts'
import { useLoginPlace } from '../task/useLoginPlace.ts'
import type { Entry } from './paletteItems.ts'

export function usePaletteEntries(): { commands: Entry[]; screens: Entry[]; functions: Entry[] } {
  const t = useText()
  const functions = useFunctions(({ functions }) => functions)
  return {
    commands: useCommands(),
    screens: SCREENS.map(({ screen, icon, word, route, shortcut }) => ({
      id: `screen ${screen}`,
      kind: 'screen',
      name: t(word),
      icon,
      shortcut: shortcutOf(shortcut),
      run: () => navigate(route),
    })),
    functions: (functions ?? []).map(functionEntry),
  }
}

const command = (entry: Omit<Extract<Entry, { icon: unknown }>, 'kind'>): Entry => ({ ...entry, kind: 'command' })

function useCommands(): Entry[] {
  const t = useText()
  const canOpenProjects = useHost(({ info }) => info?.canOpenProjects ?? false)
  const openFolder = useOpenFolder()
  const opening = [
    command({
      id: 'openFolder',
      name: t('shell.palette.openFolder'),
      icon: 'folder-open',
      shortcut: shortcutOf('openFolder'),
      run: openFolder,
    }),
    command({
      id: 'welcome',
      name: t('shell.palette.welcome'),
      icon: 'layout-grid',
      run: () => navigate({ screen: 'welcome' }),
    }),
  ]
  const themes = [
    ['system', t('shell.settings.themeSystem')],
    ['dark', t('shell.settings.themeDark')],
    ['light', t('shell.settings.themeLight')],
  ] as const
  const languages = [
    ['system', t('shell.settings.languageSystem')],
    ['en', t('shell.settings.languageEnglish')],
    ['zh-CN', t('shell.settings.languageChinese')],
  ] as const
  return [
    ...useLoginCommand(),
    ...(canOpenProjects ? opening : []),
    ...useTaskCommands(),
    command({
      id: 'batches',
      name: t('repair.batches.palette'),
      icon: 'list-checks',
      run: openBatches,
    }),
    command({
      id: 'problems',
      name: t('shell.palette.problems'),
      icon: 'triangle-alert',
      shortcut: shortcutOf('dock'),
      run: () => uiActions.openDock('problems'),
    }),
    command({
      id: 'help',
      name: t('shell.palette.help'),
      icon: 'keyboard',
      shortcut: shortcutOf('help'),
      run: uiActions.openHelp,
    }),
    command({
      id: 'rail',
      name: t('shell.palette.rail'),
      icon: 'panel-left',
      shortcut: shortcutOf('rail'),
      run: toggleRail,
    }),
    ...themes.map(([theme, name]) =>
      command({
        id: `theme ${theme}`,
        name: t('shell.palette.themeTo', { name }),
        icon: 'sun',
        run: () => changePreference('theme', theme),
      }),
    ),
    ...languages.map(([language, name]) =>
      command({
        id: `language ${language}`,
        name: t('shell.palette.languageTo', { name }),
        icon: 'languages',
        run: () => changePreference('language', language),
      }),
    ),
  ]
}

/** Of the task that is open. */
function useTaskCommands(): Entry[] {
  const t = useText()
  const task = useTaskDetail((detail) => (isShown(detail) ? detail.task : null))
  if (task === null) return []
  return [
    command({
      id: 'replayEdited',
      name: t('task.actions.replayEdited'),
      icon: 'pencil',
      run: () => openReplayEdited(task),
    }),
  ]
}

/** Of the task that is open. */
function useLoginCommand(): Entry[] {
  const t = useText()
  const task = useTaskDetail((detail) => (isShown(detail) ? detail.task : null))
  const place = useLoginPlace(task)
  if (task === null || place === null) return []
  const id = shortId(task.taskId)
  return [
    command({
      id: 'terminal',
      name: t(place.isHeld ? 'terminal.paletteHeld' : 'terminal.palette', { id }),
      icon: 'square-terminal',
      shortcut: shortcutOf('terminal'),
      run: () => void logIn(place.instanceId),
    }),
  ]
}

const functionEntry = ({ functionName, runtime, handler }: FunctionSummary): Entry => ({
  id: `function ${functionName}`,
  kind: 'function',
  name: functionName,
  detail: `${runtime}, ${handler}`,
  run: () => navigate({ screen: 'functions', functionName }),
})

export const taskEntry = (task: TaskRow): Entry => ({
  id: `task ${task.seq}`,
  kind: 'task',
  name: task.functionName,
  task,
  run: () => openTask(task),
})
