/** A project as read from its folder: what can run, what cannot and why, and what to know about it. */
import type { AsyncConfig, FunctionConfig } from '../../shared/domain/functionConfig.ts'
import type { AppError } from '../../shared/errors.ts'

export type Project = {
  dir: string
  file: string | null // s.yaml's path; null for a bare folder with a handler file
  name: string
  access: string // names the account
  region: string | null // of the first function that names one; the host has one region for all
  functions: ProjectFunction[]
  codeDirs: string[] // every code folder that is named, also those that do not exist
  /** Resources that cannot run: `project_invalid`, with a `ProjectPlace` as data. They hide no others. */
  problems: AppError[]
  notices: string[]
}

export type ProjectFunction = {
  resource: string // its key in s.yaml
  config: FunctionConfig // with every other prop as it was written, to be echoed
  asyncConfig: AsyncConfig | null
  asyncKeys: string[] // of it that are written there, in FC's words; the others have FC's defaults
  reservedConcurrency: number | null
  compensation: string | null // the name of its compensation function
  codeDir: string
  notices: string[]
}

/** Where a problem is: `line` from 1, `key` as a dotted path. */
export type ProjectPlace = { file: string; line: number; key: string; resource: string | null }

/** Null for a problem of the project as a whole. */
export function resourceOf(problem: AppError): string | null {
  return (problem.data as ProjectPlace | undefined)?.resource ?? null // project problems carry their place
}
