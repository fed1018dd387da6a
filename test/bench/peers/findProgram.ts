/** Where a program is: the first of the folders that has it. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export const pathFolders = (): string[] => (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')

export function findProgram(name: string, folders: string[]): string | null {
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null
}
