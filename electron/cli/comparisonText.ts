/** A comparison as `taskyard compare` prints it: the headline, the facts in two columns, then what differs. */
import type { comparisonsContract } from '../../shared/contract/comparisons.contract.ts'
import type { OutputOf } from '../../shared/contract/contract.ts'
import { formatBytes } from '../../shared/format/bytes.ts'
import { formatDurationMs } from '../../shared/format/duration.ts'
import { formatInstant } from '../../shared/format/instant.ts'
import { lineDiff } from '../../shared/format/lineDiff.ts'
import { textTable } from './textTable.ts'

export type Comparison = OutputOf<(typeof comparisonsContract)['comparisons.get']>
type Side = Comparison['left']

/** Equal lines around a difference. */
const CONTEXT_LINES = 2
const MAX_DIFF_LINES = 80
const SHORT_HASH = 12

export function comparisonText(comparison: Comparison): string {
  const { headline, left, right, files, environment, configuration, isSamePayload, isSameLog } = comparison
  const isSameResult = left.result === right.result
  return [
    `${headline}.`,
    textTable([['', 'LEFT', 'RIGHT'], ...facts(left, right)]),
    section('Payload', isSamePayload ? null : diffText(left.payload, right.payload)),
    section('Result or error', isSameResult ? null : diffText(left.result ?? '', right.result ?? '')),
    section('Code', codeText(comparison, files)),
    section('Environment', environment === null ? UNKNOWN_CONFIGURATION : valueLines(environment)),
    section('Configuration', configuration === null ? UNKNOWN_CONFIGURATION : valueLines(configuration)),
    section('Log, apart from times, ids and addresses', isSameLog ? logNotice(left, right) : logText(left, right)),
  ].join('\n\n')
}

const UNKNOWN_CONFIGURATION = '  not known: one of them ran in no instance, or in one that is older than this record'

/** Null: the two sides are the same. */
const section = (title: string, text: string | null) => (text === null ? `${title}: the same` : `${title}:\n${text}`)

function facts(left: Side, right: Side): string[][] {
  const row = (name: string, of: (side: Side) => string | null) => [name, of(left) ?? '–', of(right) ?? '–']
  return [
    row('task', ({ functionName, taskId }) => `${functionName}/${taskId}`),
    row('attempt', ({ attempt, attemptCount }) => (attempt === null ? 'never ran' : `${attempt} of ${attemptCount}`)),
    row('state', ({ outcome, state }) => outcome ?? state),
    row('started', ({ startedAtMs }) => (startedAtMs === null ? null : formatInstant(startedAtMs, { withDate: true }))),
    row('duration', ({ durationMs }) => (durationMs === null ? null : formatDurationMs(durationMs))),
    row('peak memory', ({ peakMemoryBytes }) => (peakMemoryBytes === null ? null : formatBytes(peakMemoryBytes))),
    row('code', ({ codeHash }) => codeHash?.slice(0, SHORT_HASH) ?? null),
    row('interpreter', ({ interpreterVersion }) => interpreterVersion),
  ].map((cells) => cells.map(String))
}

function codeText({ left, right }: Comparison, files: Comparison['files']): string | null {
  if (left.codeHash === null || right.codeHash === null) return '  not known: one of them has run no code'
  if (left.codeHash === right.codeHash) return null
  if (files === null) return '  it differs; the files of one of the versions were not kept'
  if (files.length === 0) return '  it differs in nothing that is kept'
  return files
    .map(({ path, change, left: before, right: after }) => {
      const isKept = (change === 'added' || before !== null) && (change === 'removed' || after !== null)
      return `  ${path} (${change})${isKept ? `\n${diffText(before ?? '', after ?? '')}` : ''}`
    })
    .join('\n')
}

type Value = { name: string; left: string | null; right: string | null; isSecret?: boolean }
function valueLines(values: readonly Value[]): string | null {
  if (values.length === 0) return null
  return values.map((value) => `  ${value.name}: ${valueText(value)}`).join('\n')
}

function valueText({ left, right, isSecret = false }: Value): string {
  if (isSecret)
    return left === null ? 'only right, a secret' : right === null ? 'only left, a secret' : 'changed, a secret'
  return `${left === null ? 'not set' : JSON.stringify(left)} → ${right === null ? 'not set' : JSON.stringify(right)}`
}

const logNotice = (left: Side, right: Side): string | null => {
  const problem = left.logProblem ?? right.logProblem
  if (problem !== null) return `  ${problem}`
  return left.isLogCut ? '  the same, as far as it is compared: both are longer' : null
}

function logText(left: Side, right: Side): string {
  const problem = left.logProblem ?? right.logProblem
  const cut = left.isLogCut || right.isLogCut ? '\n  … of a longer one only the beginning is compared' : ''
  return `${problem === null ? '' : `  ${problem}\n`}${diffText(left.log, right.log)}${cut}`
}

/** Like `diff -u` without its heads: what only the left has begins with "-", what only the right has with "+". */
export function diffText(left: string, right: string): string {
  const lines = lineDiff(left, right)
  const isShown = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT_LINES), index + CONTEXT_LINES + 1).some(({ side }) => side !== 'both'),
  )
  const shown: string[] = []
  for (const [index, { side, text }] of lines.entries()) {
    if (!isShown[index]) continue
    if (shown.length > 0 && !isShown[index - 1]) shown.push('  …')
    shown.push(`  ${side === 'left' ? '-' : side === 'right' ? '+' : ' '} ${text}`)
  }
  if (shown.length <= MAX_DIFF_LINES) return shown.join('\n')
  return [
    ...shown.slice(0, MAX_DIFF_LINES),
    `  … ${shown.length - MAX_DIFF_LINES} more lines (--json has them all)`,
  ].join('\n')
}
