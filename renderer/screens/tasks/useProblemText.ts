/** What is wrong with a filter, as sentences. */
import type { ErrorCode } from '../../../shared/errors.ts'
import type { Problem } from '../../../shared/query/problems.ts'
import { useText } from '../../i18n/text.ts'

export function useProblemText(): (problem: Problem) => string {
  const t = useText()
  return ({ code, values }) => t(`tasks.problem.${code}`, { ...NO_VALUES, ...values })
}
/** What a sentence may name; each problem brings what its own needs. */
const NO_VALUES = { key: '', known: '', value: '', other: '', joined: '', limit: '' }

/** Reasons that have words of their own; others are said with the host's message. */
const KNOWN_REASONS = [
  'task_ended',
  'task_not_found',
  'function_not_found',
  'backlog_full',
  'disk_full',
  'payload_too_large',
  'unavailable',
] as const satisfies readonly ErrorCode[]

export function useReasonText(): (reason: { code: ErrorCode; message: string }) => string {
  const t = useText()
  return ({ code, message }) => {
    const known = KNOWN_REASONS.find((one) => one === code)
    return known === undefined ? `(${message})` : t(`tasks.batch.why.${known}`)
  }
}
