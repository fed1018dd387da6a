/** `taskyard inbox`: dead letters in groups; acknowledges, ignores and resolves them, brings failures home. */
import { Command, InvalidArgumentError } from 'commander'
import type { DeadGroup } from '../../shared/contract/inbox.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/units/time.ts'
import { toWireJson } from '../base/wireJson.ts'
import { type ConsoleClient, runningClient } from './consoleClient.ts'
import { counted, inboxText, type Show } from './inboxText.ts'
import { readPayload } from './payload.ts'
import { chooseProjectDir, chooseWorkspaceDir } from './projectChoice.ts'

type Common = { dir?: string; workspace?: string; json?: boolean }
type ListOptions = Common & { ignored?: boolean; resolved?: boolean; text?: string }
type IgnoreOptions = Common & { for?: number; more?: number; codeChanges?: boolean }
type ImportOptions = Common & { function?: string }
type Answer = { value: unknown; text: string }

const UNITS_MS: Record<string, number> = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS }
const PAGE_LIMIT = 500

const HELP = `
Examples:
  taskyard inbox                                 groups that are not ignored or resolved
  taskyard inbox ack 3 4                         seen
  taskyard inbox ignore 3 --for 2h               until 2 hours have passed
  taskyard inbox ignore 3 --more 10 --code-changes
  taskyard inbox resolve 3                       with all its open dead letters
  taskyard inbox import failure.json             what a failure destination got in the cloud
  taskyard inbox cloud pay order-17              the command that runs its payload again in the cloud`

export function inboxCommand(): Command {
  const inbox = withCommon(new Command('inbox'))
    .description('Dead letters in groups: list, acknowledge, ignore, resolve, bring home from the cloud.')
    .option('--ignored', 'list the groups that are ignored')
    .option('--resolved', 'list the groups that are resolved')
    .option('--text <text>', 'only with this in the error, its place or the name of a function')
    .addHelpText('after', HELP)
    .action((options: ListOptions) => answer(options, (client) => list(client, options)))
  for (const verb of verbs(inbox)) inbox.addCommand(verb)
  return inbox
}

/** `parent`: its options stand before the name of the verb as well. */
function verbs(parent: Command): Command[] {
  const optionsOf = <T extends Common>(own: T): T => ({ ...parent.opts<Common>(), ...own })
  const states = [
    { name: 'ack', state: 'Acknowledged', said: 'Acknowledged', about: 'Acknowledge groups: they have been seen.' },
    { name: 'resolve', state: 'Resolved', said: 'Resolved', about: 'Resolve groups with all their open dead letters.' },
    { name: 'reopen', state: 'New', said: 'Reopened', about: 'Make groups New again.' },
  ] as const
  const forGroups = (name: string) =>
    withCommon(new Command(name)).argument('<group...>', 'their numbers in the list', groupIds)
  return [
    ...states.map(({ name, state, said, about }) =>
      forGroups(name)
        .description(about)
        .action((ids: number[], options: Common) =>
          answer(optionsOf(options), async (client) => {
            const changed = await client['inbox.setState']({ groupIds: ids, state })
            return { value: changed, text: changedText(said, changed.changedCount) }
          }),
        ),
    ),
    forGroups('ignore')
      .description('Ignore groups until a time, so many more or other code, whichever comes first; else for good.')
      .option('--for <time>', 'for so long: 30m, 2h, 7d', lengthMs)
      .option('--more <n>', 'until so many more have come', atLeastOne)
      .option('--code-changes', 'until code that was not there when they were ignored fails so')
      .action((ids: number[], options: IgnoreOptions) =>
        answer(optionsOf(options), (client) => ignore(client, ids, options)),
      ),
    withCommon(new Command('import'))
      .description(
        'Bring a failure home: the body that a failure destination got in the cloud becomes a dead letter here.',
      )
      .argument('[file]', 'a file, or - for what comes in on stdin', '-')
      .option('--function <name>', 'the function that it is here, when the body does not name it')
      .action((file: string, options: ImportOptions) =>
        answer(optionsOf(options), (client) => importFailure(client, file, options)),
      ),
    withCommon(new Command('cloud'))
      .description('Print the command of Serverless Devs that runs the payload of a task again in the cloud.')
      .argument('<function>', 'its name')
      .argument('<task>', 'the id of the task')
      .action((functionName: string, taskId: string, options: Common) =>
        answer(optionsOf(options), async (client) => {
          const cloud = await client['inbox.cloudCommand']({ functionName, taskId })
          return { value: cloud, text: cloud.command }
        }),
      ),
  ]
}

const withCommon = (command: Command) =>
  command
    .option('--dir <dir>', 'the project (default: this folder if it has an s.yaml, else the bundled sample)')
    .option('--workspace <dir>', 'the workspace, if the host was started with one')
    .option('--json', 'print JSON')

async function answer(options: Common, ask: (client: ConsoleClient) => Promise<Answer>): Promise<void> {
  const projectDir = chooseProjectDir(options.dir)
  const client = runningClient(chooseWorkspaceDir(options.workspace, projectDir), projectDir)
  const { value, text } = await ask(client)
  process.stdout.write(`${options.json ? toWireJson(value) : text}\n`)
}

async function list(client: ConsoleClient, { ignored, resolved, text }: ListOptions): Promise<Answer> {
  if (ignored && resolved) throw new AppError('invalid_input', 'give --ignored or --resolved, not both')
  const show: Show = ignored ? 'ignored' : resolved ? 'resolved' : 'open'
  const groups: DeadGroup[] = []
  for (let cursor: string | null = null; ; ) {
    const page = await client['inbox.groups']({
      show,
      limit: PAGE_LIMIT,
      ...(text !== undefined && { text }),
      ...(cursor !== null && { cursor }),
    })
    groups.push(...page.groups)
    cursor = page.nextCursor
    const { totals } = page
    if (cursor === null)
      return { value: { groups, totals }, text: inboxText({ groups, totals }, { show, nowMs: Date.now() }) }
  }
}

async function ignore(client: ConsoleClient, ids: number[], options: IgnoreOptions): Promise<Answer> {
  const changed = await client['inbox.ignore']({
    groupIds: ids,
    untilCodeChanges: options.codeChanges ?? false,
    ...(options.for !== undefined && { untilMs: Date.now() + options.for }),
    ...(options.more !== undefined && { moreCount: options.more }),
  })
  return { value: changed, text: changedText('Ignored', changed.changedCount) }
}

async function importFailure(client: ConsoleClient, file: string, options: ImportOptions): Promise<Answer> {
  const body = await readPayload(file === '-' ? '-' : `@${file}`)
  if (typeof body !== 'string') throw new AppError('failure_unreadable', 'this cannot be read: it is no text')
  const { function: functionName } = options
  const home = await client['inbox.import']({ body, ...(functionName !== undefined && { functionName }) })
  const task = `${home.functionName}/${home.taskId}`
  const text = home.isNew
    ? `${task} is a dead letter here, in group ${home.groupId}.`
    : `${task} had been brought home before, it is in group ${home.groupId}.`
  return { value: home, text }
}

function changedText(said: string, count: number): string {
  return count === 0 ? 'Nothing changed: they were so already.' : `${said} ${counted(count, 'group')}.`
}

function groupIds(text: string, before: number[] | undefined): number[] {
  if (!/^\d{1,15}$/.test(text))
    throw new InvalidArgumentError('It is the number of a group, as "taskyard inbox" lists it.')
  return [...(Array.isArray(before) ? before : []), Number(text)]
}

function lengthMs(text: string): number {
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? []
  const unitMs = UNITS_MS[unit ?? '']
  if (unitMs === undefined || Number(count) === 0) throw new InvalidArgumentError('It is like 30m, 2h or 7d.')
  return Number(count) * unitMs
}

function atLeastOne(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 1 on.')
  return Number(text)
}
