/**
 * `taskyard metrics`: what the functions did, of the running host. A small table for people; with --json the
 * datapoints under FC's names, one a minute.
 */
import { Command, InvalidArgumentError } from 'commander'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { metricsContract } from '../../shared/contract/metrics.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { formatCount } from '../../shared/format/count.ts'
import { formatDurationMs } from '../../shared/format/duration.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/units/time.ts'
import { systemClock } from '../base/clock.ts'
import { FC_METRIC_NAMES } from '../base/fcMetricNames.ts'
import { type ConsoleClient, runningClient } from './consoleClient.ts'
import { chooseProjectDir, chooseWorkspaceDir } from './projectChoice.ts'

type MetricsOptions = { function?: string; since?: number; dir?: string; workspace?: string; json?: boolean }
type Line = OutputOf<(typeof metricsContract)['metrics.functions']>['functions'][number]
type Window = { title: string; lines: Line[] }

const WINDOWS_MINUTES = [1, 15, 60]
const MAX_MINUTES = (7 * DAY_MS) / MINUTE_MS
const UNITS_MS: Record<string, number> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS }

export function metricsCommand(): Command {
  return new Command('metrics')
    .description('Show what the functions did over the last minute, 15 minutes and hour.')
    .option('--function <name>', 'only this one')
    .option('--since <time>', 'over this time instead: 90s, 15m, 1h, 7d', sinceMs)
    .option('--dir <dir>', 'the project (default: this folder if it has an s.yaml, else the bundled sample)')
    .option('--workspace <dir>', 'the workspace, if the host was started with one')
    .option('--json', "print datapoints of one minute each under FC's names (default: of the last hour)")
    .action(metrics)
}

async function metrics(options: MetricsOptions): Promise<void> {
  const projectDir = chooseProjectDir(options.dir)
  const client = runningClient(chooseWorkspaceDir(options.workspace, projectDir), projectDir)
  process.stdout.write(options.json ? await jsonText(client, options) : await tableText(client, options))
}

async function jsonText(client: ConsoleClient, options: MetricsOptions): Promise<string> {
  const beforeMs = systemClock.nowMs()
  const fromMs = beforeMs - (options.since ?? HOUR_MS)
  const { function: functionName } = options
  const names = [...FC_METRIC_NAMES]
  // a week of minutes in one answer would be too much: a day at a time
  const datapoints: OutputOf<(typeof metricsContract)['metrics.fc']>['datapoints'] = []
  for (let from = floorMinute(fromMs); from < beforeMs; from += DAY_MS) {
    const range = { fromMs: from, beforeMs: Math.min(beforeMs, from + DAY_MS) }
    const page = await client['metrics.fc']({ names, ...range, ...(functionName !== undefined && { functionName }) })
    datapoints.push(...page.datapoints)
  }
  return `${JSON.stringify({ datapoints })}\n`
}

const floorMinute = (atMs: number) => Math.floor(atMs / MINUTE_MS) * MINUTE_MS

async function tableText(client: ConsoleClient, options: MetricsOptions): Promise<string> {
  const { since, function: functionName } = options
  const lengths = since === undefined ? WINDOWS_MINUTES : [Math.max(1, Math.ceil(since / MINUTE_MS))]
  const windows: Window[] = []
  for (const minutes of lengths) {
    const { functions } = await client['metrics.functions']({ minutes, parts: 1 })
    windows.push({ title: titleOf(minutes), lines: functions.filter((one) => isWanted(one, functionName)) })
  }
  if (functionName !== undefined && windows.every(({ lines }) => lines.length === 0)) {
    throw new AppError('function_not_found', `function '${functionName}' does not exist`)
  }
  return `${linesOf(windows, functionName === undefined).join('\n')}\n`
}

const isWanted = (line: Line, functionName: string | undefined) =>
  functionName === undefined || line.functionName === functionName

function titleOf(minutes: number): string {
  if (minutes === 1) return 'last minute'
  return minutes === 60 ? 'last hour' : `last ${formatCount(minutes)} minutes`
}

function linesOf(windows: Window[], isOfAll: boolean): string[] {
  const worst = isOfAll ? ', slowest function' : ''
  const cells = [
    ['', ...windows.map(({ title }) => title)],
    ['submitted', ...windows.map(({ lines }) => total(lines, 'submitted'))],
    ['succeeded', ...windows.map(({ lines }) => total(lines, 'succeeded'))],
    ['failed', ...windows.map(({ lines }) => total(lines, 'failed'))],
    ['failed attempts', ...windows.map(({ lines }) => total(lines, 'failedAttempts'))],
    [`wait p95${worst}`, ...windows.map(({ lines }) => longest(lines, 'waitP95Ms'))],
    [`run p95${worst}`, ...windows.map(({ lines }) => longest(lines, 'runP95Ms'))],
  ]
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)))
  const rows = cells.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))),
  )
  return [...rows.map((row) => row.join('   ').trimEnd()), '', nowText(windows[0]?.lines ?? [])]
}

function nowText(lines: Line[]): string {
  const oldest = longest(lines, 'oldestAgeMs')
  const waiting = `${total(lines, 'backlog')} waiting${oldest === '-' ? '' : ` (the oldest for ${oldest})`}`
  return `now: ${waiting}, ${total(lines, 'executing')} executing, ${total(lines, 'instances')} instances`
}

function total(
  lines: Line[],
  name: 'submitted' | 'succeeded' | 'failed' | 'failedAttempts' | 'backlog' | 'executing' | 'instances',
) {
  return formatCount(lines.reduce((sum, line) => sum + line[name], 0))
}

function longest(lines: Line[], name: 'waitP95Ms' | 'runP95Ms' | 'oldestAgeMs'): string {
  const known = lines.flatMap((line) => line[name] ?? [])
  return known.length === 0 ? '-' : formatDurationMs(Math.max(...known))
}

function sinceMs(text: string): number {
  const [, number, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  const ms = Number(number) * (UNITS_MS[unit] ?? 0)
  if (!(ms > 0) || ms > MAX_MINUTES * MINUTE_MS) {
    throw new InvalidArgumentError('It is a number and a unit up to a week, such as 90s, 15m, 1h or 7d.')
  }
  return ms
}
