/** One of two attempts that are compared: its facts, what went in, what came out, and what it wrote. */

import type { comparisonsContract } from '../../../shared/contract/comparisons.contract.ts'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { Body } from '../../../shared/domain/body.ts'
import type { FunctionConfig } from '../../../shared/domain/functionConfig.ts'
import type { Attempt } from '../../../shared/domain/task.ts'
import { AppError } from '../../../shared/errors.ts'
import { indentJson } from '../../../shared/format/jsonText.ts'
import { type KnownId, normaliseLog } from '../../../shared/format/normaliseLog.ts'
import { KIB_BYTES } from '../../../shared/units/bytes.ts'
import type { OpenedTask } from '../../engine/ports.ts'
import { comparableError } from './comparedOutcome.ts'
import type { ConsoleDeps } from './consoleDeps.ts'
import { readTaskLog } from './taskLog.ts'

export type ComparedSide = OutputOf<(typeof comparisonsContract)['comparisons.get']>['left']
export type SideWish = { functionName: string; taskId: string; attempt?: number | undefined }
/** `config`: what its instance ran with; null: that is not known. */
export type OpenedSide = { side: ComparedSide; config: FunctionConfig | null }

const MAX_LOG_CHARACTERS = 256 * KIB_BYTES
const MAX_BODY_CHARACTERS = 256 * KIB_BYTES
const HEX_BYTES_A_LINE = 16
const LOG_SLICE_BYTES = 64 * KIB_BYTES

/** Throws task_not_found, and invalid_input for an attempt that there is not. */
export async function openSide(
  { queries, log }: Pick<ConsoleDeps, 'queries' | 'log'>,
  { accountId, functionName, taskId, attempt: wanted }: SideWish & { accountId: number },
): Promise<OpenedSide> {
  const task = await queries.openTask({ accountId, functionName, taskId })
  const { attempts } = task
  const attempt = wanted === undefined ? attempts.at(-1) : attempts.find(({ number }) => number === wanted)
  if (wanted !== undefined && attempt === undefined) {
    throw new AppError(
      'invalid_input',
      `${functionName}/${taskId} has no attempt ${wanted}: it has had ${attempts.length}`,
    )
  }
  const instanceId = attempt?.instanceId ?? null
  const config = instanceId === null ? null : await queries.configOfInstance(instanceId)
  return { side: { ...factsOf(task, attempt), ...(await logOf(log, task, attempt)) }, config }
}

function factsOf(
  task: OpenedTask,
  attempt: Attempt | undefined,
): Omit<ComparedSide, 'log' | 'isLogCut' | 'logProblem'> {
  const { functionName, taskId, state, attempts, payload } = task
  const { startedAtMs = null, endedAtMs = null } = attempt ?? {}
  return {
    functionName,
    taskId,
    state,
    attempt: attempt?.number ?? null,
    attemptCount: attempts.length,
    instanceId: attempt?.instanceId ?? null,
    outcome: attempt?.outcome ?? null,
    startedAtMs,
    durationMs: startedAtMs === null || endedAtMs === null ? null : Math.max(0, endedAtMs - startedAtMs),
    peakMemoryBytes: attempt?.peakMemoryBytes ?? null,
    codeHash: attempt?.codeHash ?? null,
    interpreterVersion: attempt?.interpreterVersion ?? null,
    payload: readable(payload),
    result: outcomeText(task, attempt),
  }
}

/** Only the last attempt can have a result; every other one has its error. */
function outcomeText({ result, reason, attempts }: OpenedTask, attempt: Attempt | undefined): string | null {
  if (attempt === undefined) return reason
  if (attempt.errorBody !== null) return readable(comparableError(attempt.errorBody))
  return attempt === attempts.at(-1) && result !== null ? readable(result) : null
}

/** Indented when it is JSON; what is no text as hex. */
export function readable(body: Body): string {
  if (typeof body === 'string') return cut(body.length > MAX_BODY_CHARACTERS ? body : (indentJson(body) ?? body))
  const hex = Buffer.from(body.subarray(0, MAX_BODY_CHARACTERS / 3)).toString('hex')
  const digits = HEX_BYTES_A_LINE * 2
  return Array.from({ length: Math.ceil(hex.length / digits) }, (_, line) =>
    hex.slice(line * digits, (line + 1) * digits).replaceAll(/..(?=.)/g, '$& '),
  ).join('\n')
}

function cut(text: string): string {
  if (text.length <= MAX_BODY_CHARACTERS) return text
  return `${text.slice(0, MAX_BODY_CHARACTERS)}\n… ${text.length - MAX_BODY_CHARACTERS} more characters`
}

async function logOf(
  log: ConsoleDeps['log'],
  task: OpenedTask,
  attempt: Attempt | undefined,
): Promise<Pick<ComparedSide, 'log' | 'isLogCut' | 'logProblem'>> {
  if (attempt === undefined) return { log: '', isLogCut: false, logProblem: null }
  try {
    let text = ''
    let afterChunk = 0
    let hasMore = true
    while (hasMore && text.length < MAX_LOG_CHARACTERS) {
      const slice = await readTaskLog(log, task, { attempt: attempt.number, afterChunk, limitBytes: LOG_SLICE_BYTES })
      for (const chunk of slice.chunks) text += chunk.text
      hasMore = slice.hasMore && slice.lastChunk > afterChunk
      afterChunk = slice.lastChunk
    }
    const isLogCut = hasMore || text.length > MAX_LOG_CHARACTERS
    const whole = isLogCut ? text.slice(0, text.lastIndexOf('\n', MAX_LOG_CHARACTERS) + 1) : text
    return { log: normaliseLog(whole, idsOf(task, attempt)), isLogCut, logProblem: null }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'workspace_damaged') throw error
    return { log: '', isLogCut: false, logProblem: error.message }
  }
}

function idsOf({ taskId, requestId }: OpenedTask, { instanceId }: Attempt): KnownId[] {
  const instance = instanceId === null ? [] : [{ value: instanceId, word: 'instance' }]
  return [{ value: taskId, word: 'task' }, { value: requestId, word: 'request' }, ...instance]
}
