/**
 * Asks for a folder and shows on Welcome what opening it would start. The desktop has a dialog of the system for
 * it; in a browser the window has its own.
 */
import { AppError } from '../../../shared/errors.ts'
import { useHost } from '../../stores/host.ts'
import { projectActions } from '../../stores/projects.ts'
import { navigate } from '../../stores/route.ts'
import { uiActions } from '../../stores/ui.ts'
import { toast } from '../../ui/index.ts'

export function useOpenFolder(): () => void {
  const kind = useHost(({ info }) => info?.kind)
  return () => (kind === 'desktop' ? void pickAndShow() : uiActions.openFolderChooser())
}

/** The one that the user chose, wherever it was chosen. */
export function showFolder(dir: string): void {
  navigate({ screen: 'welcome' })
  void projectActions.choose({ dir })
}

async function pickAndShow(): Promise<void> {
  try {
    const dir = await projectActions.pickFolder()
    if (dir !== null) showFolder(dir)
  } catch (error) {
    toast({ text: error instanceof AppError ? error.message : String(error), tone: 'fail' })
  }
}
