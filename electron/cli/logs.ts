/**
 * `taskyard logs`: prints what the functions of the running host wrote, merged, and follows it if asked to.
 * A reader that stops listening, such as `head`, ends it well, and so does Ctrl-C.
 */
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Command, InvalidArgumentError } from 'commander'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { LogFilter, logsContract } from '../../shared/contract/logs.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/units/time.ts'
import { type ConsoleClient, runningClient } from './consoleClient.ts'
import { LineAssembly, type LogLine, lineText } from './logLines.ts'
import { chooseProjectDir, chooseWorkspaceDir } from './projectChoice.ts'
import { stopSignal } from './stopSignals.ts'

type LogsOptions = {
  function?: string[]
  instance?: string
  follow?: boolean
  since: number
  search?: string
  regex?: string
  caseSensitive?: boolean
  dir?: string
  workspace?: string
  json?: boolean
}
type Search = { text: string; isRegex: boolean; isCaseSensitive: boolean }

const LOOK_EVERY_MS = 250
const SLICE_BYTES = 1_048_576
const UNITS_MS: Record<string, number> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS }
const DEFAULT_SINCE_MS = 15 * MINUTE_MS

const HELP = `
Examples:
  taskyard logs --follow                         what is written from 15 minutes ago on, and from now on
  taskyard logs --function pay --since all       all that is kept of one function
  taskyard logs --search timeout --since 2h      lines with this text, in any case
  taskyard logs --regex 'order \\d+' --json       matching lines as JSON, one a line`

export function logsCommand(): Command {
  return new Command('logs')
    .description('Print what functions wrote, all of them merged.')
    .option('--function <name...>', 'only of these functions')
    .option('--instance <id>', 'only of this instance')
    .option('--follow', 'go on until Ctrl-C')
    .option('--since <time>', 'from so long ago (30s, 15m, 2h, 7d), from an instant, or all', since, DEFAULT_SINCE_MS)
    .option('--search <text>', 'only lines with this text')
    .option('--regex <expression>', 'only lines that match this regular expression')
    .option('--case-sensitive', 'mind the case of --search and --regex')
    .option('--dir <dir>', 'the project (default: this folder if it has an s.yaml, else the bundled sample)')
    .option('--workspace <dir>', 'the workspace, if the host was started with one')
    .option('--json', 'print JSON, one line each')
    .addHelpText('after', HELP)
    .action(logs)
}

async function logs(options: LogsOptions): Promise<void> {
  const search = searchOf(options)
  const projectDir = chooseProjectDir(options.dir)
  const client = runningClient(chooseWorkspaceDir(options.workspace, projectDir), projectDir)
  const filter: LogFilter = {
    ...(options.function && { functions: options.function }),
    ...(options.instance !== undefined && { instanceId: options.instance }),
    ...(Number.isFinite(options.since) && { fromMs: Date.now() - options.since }),
  }
  const stop = options.follow ? stopSignal() : new AbortController().signal
  const output = new Output(options.json ? toJson : (line) => lineText(line, process.stdout.isTTY === true))
  try {
    await print({ client, filter, search, output, stop, isFollowing: options.follow === true })
  } catch (error) {
    if (!output.isClosed && !stop.aborted) throw error
  }
}

type Printing = {
  client: ConsoleClient
  filter: LogFilter
  search: Search | null
  output: Output
  stop: AbortSignal
  isFollowing: boolean
}

async function print({ client, filter, search, output, stop, isFollowing }: Printing): Promise<void> {
  const lines = new LineAssembly()
  let damageAtMs: number | null = null
  let fromChunk = search === null ? 0 : await firstHit(client, { filter, ...search })
  if (fromChunk === null && !isFollowing) return
  const isWanted = search === null ? () => true : lineTest(search)
  fromChunk ??= 0
  while (!stop.aborted && !output.isClosed) {
    const slice = await client['logs.read']({ filter, direction: 'forward', fromChunk, limitBytes: SLICE_BYTES })
    if (slice.damage !== null && slice.damage.atMs !== damageAtMs) {
      damageAtMs = slice.damage.atMs
      process.stderr.write(`taskyard: the log database was damaged: older output is in ${slice.damage.asidePath}\n`)
    }
    for (const chunk of slice.chunks) await output.print(lines.add(chunk).filter(isWanted))
    fromChunk = slice.lastChunk
    if (slice.hasMore) continue
    if (!isFollowing) break
    await pause(LOOK_EVERY_MS, undefined, { signal: stop }).catch(() => {})
  }
  await output.print(lines.rest().filter(isWanted))
}

/** The place before the first line that is found, so that nothing before it is read; null: nothing is found. */
async function firstHit(client: ConsoleClient, query: { filter: LogFilter } & Search): Promise<number | null> {
  let fromChunk: number | null = 0
  while (fromChunk !== null) {
    const slice: OutputOf<(typeof logsContract)['logs.search']> = await client['logs.search']({
      ...query,
      direction: 'forward',
      limit: 1,
      fromChunk,
    })
    const [hit] = slice.hits
    if (hit !== undefined) return hit.chunk - 1
    fromChunk = slice.nextChunk
  }
  return null
}

function searchOf({ search, regex, caseSensitive = false }: LogsOptions): Search | null {
  if (search !== undefined && regex !== undefined) {
    throw new AppError('invalid_input', 'give --search or --regex, not both')
  }
  const text = search ?? regex
  return text === undefined ? null : { text, isRegex: regex !== undefined, isCaseSensitive: caseSensitive }
}

/** The host has said that the expression is a good one. */
function lineTest({ text, isRegex, isCaseSensitive }: Search): (line: LogLine) => boolean {
  const source = isRegex ? text : text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  const regex = new RegExp(source, isCaseSensitive ? '' : 'i')
  return (line) => regex.test(line.text)
}

/** Waits for whoever reads it, and knows when nobody does any more. */
class Output {
  isClosed = false
  readonly #format: (line: LogLine) => string

  constructor(format: (line: LogLine) => string) {
    this.#format = format
    process.stdout.on('error', () => {
      this.isClosed = true
    })
  }

  async print(lines: readonly LogLine[]): Promise<void> {
    if (lines.length === 0 || this.isClosed) return
    const isTaken = process.stdout.write(`${lines.map(this.#format).join('\n')}\n`)
    if (!isTaken) await once(process.stdout, 'drain').catch(() => {}) // an error has closed it
  }
}

const toJson = (line: LogLine) => JSON.stringify(line)

/** How long ago, in milliseconds. */
function since(text: string): number {
  if (text === 'all') return Number.POSITIVE_INFINITY
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  const unitMs = UNITS_MS[unit ?? '']
  if (unitMs !== undefined) return Number(count) * unitMs
  const agoMs = Date.now() - Date.parse(text)
  if (Number.isNaN(agoMs)) throw new InvalidArgumentError('It is like 30s, 15m, 2h or 7d, an instant, or all.')
  return agoMs
}
