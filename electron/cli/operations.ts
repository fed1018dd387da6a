/** `taskyard operations`: the operator log of the running host, the latest first, or all of it as a file. */
import { Command, InvalidArgumentError } from 'commander'
import type { Operation } from '../../shared/contract/operations.contract.ts'
import { OPERATIONS, type OperationAction } from '../../shared/domain/operations.ts'
import { AppError } from '../../shared/errors.ts'
import { CSV_HEAD, operationLine } from '../../shared/format/operationLines.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/units/time.ts'
import { type ConsoleClient, runningClient } from './consoleClient.ts'
import { chooseProjectDir, chooseWorkspaceDir } from './projectChoice.ts'
import { textTable } from './textTable.ts'

type OperationsOptions = {
  since?: number
  action: OperationAction[]
  text?: string
  limit?: number
  csv?: boolean
  dir?: string
  workspace?: string
  json?: boolean
}

const DEFAULT_LIMIT = 50
const PAGE_COUNT = 500
const UNIT_MS: Record<string, number> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS }

const HELP = `
Actions: ${OPERATIONS.join(', ')}

Examples:
  taskyard operations --since 24h
  taskyard operations --action task.stop,batch.replay
  taskyard operations --csv > operations.csv     all of it, for a spreadsheet
  taskyard operations --json --since 7d          one JSON object a line`

export function operationsCommand(): Command {
  return new Command('operations')
    .description('Show the operator log: every action that changed something, but the submits of tasks.')
    .option('--since <time>', 'only since then: 15m, 24h, 7d, or an instant such as 2026-11-24T14:00', instantMs)
    .option('--action <names>', 'only these actions, or kinds such as "task", separated by commas', actionsOf, [])
    .option('--text <text>', 'only where what it was done to has this text')
    .option('--limit <n>', `so many at most (default: ${DEFAULT_LIMIT} for people, all for scripts)`, positiveCount)
    .option('--dir <dir>', 'the project (default: this folder if it has an s.yaml, else the bundled sample)')
    .option('--workspace <dir>', 'the workspace, if the host was started with one')
    .option('--json', 'print one JSON object a line')
    .option('--csv', 'print CSV with a head')
    .addHelpText('after', HELP)
    .action(show)
}

async function show(options: OperationsOptions): Promise<void> {
  if (options.json && options.csv) throw new AppError('invalid_input', 'give either --json or --csv, not both')
  const projectDir = chooseProjectDir(options.dir)
  const client = runningClient(chooseWorkspaceDir(options.workspace, projectDir), projectDir)
  const format = options.json ? 'jsonl' : options.csv ? 'csv' : null
  if (format === null) return print(await peopleText(client, options))
  if (format === 'csv') print(CSV_HEAD)
  for await (const page of pages(client, { ...options, limit: options.limit ?? Number.POSITIVE_INFINITY })) {
    print(page.map((operation) => operationLine(operation, format)).join(''))
  }
}

async function peopleText(client: ConsoleClient, options: OperationsOptions): Promise<string> {
  const limit = options.limit ?? DEFAULT_LIMIT
  const operations: Operation[] = []
  for await (const page of pages(client, { ...options, limit: limit + 1 })) operations.push(...page)
  if (operations.length === 0) return 'No action is in the operator log, or none matches.\n'
  const rows = operations.slice(0, limit).map(({ atMs, action, target, count, detail }) => {
    return [localTime(atMs), action, target, String(count), detail === null ? '' : JSON.stringify(detail)]
  })
  const table = textTable([['WHEN', 'ACTION', 'TARGET', 'COUNT', 'DETAILS'], ...rows])
  const more = operations.length > limit ? `The latest ${limit}; --limit shows more.\n` : ''
  return `${table}\n${more}`
}

/** The latest first, at most `limit` of them. */
async function* pages(
  client: ConsoleClient,
  { since, action, text, limit }: OperationsOptions & { limit: number },
): AsyncGenerator<Operation[]> {
  let cursor: string | null = null
  let leftCount = limit
  do {
    const page: { operations: Operation[]; nextCursor: string | null } = await client['operations.list']({
      limit: Math.min(PAGE_COUNT, leftCount),
      ...(since !== undefined && { fromMs: since }),
      ...(action.length > 0 && { actions: action }),
      ...(text !== undefined && { text }),
      ...(cursor !== null && { cursor }),
    })
    yield page.operations
    leftCount -= page.operations.length
    cursor = page.nextCursor
  } while (cursor !== null && leftCount > 0)
}

const print = (text: string): void => void process.stdout.write(text)

/** `2026-11-24 14:00:07`, in the local zone. */
function localTime(atMs: number): string {
  const at = new Date(atMs)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}

function instantMs(text: string): number {
  const [, amount, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  if (amount !== undefined && unit !== undefined) return Date.now() - Number(amount) * (UNIT_MS[unit] ?? 0)
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) // of the local zone, as with a time
  const atMs = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(isDay ? `${text}T00:00` : text) : Number.NaN
  if (Number.isNaN(atMs)) {
    throw new InvalidArgumentError('It is a span such as 15m, 24h or 7d, or an instant such as 2026-11-24T14:00.')
  }
  return atMs
}

function actionsOf(text: string): OperationAction[] {
  const names = text.split(',').map((name) => name.trim())
  return names.flatMap((name) => {
    const known = OPERATIONS.filter((action) => action === name || action.startsWith(`${name}.`))
    if (known.length === 0)
      throw new InvalidArgumentError(`'${name}' is no action. Use one of ${OPERATIONS.join(', ')}.`)
    return known
  })
}

function positiveCount(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 1.')
  return Number(text)
}
