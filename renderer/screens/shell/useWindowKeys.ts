/** What the keyboard does wherever the window is: the shortcuts of the shell, and ids that are pasted. */
import { useEffect } from 'react'
import { text } from '../../i18n/text.ts'
import { findTasks, idIn, openTask } from '../../stores/findTask.ts'
import { goBack, goForward } from '../../stores/historyMoves.ts'
import { useHost } from '../../stores/host.ts'
import { usePreferences } from '../../stores/preferences.ts'
import { DELIVERIES_ROUTE, INBOX_ROUTE, LOGS_ROUTE, navigate, TASKS_ROUTE } from '../../stores/route.ts'
import { isBehindDialog, ownerOf, useShortcut } from '../../stores/shortcuts.ts'
import { uiActions } from '../../stores/ui.ts'
import { toast } from '../../ui/index.ts'
import { changePreference } from './changePreference.ts'
import { useOpenFolder } from './useOpenFolder.ts'

export function useWindowKeys({ hasScreens }: { hasScreens: boolean }): void {
  const canOpenProjects = useHost(({ info }) => info?.canOpenProjects ?? false)
  const openFolder = useOpenFolder()
  useShortcut('help', uiActions.openHelp)
  useShortcut('back', goBack)
  useShortcut('forward', goForward)
  useShortcut('openFolder', openFolder, canOpenProjects)
  useShortcut('search', () => uiActions.openPalette(), hasScreens)
  useShortcut('goOverview', () => navigate({ screen: 'overview' }), hasScreens)
  useShortcut('goTasks', () => navigate(TASKS_ROUTE), hasScreens)
  useShortcut('goInstances', () => navigate({ screen: 'instances', instanceId: null }), hasScreens)
  useShortcut('goFunctions', () => navigate({ screen: 'functions', functionName: null }), hasScreens)
  useShortcut('goLogs', () => navigate(LOGS_ROUTE), hasScreens)
  useShortcut('goMetrics', () => navigate({ screen: 'metrics', functionName: null, range: null }), hasScreens)
  useShortcut('goInbox', () => navigate(INBOX_ROUTE), hasScreens)
  useShortcut('goDeliveries', () => navigate(DELIVERIES_ROUTE), hasScreens)
  useShortcut('goOperations', () => navigate({ screen: 'operations' }), hasScreens)
  useShortcut('rail', toggleRail, hasScreens)
  usePastedIds(hasScreens)
}

export function toggleRail(): void {
  changePreference('isRailCollapsed', !usePreferences.getState().isRailCollapsed)
}

/** An id that is pasted anywhere but into a field opens its task. */
function usePastedIds(isEnabled: boolean): void {
  useEffect(() => {
    if (!isEnabled) return
    const onPaste = (event: ClipboardEvent) => {
      if (event.defaultPrevented || ownerOf(event.target) === 'field' || isBehindDialog()) return
      const id = idIn(event.clipboardData?.getData('text/plain') ?? '')
      if (id !== null) void openById(id)
    }
    document.addEventListener('paste', onPaste)
    return () => document.removeEventListener('paste', onPaste)
  }, [isEnabled])
}

async function openById(id: string): Promise<void> {
  try {
    const tasks = await findTasks(id)
    const [first] = tasks
    if (first === undefined) toast({ text: text('shell.paste.none', { id }) })
    else if (tasks.length === 1) openTask(first)
    else uiActions.openPalette({ id, tasks })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    toast({ text: text('shell.paste.failed', { reason }), tone: 'fail' })
  }
}
