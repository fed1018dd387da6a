/** What the shell needs of the host in its process, and of what it remembers. */
import type { MessagePort } from 'node:worker_threads'
import type { ProjectChoice } from '../../shared/contract/host.contract.ts'
import type { Preferences, WindowPlace } from '../../shared/contract/preferences.ts'

export type ShellHost = {
  /** A connection for one more window; null while there is nobody to talk to: the window asks again. */
  connectWindow(): MessagePort | null
  /** Closes what is open and opens this. Rejects with `AppError` when that cannot be; then nothing has changed. */
  open(choice: ProjectChoice): Promise<void>
  /** Returns when everything is written and every thread has ended. */
  stop(): Promise<void>
  /** Called with the folder of each project that was opened, whoever asked for it. */
  onOpened(listener: (dir: string) => void): void
}

/** The part of the host's UserPreferences that the shell uses: one schema and one file for both hosts. */
export type ShellPreferences = {
  read(): Pick<Preferences, 'language' | 'theme'>
  onChange(listener: () => void): void
  windowPlace(): WindowPlace | null
  rememberWindow(place: WindowPlace): void
}
