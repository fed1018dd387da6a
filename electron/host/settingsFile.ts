/** What a workspace remembers from one host to the next. Only the main thread reads and writes it. */
import { join } from 'node:path'
import { type HostSettings, hostSettings, SETTINGS_FILE } from '../../shared/contract/hostFiles.ts'
import { readJson, writePrivateJson } from './privateJson.ts'

/** A file that cannot be read counts as empty: it holds nothing that a host cannot do without. */
export function readSettings(workspaceDir: string): HostSettings {
  const parsed = hostSettings.safeParse(readJson(join(workspaceDir, SETTINGS_FILE)))
  return parsed.success ? parsed.data : hostSettings.parse({})
}

export function writeSettings(workspaceDir: string, settings: HostSettings): void {
  writePrivateJson(join(workspaceDir, SETTINGS_FILE), settings)
}
