/** What the shell needs of the host in its process, and of what it remembers. */
import type { MessagePort } from 'node:worker_threads'
import type { Preferences } from '../../shared/contract/preferences.ts'
import type { ProjectChoice } from '../base/openRequest.ts'

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

export type WindowMemory = { x: number; y: number; width: number; height: number; isMaximized: boolean }

/** Over the store that both hosts keep preferences in: one schema, one file. */
export type ShellPreferences = {
  read(): Pick<Preferences, 'language' | 'theme'>
  onChange(listener: () => void): void
  readWindow(): WindowMemory | null
  rememberWindow(memory: WindowMemory): void
}
