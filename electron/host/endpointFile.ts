/** How a CLI finds the running host of a workspace: `endpoint.json`, there while the host serves. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { ENDPOINT_FILE, type Endpoint, endpoint } from '../../shared/contract/hostFiles.ts'
import { processMark } from '../base/processMark.ts'
import { readJson, writePrivateJson } from './privateJson.ts'

export function writeEndpoint(workspaceDir: string, value: Endpoint): void {
  writePrivateJson(join(workspaceDir, ENDPOINT_FILE), value)
}

/** Only that of this process: the next host may have written its own. What cannot be removed is no hit anyway. */
export function removeEndpoint(workspaceDir: string): void {
  const path = join(workspaceDir, ENDPOINT_FILE)
  const { data } = endpoint.safeParse(readJson(path))
  if (data !== undefined && data.pid !== process.pid) return
  try {
    rmSync(path, { force: true })
  } catch {
    // A disk that can no longer be written must not keep a host from stopping.
  }
}

/** Null when no host serves the workspace: a file that a killed host left behind is no hit. */
export function readEndpoint(workspaceDir: string): Endpoint | null {
  const parsed = endpoint.safeParse(readJson(join(workspaceDir, ENDPOINT_FILE)))
  if (!parsed.success) return null
  return processMark(parsed.data.pid) === parsed.data.processMark ? parsed.data : null
}
