/** Instances as `taskyard instances` prints them for people. */
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { InstanceRow, instancesContract } from '../../shared/contract/instances.contract.ts'
import { formatBytes } from '../../shared/format/bytes.ts'
import { formatDurationMs } from '../../shared/format/duration.ts'
import { formatInstant } from '../../shared/format/instant.ts'
import { textTable } from './textTable.ts'

type List = OutputOf<(typeof instancesContract)['instances.list']>

const HEAD = ['INSTANCE', 'FUNCTION', 'STATE', 'SERVED', 'CPU', 'MEMORY', 'DOING']

/** A table; whole ids, because they are what the other commands take. */
export function instanceList({ living, ended }: List): string {
  if (living.length + ended.length === 0) {
    return 'No instance has been started yet: they start with the first task, or with --prewarm <function>.'
  }
  return textTable([HEAD, ...[...living, ...ended].map(cellsOf)])
}

/** One fact a line. */
export function instanceText(row: InstanceRow): string {
  const facts: [string, string | null][] = [
    ['instance', row.instanceId],
    ['function', row.functionName],
    ['state', row.state],
    ['doing', doing(row) || null],
    ['detail', row.detail],
    ['runtime', [row.runtime, row.interpreterVersion].filter((part) => part !== null).join(', ')],
    ['code', row.codeHash],
    ['pid', row.endedAtMs === null && row.pid !== null ? String(row.pid) : null],
    ['started', formatInstant(row.createdAtMs, { withDate: true })],
    ['ended', row.endedAtMs === null ? null : formatInstant(row.endedAtMs, { withDate: true })],
    ['cold start', row.coldStartMs === null ? null : formatDurationMs(row.coldStartMs)],
    ['served', String(row.servedCount)],
    ['cpu', cpu(row) || null],
    ['memory', memory(row) || null],
    ['terminals', row.terminalCount === 0 ? null : String(row.terminalCount)],
  ]
  return facts.flatMap(([name, value]) => (value === null ? [] : [`${`${name}:`.padEnd(12)}${value}`])).join('\n')
}

const cellsOf = (row: InstanceRow): string[] => [
  row.instanceId,
  row.functionName,
  row.state,
  String(row.servedCount),
  row.endedAtMs === null ? cpu(row) : '',
  memory(row),
  doing(row),
]

const cpu = ({ cpuPercent }: InstanceRow) => (cpuPercent === null ? '' : `${cpuPercent.toFixed(0)}%`)

function memory({ memoryBytes, peakMemoryBytes, memoryLimitBytes, endedAtMs }: InstanceRow): string {
  const limit = formatBytes(memoryLimitBytes)
  if (endedAtMs === null && memoryBytes !== null) return `${formatBytes(memoryBytes)} of ${limit}`
  return peakMemoryBytes === null ? '' : `at most ${formatBytes(peakMemoryBytes)} of ${limit}`
}

function doing({ runs, idleSinceMs, terminalCount, heldUntilMs, endedAtMs, detail }: InstanceRow): string {
  if (heldUntilMs !== null) return `kept until ${formatInstant(heldUntilMs)} to be looked at`
  if (endedAtMs !== null) return detail ?? ''
  const [first] = runs
  if (first !== undefined) {
    const what = first.taskId === null ? `call ${first.requestId}` : `task ${first.taskId}`
    return runs.length === 1 ? what : `${what} and ${runs.length - 1} more`
  }
  if (terminalCount > 0) return 'a terminal is open'
  return idleSinceMs === null ? '' : `idle since ${formatInstant(idleSinceMs)}`
}
