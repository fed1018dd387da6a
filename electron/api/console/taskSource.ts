/** Where in the user's code an attempt failed: the innermost frame of its stack that is the user's. */
import { posix } from 'node:path'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { tasksContract } from '../../../shared/contract/tasks.contract.ts'
import type { Attempt } from '../../../shared/domain/task.ts'
import type { FunctionCode } from '../../engine/ports.ts'
import { pathWithin, sourceLines } from './sourceLines.ts'
import { type StackFrame, stackFrames } from './stackFrames.ts'

export type SourceFrame = OutputOf<(typeof tasksContract)['tasks.source']>['frame']

/** Where an instance with a root of its own has the code folder (FC.md section 3.4). */
const CODE_DIR_INSIDE = '/code'

export async function sourceOf(attempt: Attempt | undefined, code: FunctionCode): Promise<SourceFrame> {
  for (const frame of stackFrames(attempt?.errorBody ?? '')) {
    const file = fileOf(frame, code.path)
    if (file === null) continue
    return {
      file,
      path: posix.join(code.path, file),
      line: frame.line,
      column: frame.column,
      caller: frame.caller,
      lines: await sourceLines(code.path, { file, line: frame.line }),
      isSameCode: attempt?.codeHash === code.hash,
    }
  }
  return null
}

/** Relative to the code folder; null for what is Node's, ours or a package's. */
function fileOf({ path }: StackFrame, codePath: string): string | null {
  if (!path.startsWith('/')) return null // node: and the like
  const file = pathWithin(codePath, path) ?? pathWithin(CODE_DIR_INSIDE, path)
  return file === null || file.split('/').includes('node_modules') ? null : file
}
