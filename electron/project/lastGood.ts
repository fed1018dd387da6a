/**
 * What a project is after a reading that may have failed in part or whole: broken resources keep the
 * definition that they had. Someone is in the middle of an edit, and deleting their function would
 * make its waiting tasks Invalid. Pure.
 */
import { AppError } from '../../shared/errors.ts'
import { type Project, resourceOf } from './project.ts'

/** `reading` is what `readProject` returned or threw. */
export function withLastGood(reading: Project | AppError, before: Project): Project {
  if (reading instanceof AppError) return { ...before, problems: [reading] }
  if (reading.file === null && before.file !== null) {
    const problem = new AppError(
      'project_invalid',
      `${before.file} is gone: its functions stay until there is a new one`,
    )
    return { ...before, problems: [problem] }
  }
  const broken = new Set(reading.problems.map(resourceOf))
  const names = new Set(reading.functions.map(({ config }) => config.functionName))
  const kept = before.functions.filter(
    ({ resource, config }) => broken.has(resource) && !names.has(config.functionName),
  )
  const codeDirs = new Set([...reading.codeDirs, ...kept.map(({ codeDir }) => codeDir)])
  return { ...reading, functions: [...reading.functions, ...kept], codeDirs: [...codeDirs] }
}
