/** Which layers of the window are open. Nothing of it outlives the window. */
import { create } from 'zustand'
import type { TaskRow } from '../../shared/contract/taskShapes.ts'

type Ui = {
  isPaletteOpen: boolean
  /** What the palette starts with: an id that was pasted and the tasks that have it. */
  pasted: { id: string; tasks: TaskRow[] } | null
  isHelpOpen: boolean
  isProblemsOpen: boolean
  isFolderChooserOpen: boolean
}

export const useUi = create<Ui>(() => ({
  isPaletteOpen: false,
  pasted: null,
  isHelpOpen: false,
  isProblemsOpen: false,
  isFolderChooserOpen: false,
}))

export const uiActions = {
  openPalette: (pasted: Ui['pasted'] = null) => useUi.setState({ isPaletteOpen: true, pasted }),
  closePalette: () => useUi.setState({ isPaletteOpen: false, pasted: null }),
  openHelp: () => useUi.setState({ isHelpOpen: true }),
  closeHelp: () => useUi.setState({ isHelpOpen: false }),
  toggleProblems: () => useUi.setState(({ isProblemsOpen }) => ({ isProblemsOpen: !isProblemsOpen })),
  openProblems: () => useUi.setState({ isProblemsOpen: true }),
  closeProblems: () => useUi.setState({ isProblemsOpen: false }),
  openFolderChooser: () => useUi.setState({ isFolderChooserOpen: true }),
  closeFolderChooser: () => useUi.setState({ isFolderChooserOpen: false }),
}
