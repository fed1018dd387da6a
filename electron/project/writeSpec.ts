/**
 * Writes what was changed live into a project's s.yaml. Values that the file already has, if only by default,
 * are not touched (electron/project/editSpec.ts says how the others are). The file is replaced at once, so a
 * reader never sees half of it.
 *
 * Throws `AppError('project_invalid')` when the file cannot be read now or its function is broken in it,
 * `function_not_found` when the function is not in it, `invalid_input` when a value cannot be written apart,
 * `unavailable` when the disk refuses or somebody else saves the file at the same moment.
 */
import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ASYNC_PATHS, ASYNC_SETTINGS, type AsyncValues, asyncValuesOf } from '../../shared/domain/asyncValues.ts'
import { AppError } from '../../shared/errors.ts'
import { ANNOTATIONS, readAnnotations } from './annotations.ts'
import { editSpec, type SpecEdit } from './editSpec.ts'
import type { ProjectFunction } from './project.ts'
import { readResource } from './resource.ts'
import { isRecord, SpecFile } from './specFile.ts'

export type SpecWrite =
  | { functionName: string; part: 'asyncConfig'; values: AsyncValues }
  | { functionName: string; part: 'compensation'; compensation: string | null }

type Value = string | number | boolean | null
/** What was written; `from` is what held before, if only by default. */
export type SpecChange = { setting: string; from: Value; to: Value }
type Plan = { before: string; edits: (SpecEdit & { change: SpecChange })[] }

/** Returns nothing when the file says all of it already. */
export function writeSpec(file: string, write: SpecWrite): SpecChange[] {
  const { before, edits } = plan(file, write)
  if (edits.length === 0) return []
  const after = editSpec(before, edits)
  replace(file, { before, after })
  return edits.map(({ change }) => change)
}

function plan(file: string, write: SpecWrite): Plan {
  const spec = new SpecFile(file)
  const before = exactText(file)
  const found = functionIn(spec, write.functionName)
  if (write.part === 'compensation') {
    const change = { setting: 'compensation', from: found.compensation, to: write.compensation }
    if (change.from === change.to) return { before, edits: [] }
    const path = [...ANNOTATIONS, write.functionName, 'compensation']
    return { before, edits: [{ path, value: change.to, stopAt: 0, change }] }
  }
  const props = ['resources', found.resource, 'props']
  const now = asyncValuesOf(found.asyncConfig)
  const edits = ASYNC_SETTINGS.filter((setting) => now[setting] !== write.values[setting]).map((setting) => {
    const value = write.values[setting]
    const path = [...props, 'asyncInvokeConfig', ...ASYNC_PATHS[setting]]
    return {
      path: value === null ? path.slice(0, -1) : path, // a destination goes with whatever else stood in its map
      value,
      stopAt: props.length,
      change: { setting, from: now[setting], to: value },
    }
  })
  return { before, edits }
}

/** Bytes that are no UTF-8 would be lost. */
function exactText(file: string): string {
  const bytes = readFileSync(file)
  const text = bytes.toString('utf8')
  if (Buffer.from(text).equals(bytes)) return text
  throw new AppError('project_invalid', `${basename(file)} is not UTF-8: nothing was written`)
}

function functionIn(spec: SpecFile, functionName: string): ProjectFunction {
  const resources = isRecord(spec.root.resources) ? Object.entries(spec.root.resources) : []
  const [resource] =
    resources.find(
      ([, definition]) =>
        isRecord(definition) && isRecord(definition.props) && definition.props.functionName === functionName,
    ) ?? []
  const name = basename(spec.path)
  if (resource === undefined) {
    throw new AppError(
      'function_not_found',
      `function '${functionName}' is not in ${name} any more: nothing was written`,
    )
  }
  const reading = readResource(spec, resource)
  if (reading.kind === 'function') {
    const [annotated = reading.function] = readAnnotations(spec, [reading.function]).functions
    return annotated
  }
  throw reading.kind === 'problems' && reading.problems[0] !== undefined
    ? reading.problems[0]
    : new AppError('project_invalid', `resource "${resource}" of ${name} is no function: nothing was written`)
}

/** Through a link to the file that it names; with the rights that the file has. */
function replace(file: string, { before, after }: { before: string; after: string }): void {
  const path = realpathSync(file)
  const fresh = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)
  try {
    writeFileSync(fresh, after, { mode: statSync(path).mode & 0o777, flush: true })
    if (readFileSync(path, 'utf8') !== before) {
      throw new AppError('unavailable', `${basename(path)} was saved by somebody else just now: try again`)
    }
    renameSync(fresh, path)
  } catch (error) {
    rmSync(fresh, { force: true })
    if (error instanceof AppError) throw error
    throw new AppError('unavailable', `${file} could not be written: ${(error as Error).message}`, { cause: error })
  }
}
