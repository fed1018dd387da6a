/**
 * Reads a project folder: an s.yaml (edition 3.0.0, component fc3) without variables, or a bare
 * folder with a handler file. Nothing is written and no code runs.
 *
 * Throws `AppError('project_invalid')` when nothing at all can be read; a resource that cannot run
 * is among the project's `problems` instead.
 */
import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { readAnnotations } from './annotations.ts'
import { HANDLER_FILES, readBareFolder } from './bareFolder.ts'
import { whatIsAt } from './codeFolder.ts'
import type { Project, ProjectFunction } from './project.ts'
import { readResource } from './resource.ts'
import { isRecord, SpecFile } from './specFile.ts'

export const SPEC_FILES = ['s.yaml', 's.yml'] as const
const EDITION = '3.0.0'

export function readProject(projectDir: string): Project {
  const dir = resolve(projectDir)
  if (whatIsAt(dir) !== 'folder') throw new AppError('project_invalid', `${dir} is not a folder`)
  const found = SPEC_FILES.filter((name) => existsSync(join(dir, name)))
  const [name, ignored] = found
  if (name !== undefined) {
    const project = readSpec(new SpecFile(join(dir, name)), dir)
    if (ignored !== undefined) project.notices.push(`${ignored} is left out, because there is ${name}`)
    return project
  }
  const bare = readBareFolder(dir)
  if (bare !== null) return bare
  throw new AppError(
    'project_invalid',
    `${dir} has neither ${SPEC_FILES.join(' nor ')} nor a handler file (${HANDLER_FILES.join(', ')}): open a folder that has one`,
  )
}

function readSpec(spec: SpecFile, dir: string): Project {
  const { edition, name, resources } = spec.root
  const fileProblem = (key: string, message: string) => spec.problem([key], { resource: null, message })
  if (edition !== EDITION) {
    throw fileProblem('edition', `edition must be ${EDITION}${edition === undefined ? '' : `, not ${String(edition)}`}`)
  }
  if (!isRecord(resources)) throw fileProblem('resources', '"resources" is missing, or not a map')

  const functions: ProjectFunction[] = []
  const codeDirs = new Set<string>()
  const problems: AppError[] = []
  const notices: string[] = []
  for (const resource of Object.keys(resources)) {
    const reading = readResource(spec, resource)
    if (reading.kind === 'ignored') notices.push(reading.notice)
    else if (reading.kind === 'problems') {
      problems.push(...reading.problems)
      if (reading.codeDir !== null) codeDirs.add(reading.codeDir)
    } else {
      codeDirs.add(reading.function.codeDir)
      const { functionName } = reading.function.config
      const twin = functions.find(({ config }) => config.functionName === functionName)
      if (twin === undefined) functions.push(reading.function)
      else {
        const message = `functionName "${functionName}" is taken by resource "${twin.resource}": give it another name`
        problems.push(spec.problem(['resources', resource, 'props', 'functionName'], { resource, message }))
      }
    }
  }
  if (functions.length === 0 && problems.length === 0) {
    problems.push(fileProblem('resources', 'there is no function in it: add a resource with "component: fc3"'))
  }
  const annotated = readAnnotations(spec, functions)
  return {
    dir,
    file: spec.path,
    name: typeof name === 'string' ? name : basename(dir),
    access: accessOf(spec),
    region: regionOf(functions),
    functions: annotated.functions,
    codeDirs: [...codeDirs],
    problems: [...problems, ...annotated.problems],
    notices: [...notices, ...annotated.notices],
  }
}

/** Names the account whose tasks these are, so it is never guessed. */
function accessOf(spec: SpecFile): string {
  const { access } = spec.root
  if (access === undefined || access === null) return 'default'
  if (typeof access === 'string' && access !== '' && !access.includes('${')) return access
  const message = 'access must be the plain name of an account: variables are not supported yet'
  throw spec.problem(['access'], { resource: null, message })
}

function regionOf(functions: readonly ProjectFunction[]): string | null {
  const regions = functions.map(({ config }) => config.region)
  return regions.find((region): region is string => typeof region === 'string' && !region.includes('${')) ?? null
}
