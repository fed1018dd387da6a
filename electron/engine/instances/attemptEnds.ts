/** The ends that an attempt can come to, in the words of the store and of FC. */
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import type { AttemptFacts, FunctionSpec } from '../messages.ts'
import type { Verdict } from './attempt.ts'
import type { ResultFrame } from './frames.ts'
import type { Exit } from './instanceProcess.ts'
import { exited, outOfMemory, type PlatformError } from './platformErrors.ts'

export const stoppedVerdict: Verdict = (facts) => ({ outcome: 'stopped', facts })

export function failedVerdict({ errorType, errorBody }: Pick<PlatformError, 'errorType' | 'errorBody'>): Verdict {
  return (facts) => ({ ...facts, outcome: 'failed', errorType, errorBody })
}

/** What the handler itself answered. */
export function answeredVerdict(frame: ResultFrame): Verdict {
  if (frame.isOk) return (facts) => ({ ...facts, outcome: 'succeeded', result: frame.result })
  return failedVerdict(frame)
}

export type Crash = { facts: AttemptFacts; exit: Exit; lastWords: string; isInitializing: boolean }

/** The process ended before the handler had answered. */
export function crashError({ memoryBytes }: FunctionSpec, crash: Crash): PlatformError {
  const { durationMs, peakMemoryBytes } = crash.facts
  const isKilled = crash.exit.signal === 'SIGKILL' || crash.exit.code === KILLED_CODE
  const isOutOfMemory = V8_OUT_OF_MEMORY.test(crash.lastWords) || (isKilled && peakMemoryBytes >= memoryBytes)
  return isOutOfMemory
    ? outOfMemory(memoryBytes, peakMemoryBytes)
    : exited(durationMs, peakMemoryBytes, crash.isInitializing)
}

const V8_OUT_OF_MEMORY = /heap out of memory/
const SIGNAL_CODE_BASE = 128 // how a shell reports a signal
const KILLED_CODE = SIGNAL_CODE_BASE + 9

export function exitText({ code, signal, error }: Exit): string {
  if (error !== null) return error
  if (signal !== null) return `ended by ${signal}`
  return code !== null && code > SIGNAL_CODE_BASE ? `ended by signal ${code - SIGNAL_CODE_BASE}` : `exit code ${code}`
}

/** The last line of a log tail (FC.md section 3.4). */
export function tailFooter({ durationMs, peakMemoryBytes }: AttemptFacts, { memoryBytes }: FunctionSpec): string {
  const parts = [
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs)} ms`,
    `Memory Size: ${memoryBytes / MIB_BYTES} MB`,
    `Max Memory Used: ${(peakMemoryBytes / MIB_BYTES).toFixed(2)} MB`,
  ]
  return `\n${parts.join(', ')}\n`
}
