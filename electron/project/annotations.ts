/**
 * Reads what an s.yaml says to Taskyard alone, under `vars`, which the cloud's tool passes over when no
 * resource refers to it:
 *
 *     vars:
 *       taskyard:
 *         order-charge:                # a function's name
 *           compensation: order-refund # the function that repairs what it failed to do
 *
 * A wrong shape is a problem, a name that fits nothing is a notice. Neither keeps a function from running.
 */
import { basename } from 'node:path'
import { functionName as functionNameSchema } from '../../shared/domain/functionConfig.ts'
import type { AppError } from '../../shared/errors.ts'
import type { ProjectFunction } from './project.ts'
import { isRecord, type KeyPath, type SpecFile } from './specFile.ts'
import { withoutNulls } from './variables.ts'

/** Where they are in the file. */
export const ANNOTATIONS = ['vars', 'taskyard'] as const
const COMPENSATION = 'compensation'

type Reading = { functions: ProjectFunction[]; problems: AppError[]; notices: string[] }

/** `functions` with their compensation, and with notices about it. */
export function readAnnotations(spec: SpecFile, functions: readonly ProjectFunction[]): Reading {
  const reading: Reading = { functions: [...functions], problems: [], notices: [] }
  const found = annotationsOf(spec, reading.problems)
  const known = namesIn(spec)
  for (const [name, annotation] of Object.entries(found)) {
    const at = [...ANNOTATIONS, name]
    const index = functions.findIndex(({ config }) => config.functionName === name)
    const described = functions[index]
    const problem = (keyPath: KeyPath, message: string) =>
      reading.problems.push(spec.problem(keyPath, { resource: described?.resource ?? null, message }))
    if (described === undefined) {
      // a resource that is broken now has problems of its own
      if (!known.has(name)) reading.notices.push(placed(spec, at, `no function of this file is named "${name}"`))
    } else if (!isRecord(annotation)) {
      problem(at, `${at.join('.')} must be a map such as { ${COMPENSATION}: order-refund }`)
    } else {
      const compensation = annotation[COMPENSATION]
      const wrong = whatIsWrong(compensation, name)
      const keyPath = [...at, COMPENSATION]
      if (wrong !== null) problem(keyPath, wrong)
      else if (typeof compensation === 'string') {
        const notices = known.has(compensation)
          ? []
          : [placed(spec, keyPath, `the compensation function "${compensation}" is not in this file`)]
        reading.functions[index] = { ...described, compensation, notices: [...described.notices, ...notices] }
      }
      for (const key of Object.keys(annotation)) {
        if (key === COMPENSATION) continue
        reading.notices.push(placed(spec, [...at, key], `"${key}" is passed over: only ${COMPENSATION} is known here`))
      }
    }
  }
  return reading
}

/** Other tools may keep anything in `vars`, so only our own part of it is looked at. */
function annotationsOf(spec: SpecFile, problems: AppError[]): Record<string, unknown> {
  const { vars } = spec.root
  const ours = isRecord(vars) ? withoutNulls(vars.taskyard) : undefined
  if (ours === undefined || ours === null) return {}
  if (isRecord(ours)) return ours
  const message = `${ANNOTATIONS.join('.')} must be a map of function names`
  problems.push(spec.problem(ANNOTATIONS, { resource: null, message }))
  return {}
}

function whatIsWrong(compensation: unknown, name: string): string | null {
  if (compensation === undefined) return null
  if (typeof compensation !== 'string') return `${COMPENSATION} must be the name of a function`
  if (compensation.includes('${')) {
    return `${COMPENSATION}: variables are not supported yet: write the name of a function instead of ${compensation}`
  }
  if (compensation === name) return `"${name}" cannot be its own ${COMPENSATION}: name another function`
  const parsed = functionNameSchema.safeParse(compensation)
  return parsed.success ? null : `${COMPENSATION} "${compensation}": ${parsed.error.issues[0]?.message}`
}

/** Of all resources, those that are broken, too. */
function namesIn(spec: SpecFile): Set<unknown> {
  const resources = isRecord(spec.root.resources) ? Object.values(spec.root.resources) : []
  return new Set(
    resources.flatMap((resource) =>
      isRecord(resource) && isRecord(resource.props) ? [resource.props.functionName] : [],
    ),
  )
}

function placed(spec: SpecFile, keyPath: KeyPath, message: string): string {
  return `${basename(spec.path)}:${spec.lineOf(keyPath)}: ${message}`
}
