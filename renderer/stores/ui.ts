/** Which layers of the window are open. Nothing of it outlives the window. */
import { create } from 'zustand'
import type { TaskRow } from '../../shared/contract/taskShapes.ts'

export const DOCK_TABS = ['terminal', 'logs', 'problems'] as const
export type DockTab = (typeof DOCK_TABS)[number]

type Ui = {
  isPaletteOpen: boolean
  /** What the palette starts with: an id that was pasted and the tasks that have it. */
  pasted: { id: string; tasks: TaskRow[] } | null
  isHelpOpen: boolean
  /** What the dock shows; null: only its bar. */
  dockTab: DockTab | null
  isFolderChooserOpen: boolean
}

export const useUi = create<Ui>(() => ({
  isPaletteOpen: false,
  pasted: null,
  isHelpOpen: false,
  dockTab: null,
  isFolderChooserOpen: false,
}))

export const uiActions = {
  openPalette: (pasted: Ui['pasted'] = null) => useUi.setState({ isPaletteOpen: true, pasted }),
  closePalette: () => useUi.setState({ isPaletteOpen: false, pasted: null }),
  openHelp: () => useUi.setState({ isHelpOpen: true }),
  closeHelp: () => useUi.setState({ isHelpOpen: false }),
  openDock: (dockTab: DockTab) => useUi.setState({ dockTab }),
  closeDock: () => useUi.setState({ dockTab: null }),
  toggleDock: (tab: DockTab = 'problems') =>
    useUi.setState(({ dockTab }) => ({ dockTab: dockTab === null ? tab : null })),
  openFolderChooser: () => useUi.setState({ isFolderChooserOpen: true }),
  closeFolderChooser: () => useUi.setState({ isFolderChooserOpen: false }),
}
