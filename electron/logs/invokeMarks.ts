/**
 * The lines that FC writes around the output of an execution (FC.md section 3.4). They are derived on
 * reading from what the attempt's row knows anyway, not stored. Pure.
 */
import type { FunctionErrorType } from '../../shared/domain/task.ts'
import type { OutputStream } from '../base/logMessages.ts'

export type LogPiece = { stream: OutputStream; atMs: number; text: string }
export type MarkedAttempt = {
  requestId: string
  startedAtMs: number | null // null: not started, no marks
  endedAtMs: number | null // null while it runs
  errorType: FunctionErrorType | null
}
/** Which ends of the attempt's output are in the slice: only those get their mark. */
export type SliceEnds = { isFirst: boolean; isLast: boolean }

/** How FC.md section 3.1 words it; nothing is known to follow the end of a failed initializer. */
const END_SUFFIX: Record<FunctionErrorType, string> = {
  HandledInvocationError: ', Error: Handled function error',
  UnhandledInvocationError: ', Error: Unhandled function error',
  InitializationError: '',
}

export function withInvokeMarks(
  pieces: readonly LogPiece[],
  { requestId, startedAtMs, endedAtMs, errorType, isFirst, isLast }: MarkedAttempt & SliceEnds,
): LogPiece[] {
  if (startedAtMs === null) return [...pieces]
  const phase = errorType === 'InitializationError' ? 'Initialize' : 'Invoke'
  const marked = [...pieces]
  if (isFirst) {
    marked.unshift({ stream: 'system', atMs: startedAtMs, text: `FC ${phase} Start RequestId: ${requestId}\n` })
  }
  if (isLast && endedAtMs !== null) {
    const lineBreak = marked.at(-1)?.text.endsWith('\n') === false ? '\n' : ''
    const suffix = errorType === null ? '' : END_SUFFIX[errorType]
    const text = `${lineBreak}FC ${phase} End RequestId: ${requestId}${suffix}\n`
    marked.push({ stream: 'system', atMs: endedAtMs, text })
  }
  return marked
}
