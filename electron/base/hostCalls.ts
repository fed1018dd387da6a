/** What the gateway may ask of main, over the port named `main`. */
import type { OpenChoice } from '../../shared/contract/host.contract.ts'
import type { Preferences, PreferencesChange, RecentProject } from '../../shared/contract/preferences.ts'
import type { WireError } from '../../shared/errors.ts'
import type { Notice, PeerName } from './threadLink.ts'

/** A notice as main keeps it. */
export type HostNotice = Notice & { atMs: number; source: PeerName }

export type HostInfo = {
  version: string
  kind: 'desktop' | 'browser'
  pid: number
  startedAtMs: number
  notices: HostNotice[]
  canOpenProjects: boolean
  projectError: WireError | null // why the project that was asked for is not open
}

/** Where a project's workspace is or would be, and the port of the FC API that would be asked for first. */
export type ProjectPlace = { workspaceDir: string; fcPort: number }

export type HostCalls = {
  info(): HostInfo
  /**
   * Resolves with a number above `known`, once there is one. It grows with notices, preferences and what
   * the gateway reports by `projectChanged`.
   */
  revisionAfter(known: number): Promise<number>
  projectChanged(): void
  preferences(): Preferences
  setPreferences(change: PreferencesChange): Preferences
  /** The latest first. */
  recents(): RecentProject[]
  placeOf(projectDir: string): ProjectPlace
  /** Returns before anything is closed, so that the answer still reaches the window. */
  open(choice: OpenChoice): void
  /** Null: the user cancelled. Throws invalid_input where there is no dialog. */
  pickFolder(): Promise<string | null>
}

export const HOST_CALLS = [
  'info',
  'revisionAfter',
  'projectChanged',
  'preferences',
  'setPreferences',
  'recents',
  'placeOf',
  'open',
  'pickFolder',
] as const satisfies (keyof HostCalls)[]

/** The same calls from the gateway's side: each crosses a port. */
export type HostClient = {
  [M in keyof HostCalls]: (...input: Parameters<HostCalls[M]>) => Promise<Awaited<ReturnType<HostCalls[M]>>>
}
