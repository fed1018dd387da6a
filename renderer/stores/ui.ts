/** Which layers of the window are open. Only the dock is as it was when the window is loaded again. */
import { create } from 'zustand'
import type { TaskRow } from '../../shared/contract/taskShapes.ts'
import { fromSession, toSession } from './sessionMemory.ts'

export const DOCK_TABS = ['terminal', 'logs', 'problems'] as const
export type DockTab = (typeof DOCK_TABS)[number]

type Ui = {
  isPaletteOpen: boolean
  /** What the palette starts with: an id that was pasted and the tasks that have it. */
  pasted: { id: string; tasks: TaskRow[] } | null
  isHelpOpen: boolean
  /** What the dock shows; null: only its bar. */
  dockTab: DockTab | null
  /** What it showed last: what opens when nobody says which. */
  lastDockTab: DockTab
  /** The dock has all the room of the screen. */
  isDockFull: boolean
  /** Grows whenever the user opens what is in the dock, which then takes the keyboard. */
  dockFocusRequest: number
  isFolderChooserOpen: boolean
}

const rememberedTab = DOCK_TABS.find((tab) => tab === fromSession('dock')) ?? null

export const useUi = create<Ui>(() => ({
  isPaletteOpen: false,
  pasted: null,
  isHelpOpen: false,
  dockTab: rememberedTab,
  lastDockTab: rememberedTab ?? 'problems',
  isDockFull: false,
  dockFocusRequest: 0,
  isFolderChooserOpen: false,
}))

export const uiActions = {
  openPalette: (pasted: Ui['pasted'] = null) => useUi.setState({ isPaletteOpen: true, pasted }),
  closePalette: () => useUi.setState({ isPaletteOpen: false, pasted: null }),
  openHelp: () => useUi.setState({ isHelpOpen: true }),
  closeHelp: () => useUi.setState({ isHelpOpen: false }),
  openDock: showDock,
  closeDock: () => showDock(null),
  toggleDock: (tab: DockTab = useUi.getState().lastDockTab) => showDock(useUi.getState().dockTab === null ? tab : null),
  toggleDockFull: () => useUi.setState(({ isDockFull }) => ({ isDockFull: !isDockFull })),
  openFolderChooser: () => useUi.setState({ isFolderChooserOpen: true }),
  closeFolderChooser: () => useUi.setState({ isFolderChooserOpen: false }),
}

function showDock(dockTab: DockTab | null): void {
  toSession('dock', dockTab)
  useUi.setState(({ dockFocusRequest }) =>
    dockTab === null
      ? { dockTab, isDockFull: false }
      : { dockTab, lastDockTab: dockTab, dockFocusRequest: dockFocusRequest + 1 },
  )
}
