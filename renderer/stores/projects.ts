/** Projects that can be opened: the recent ones, what opening one would start, and the opening itself. */
import { create } from 'zustand'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { hostContract } from '../../shared/contract/host.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { client } from '../bridge/client.ts'
import { useHost } from './host.ts'
import { useLive } from './live.ts'
import { navigate, TASKS_ROUTE } from './route.ts'

export type ProjectChoice = { sample: true } | { dir: string }
export type Preview = OutputOf<(typeof hostContract)['host.preview']>
export type Recent = OutputOf<(typeof hostContract)['host.recents']>['recents'][number]
export type FolderList = OutputOf<(typeof hostContract)['host.folders']>

type Projects = {
  recents: Recent[] | null // null: not heard of yet
  choice: ProjectChoice
  preview: Preview | null // of `choice`; null while it is asked for
  previewError: AppError | null
  /** The name of the project that is being opened: the connection ends and comes back. */
  opening: string | null
  openError: AppError | null
}

export const useProjects = create<Projects>(() => ({
  recents: null,
  choice: { sample: true },
  preview: null,
  previewError: null,
  opening: null,
  openError: null,
}))

export const projectActions = {
  async pullRecents(): Promise<void> {
    try {
      const { recents } = await client['host.recents']({})
      useProjects.setState({ recents })
    } catch {
      // without them there is still the folder and the sample
    }
  },

  /** Shows what it would start. A choice that comes later wins. */
  async choose(choice: ProjectChoice): Promise<void> {
    useProjects.setState({ choice, preview: null, previewError: null, openError: null })
    try {
      const preview = await client['host.preview'](choice)
      if (isStill(choice)) useProjects.setState({ preview })
    } catch (error) {
      if (isStill(choice)) useProjects.setState({ previewError: asAppError(error) })
    }
  },

  /** Resolves when the host has taken it; `name` is for the words meanwhile. */
  async open(choice: ProjectChoice, name: string): Promise<void> {
    if (useProjects.getState().opening !== null) return
    useProjects.setState({ opening: name, openError: null })
    const before = useHost.getState().info
    const { connection } = useLive.getState()
    const stop = useHost.subscribe(({ info }) => {
      // numbers may come before the next info: what is known till then is of the host that was left
      if (info === null || info === before || useLive.getState().connection === connection) return
      // what comes back is another host: with another project, or with why there is none
      const isOther = info.startedAtMs !== before?.startedAtMs || info.project?.dir !== before.project?.dir
      if (!isOther) return
      stop()
      useProjects.setState({ opening: null })
      if (info.projectError === null) navigate(TASKS_ROUTE)
    })
    try {
      await client['host.open'](choice)
    } catch (error) {
      if (error instanceof AppError && error.code === 'unavailable' && useLive.getState().status !== 'open') return // closed while it answered
      stop()
      void projectActions.choose(choice)
      useProjects.setState({ opening: null, openError: asAppError(error) })
      navigate({ screen: 'welcome' }) // which says why, and leads back
    }
  },

  /** The folder that the user chose in the system's dialog; null: none. Rejects with `AppError`. */
  async pickFolder(): Promise<string | null> {
    const { dir } = await client['host.pickFolder']({})
    return dir
  },

  /** The folders in `dir`, or in the home folder. Rejects with `AppError`. */
  folders: (dir?: string): Promise<FolderList> => client['host.folders'](dir === undefined ? {} : { dir }),
}

const isStill = (choice: ProjectChoice) => useProjects.getState().choice === choice

function asAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('internal', String(error))
}
