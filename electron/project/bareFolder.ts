/** A folder without an s.yaml but with a handler file is a project of one function. */
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { asyncConfig, functionConfig } from '../../shared/domain/functionConfig.ts'
import type { Project } from './project.ts'

export const HANDLER_FILES = ['index.js', 'index.mjs', 'index.cjs'] as const
const RUNTIME = 'nodejs20'

/** Returns null when there is no handler file. */
export function readBareFolder(dir: string): Project | null {
  const handlerFile = HANDLER_FILES.find((file) => existsSync(join(dir, file)))
  if (handlerFile === undefined) return null
  const name = functionNameOf(basename(dir))
  return {
    dir,
    file: null,
    name,
    access: 'default',
    region: null,
    functions: [
      {
        resource: name,
        config: functionConfig.parse({ functionName: name, runtime: RUNTIME, handler: 'index.handler' }),
        // Task mode, unlike FC's default: nobody could switch it on here, and without it no task can be looked up.
        asyncConfig: asyncConfig.parse({ asyncTask: true }),
        asyncKeys: [],
        reservedConcurrency: null,
        compensation: null,
        codeDir: dir,
        notices: [],
      },
    ],
    codeDirs: [dir],
    problems: [],
    notices: [
      `${dir} has no s.yaml: ${handlerFile} runs as "${name}" (${RUNTIME}, index.handler) with FC's defaults and task mode on`,
    ],
  }
}

/** Any folder's name, bent to the rule for function names (FC.md section 1.6). */
export function functionNameOf(folderName: string): string {
  const name = folderName.replaceAll(/[^A-Za-z0-9_-]/g, '-')
  return (/^[A-Za-z_]/.test(name) ? name : `_${name}`).slice(0, 64)
}
