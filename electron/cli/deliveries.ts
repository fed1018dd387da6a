/** `taskyard deliveries`: what was delivered to destinations; tries again what failed; sends tests. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Command, InvalidArgumentError, Option } from 'commander'
import type { Delivery } from '../../shared/contract/deliveries.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { SECOND_MS } from '../../shared/units/time.ts'
import { toWireJson } from '../base/wireJson.ts'
import { type ConsoleClient, runningClient } from './consoleClient.ts'
import { deliveryList, deliveryText, retriedText, testText } from './deliveryText.ts'
import { EXIT } from './exitCodes.ts'
import { chooseProjectDir, chooseWorkspaceDir } from './projectChoice.ts'

type Answer = { value: unknown; text: string; exitCode?: number }
type Place = { dir?: string; workspace?: string; json?: boolean }
type ListOptions = { failed?: boolean; pending?: boolean; function?: string; text?: string; limit: number }
type TestOptions = { on: 'success' | 'failure'; target?: string }
type State = Delivery['state']

const DEFAULT_COUNT = 20
const MAX_COUNT = 10_000
const PAGE_COUNT = 500
/** An address may take ten seconds to answer. */
const TEST_WAIT_MS = 15 * SECOND_MS
const LOOK_AGAIN_MS = 100

const HELP = `
Examples:
  taskyard deliveries --failed                 those that were given up
  taskyard deliveries show 1809639014400000    one of them, with exactly the body that is sent
  taskyard deliveries retry --failed           try all of them again
  taskyard deliveries test order-charge --on failure --target http://127.0.0.1:8080/hook`

export function deliveriesCommand(finish: (exitCode: number) => void): Command {
  const command = new Command('deliveries')
    .description('Deliveries of results to destinations: list, show, try again, send a test.')
    .option('--failed', 'those that failed for good')
    .option('--pending', 'those that wait for their next attempt')
    .option('--function <name>', 'those of one function')
    .option('--text <text>', "in the target, in what went wrong, or the beginning of the task's id")
    .option('--limit <n>', `so many at most, up to ${MAX_COUNT}`, count, DEFAULT_COUNT)
    .option('--dir <dir>', 'the project (default: this folder if it has an s.yaml, else the bundled sample)')
    .option('--workspace <dir>', 'the workspace, if the host was started with one')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((options: ListOptions, self: Command) => answer(self, (client) => list(client, options)))
  const sub = (name: string, description: string) =>
    command.command(name).description(description).configureHelp({ showGlobalOptions: true })

  sub('show', 'One delivery with the body that is sent.')
    .argument('<id>', 'its id', deliveryId)
    .action((id: number, _, self) => answer(self, (client) => show(client, id)))
  sub('retry', 'Try deliveries again now: some by their ids, or all that failed (--failed).')
    .argument('[ids...]', 'their ids', (text: string, ids: number[] = []) => [...ids, deliveryId(text)])
    .action((ids: number[] = [], _, self: Command) =>
      answer(self, (client) => retry(client, { ids, isAll: self.optsWithGlobals().failed === true })),
    )
  sub('test', 'Send a made-up result to a destination of a function, and say what became of it.')
    .argument('<function>', 'its name')
    .addOption(new Option('--on <end>', 'as after this end').choices(['success', 'failure']).default('failure'))
    .option('--target <target>', 'an ARN or an address, instead of the destination that is set')
    .action((name: string, options: TestOptions, self) => answer(self, (client) => test(client, name, options)))
  return command

  async function answer(self: Command, ask: (client: ConsoleClient) => Promise<Answer>): Promise<void> {
    const { dir, workspace, json }: Place = self.optsWithGlobals()
    const projectDir = chooseProjectDir(dir)
    const client = runningClient(chooseWorkspaceDir(workspace, projectDir), projectDir)
    const { value, text, exitCode = EXIT.ok } = await ask(client)
    process.stdout.write(`${json ? toWireJson(value) : text}\n`)
    finish(exitCode)
  }
}

async function list(client: ConsoleClient, options: ListOptions): Promise<Answer> {
  const { failed, pending, function: functionName, text, limit } = options
  const states: State[] = [...(failed ? ['Failed' as const] : []), ...(pending ? ['Pending' as const] : [])]
  const filter = {
    ...(states.length > 0 && { states }),
    ...(functionName !== undefined && { functions: [functionName] }),
    ...(text !== undefined && { text }),
  }
  const deliveries: Delivery[] = []
  for await (const page of pagesOf(client, { ...filter, limit: Math.min(limit, PAGE_COUNT) })) {
    deliveries.push(...page.slice(0, limit - deliveries.length))
    if (deliveries.length >= limit) break
  }
  const totals = await client['deliveries.totals']({})
  return { value: { deliveries, ...totals }, text: deliveryList(deliveries, { ...totals, nowMs: Date.now() }) }
}

type Filter = Omit<Parameters<ConsoleClient['deliveries.list']>[0], 'cursor'>
async function* pagesOf(client: ConsoleClient, filter: Filter): AsyncGenerator<Delivery[]> {
  let cursor: string | null = null
  do {
    const page: { deliveries: Delivery[]; nextCursor: string | null } = await client['deliveries.list']({
      ...filter,
      ...(cursor !== null && { cursor }),
    })
    yield page.deliveries
    cursor = page.nextCursor
  } while (cursor !== null)
}

async function show(client: ConsoleClient, deliveryId: number): Promise<Answer> {
  const value = await client['deliveries.get']({ deliveryId })
  return { value, text: deliveryText(value, Date.now()) }
}

/** All that failed: page by page, the latest first, so that one which fails again meanwhile is not met twice. */
async function retry(client: ConsoleClient, { ids, isAll }: { ids: number[]; isAll: boolean }): Promise<Answer> {
  if (isAll === ids.length > 0) {
    throw new AppError('invalid_input', 'name the deliveries by their ids, or all that failed by --failed')
  }
  let retriedCount = 0
  const again = async (deliveryIds: number[]) => {
    if (deliveryIds.length > 0) retriedCount += (await client['deliveries.retry']({ deliveryIds })).retriedCount
  }
  if (isAll) {
    for await (const page of pagesOf(client, { states: ['Failed'], limit: PAGE_COUNT })) {
      await again(page.map(({ deliveryId }) => deliveryId))
    }
  } else await again(ids)
  return { value: { retriedCount }, text: retriedText(retriedCount) }
}

async function test(client: ConsoleClient, functionName: string, { on, target }: TestOptions): Promise<Answer> {
  const request = { functionName, cause: on, ...(target !== undefined && { target }) }
  const { deliveryId } = await client['deliveries.test'](request)
  const untilMs = performance.now() + TEST_WAIT_MS
  let delivery = await client['deliveries.get']({ deliveryId })
  // the first attempt of an address says enough
  while (delivery.state === 'Pending' && delivery.attemptCount === 0 && performance.now() < untilMs) {
    await sleep(LOOK_AGAIN_MS)
    delivery = await client['deliveries.get']({ deliveryId })
  }
  const exitCode = delivery.state === 'Succeeded' ? EXIT.ok : EXIT.functionFailed
  return { value: delivery, text: testText(delivery), exitCode }
}

function deliveryId(text: string): number {
  if (!/^\d{1,16}$/.test(text)) throw new InvalidArgumentError('It is a number.')
  return Number(text)
}

function count(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text) || Number(text) > MAX_COUNT) {
    throw new InvalidArgumentError(`It is a whole number from 1 to ${MAX_COUNT}.`)
  }
  return Number(text)
}
