/**
 * Completes a project's functions with what their code is. A function whose code cannot be read now,
 * or whose resource is broken, keeps its last good definition: an unfinished edit must not delete it,
 * since that would make its waiting tasks Invalid.
 */
import type { FunctionCode } from '../../shared/domain/functionCode.ts'
import type { AsyncConfig, FunctionConfig } from '../../shared/domain/functionConfig.ts'
import { AppError } from '../../shared/errors.ts'
import { hashCode } from './hashCode.ts'
import type { Project } from './project.ts'

/** What the engine's `syncProject` takes. */
export type ProjectDefinition = {
  config: FunctionConfig
  code: FunctionCode
  asyncConfig: AsyncConfig | null
  reservedConcurrency: number | null
  compensation: string | null
}

export async function defineFunctions(
  project: Project,
  lastGood: readonly ProjectDefinition[] = [],
): Promise<{ definitions: ProjectDefinition[]; problems: AppError[] }> {
  const codeByDir = new Map<string, Promise<FunctionCode>>() // functions may share a folder
  const definitions: ProjectDefinition[] = []
  const problems = [...project.problems]
  for (const { config, asyncConfig, reservedConcurrency, compensation, codeDir } of project.functions) {
    try {
      const code = codeByDir.get(codeDir) ?? hashCode(codeDir)
      codeByDir.set(codeDir, code)
      definitions.push({ config, code: await code, asyncConfig, reservedConcurrency, compensation })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      problems.push(error)
      const before = lastGood.find((definition) => definition.config.functionName === config.functionName)
      if (before !== undefined) definitions.push(before)
    }
  }
  return { definitions, problems }
}
