/** Says in a few words what changed about a function, for a mark beside its curves. */
import type { MarkOfFunction } from '../../base/metricMessages.ts'
import type { FunctionRecord } from '../ports.ts'

const SHORT_HASH_LENGTH = 7

type Number = { what: string; unit: string; of(record: FunctionRecord): number | null | undefined }
const NUMBERS: readonly Number[] = [
  { what: 'memory', unit: ' MB', of: ({ config }) => config.memorySize },
  { what: 'time-out', unit: ' s', of: ({ config }) => config.timeout },
  { what: 'instance concurrency', unit: '', of: ({ config }) => config.instanceConcurrency },
  { what: 'reserved concurrency', unit: '', of: ({ reservedConcurrency }) => reservedConcurrency },
  { what: 'retries', unit: '', of: ({ asyncConfig }) => asyncConfig?.maxAsyncRetryAttempts },
]

/** Empty: nothing that could show in a curve. */
export function changeMarks(before: FunctionRecord, after: FunctionRecord): Pick<MarkOfFunction, 'kind' | 'text'>[] {
  const marks: Pick<MarkOfFunction, 'kind' | 'text'>[] = []
  if (before.code.hash !== after.code.hash) {
    marks.push({ kind: 'code', text: `code ${after.code.hash.slice(0, SHORT_HASH_LENGTH)}` })
  }
  const parts = NUMBERS.flatMap(({ what, unit, of }) => {
    const [from, to] = [of(before) ?? null, of(after) ?? null]
    if (from === to) return []
    return [`${what} ${from ?? 'none'} to ${to ?? 'none'}${to === null ? '' : unit}`]
  })
  if (parts.length > 0) marks.push({ kind: 'configuration', text: parts.join(', ') })
  else if (settingsOf(before) !== settingsOf(after)) marks.push({ kind: 'configuration', text: 'configuration' })
  return marks
}

const settingsOf = ({ config, asyncConfig }: FunctionRecord) => JSON.stringify([config, asyncConfig])
