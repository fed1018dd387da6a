/** What is around a host and outlives it: the window's kind, what the user likes, other projects. */
import type { OpenChoice } from '../../shared/contract/host.contract.ts'
import type { AppError } from '../../shared/errors.ts'
import type { HostCalls, ProjectPlace } from '../base/hostCalls.ts'
import { DEFAULT_FC_PORT } from '../base/hostOptions.ts'
import type { Notice } from '../base/threadLink.ts'
import { readSettings } from './settingsFile.ts'
import { configDir } from './userFolders.ts'
import { UserPreferences } from './userPreferences.ts'
import { workspaceDirFor } from './workspaceDir.ts'

export type HostSurroundings = {
  kind: 'desktop' | 'browser'
  /** Opened when they are first asked for. */
  preferences(): UserPreferences
  placeOf(projectDir: string): ProjectPlace
  /** Null: this host serves one project only. */
  open: ((choice: OpenChoice) => void) | null
  /** Null: there is no dialog. */
  pickFolder: HostCalls['pickFolder'] | null
  projectError: AppError | null
  /** From the host before this one in the same process, so that windows stay connected. */
  inherited: { consoleToken: string; consolePort: number } | null
}

/** Of a host that serves one project until it is stopped. */
export function plainSurroundings(notify: (notice: Notice) => void): HostSurroundings {
  let preferences: UserPreferences | null = null
  return {
    kind: 'browser',
    preferences: () => (preferences ??= new UserPreferences({ dir: configDir(), notify })),
    placeOf: (projectDir) => placeOf(projectDir),
    open: null,
    pickFolder: null,
    projectError: null,
    inherited: null,
  }
}

export function placeOf(projectDir: string, workspaceDir = workspaceDirFor(projectDir)): ProjectPlace {
  return { workspaceDir, fcPort: readSettings(workspaceDir).lastPorts?.fc ?? DEFAULT_FC_PORT }
}
