/** Where in the user's code an attempt failed: the innermost frame of its stack that is the user's. */
import { posix } from 'node:path'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { tasksContract } from '../../../shared/contract/tasks.contract.ts'
import type { Attempt } from '../../../shared/domain/task.ts'
import type { FunctionCode } from '../../engine/ports.ts'
import { stackFrames, userFile } from '../../engine/tasks/stackFrames.ts'
import { sourceLines } from './sourceLines.ts'

export type SourceFrame = OutputOf<(typeof tasksContract)['tasks.source']>['frame']

export async function sourceOf(attempt: Attempt | undefined, code: FunctionCode): Promise<SourceFrame> {
  for (const frame of stackFrames(attempt?.errorBody ?? '')) {
    const file = userFile(frame, code.path)
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
