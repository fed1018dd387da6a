/** Where a resource's `code` is on this machine, or why it cannot be used. */
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { isRecord } from './specFile.ts'

/** `reason` null: usable. `dir` is also given for a folder that does not exist, to be waited for. */
export type CodeFolder = { dir: string; reason: string | null } | { dir: null; reason: string }

export function findCodeFolder(projectDir: string, code: unknown): CodeFolder {
  if (isRecord(code) && code.ossBucketName !== undefined) {
    return { dir: null, reason: 'code in OSS cannot run on this machine: write the path of its folder' }
  }
  const path = isRecord(code) ? code.src : code
  if (path === undefined) return { dir: null, reason: '"code" is missing: write the path of the function\'s folder' }
  if (typeof path !== 'string' || path === '') return { dir: null, reason: '"code" must be the path of a folder' }

  const dir = resolve(projectDir, path)
  return { dir, reason: whyUnusable(dir) }
}

function whyUnusable(dir: string): string | null {
  const found = whatIsAt(dir)
  if (found === 'folder') return null
  if (found === 'nothing') return `the code folder ${dir} does not exist, or cannot be read`
  return `the code ${dir} is not a folder: unpack it and write the folder's path`
}

export function whatIsAt(path: string): 'folder' | 'other' | 'nothing' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'other'
  } catch {
    return 'nothing'
  }
}
