/** `taskyard replay`: new tasks of old ones, and what became of earlier replays and compensations. */
import { Command, InvalidArgumentError } from 'commander'
import type { Body } from '../../shared/domain/body.ts'
import { MAX_DELAY_SECONDS } from '../../shared/domain/limits.ts'
import { AppError } from '../../shared/errors.ts'
import { toWireJson } from '../base/wireJson.ts'
import { type ConsoleClient, runningClient } from './consoleClient.ts'
import { EXIT } from './exitCodes.ts'
import { endOfTask } from './invoke.ts'
import { readPayload } from './payload.ts'
import { chooseProjectDir, chooseWorkspaceDir } from './projectChoice.ts'
import { type RepairOptions, runRepair } from './repairRun.ts'
import { numberOf, selectionOf } from './repairTarget.ts'
import { batchList, batchText } from './repairText.ts'

type ReplayOptions = RepairOptions & {
  payload?: string
  delay?: number
  batches?: boolean
  batch?: number
  abort?: number
  dir?: string
  workspace?: string
}
type Request = { functionName: string | undefined; taskIds: string[]; options: ReplayOptions }

const LISTED_COUNT = 50
const ITEM_COUNT = 500

const HELP = `
Examples:
  taskyard replay order-charge order-17                      a new task with the same payload
  taskyard replay order-charge order-17 --payload new.json   with another one
  taskyard replay --group 3 --dry-run                        what it would queue, and which destinations fire again
  taskyard replay --group 3 --yes --wait                     all open dead letters of a group of the inbox
  taskyard replay --batches                                  earlier replays and compensations
  taskyard replay --batch 42                                 one of them, task by task`

export function replayCommand(finish: (exitCode: number) => void): Command {
  return new Command('replay')
    .description('Make new tasks of old ones. The old ones never change.')
    .argument('[function]', 'its name')
    .argument('[tasks...]', 'ids of its tasks')
    .option('--group <number>', 'every open dead letter of this group of the inbox', numberOf('group'))
    .option('--payload <file>', 'of one task: with this payload instead; - for what comes in on stdin')
    .option('--delay <seconds>', 'run the new tasks later', delaySeconds)
    .option('--dry-run', 'say what would be done, and do nothing')
    .option('--yes', 'ask nothing')
    .option('--wait', 'wait until the new tasks have ended')
    .option('--batches', 'list earlier replays and compensations')
    .option('--batch <number>', 'show one of them', numberOf('batch'))
    .option('--abort <number>', 'make no further tasks of one that runs', numberOf('batch'))
    .option('--dir <dir>', 'the project (default: this folder if it has an s.yaml, else the bundled sample)')
    .option('--workspace <dir>', 'the workspace, if the host was started with one')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (functionName: string | undefined, taskIds: string[], options: ReplayOptions) =>
      finish(await replay({ functionName, taskIds, options })),
    )
}

async function replay({ functionName, taskIds, options }: Request): Promise<number> {
  checkRequest({ functionName, taskIds, options })
  const edited = options.payload === undefined ? null : await payloadOf(options.payload)
  const projectDir = chooseProjectDir(options.dir)
  const client = runningClient(chooseWorkspaceDir(options.workspace, projectDir), projectDir)
  if (options.batches) {
    const list = await client['batches.list']({ limit: LISTED_COUNT })
    return answer(options, { value: list, text: batchList(list.batches) })
  }
  if (options.batch !== undefined) {
    const found = await client['batches.get']({ batchId: options.batch, limit: ITEM_COUNT })
    return answer(options, { value: found, text: batchText(found.batch, found.items) })
  }
  if (options.abort !== undefined) {
    const batch = await client['batches.abort']({ batchId: options.abort })
    return answer(options, { value: batch, text: batchList([batch]) })
  }
  if (edited !== null) return replayEdited(client, { functionName, taskIds, options, payload: edited })
  const selection = await selectionOf(client, { functionName, taskIds, groupId: options.group })
  return runRepair(client, { action: 'replay', selection, delaySeconds: options.delay ?? 0, options })
}

async function replayEdited(client: ConsoleClient, request: Request & { payload: Body }): Promise<number> {
  const { functionName, taskIds, options, payload } = request
  const [taskId] = taskIds
  if (functionName === undefined || taskId === undefined) throw NOT_ONE
  const receipt = await client['tasks.replay']({ functionName, taskId, payload, delaySeconds: options.delay ?? 0 })
  if (!options.wait) {
    return answer(options, { value: receipt, text: `Queued ${functionName}/${receipt.taskId}.` })
  }
  const task = await endOfTask(client, { functionName, taskId: receipt.taskId })
  answer(options, { value: task, text: `${functionName}/${receipt.taskId} is ${task.state}.` })
  return task.state === 'Succeeded' ? EXIT.ok : EXIT.functionFailed
}

const NOT_ONE = new AppError('invalid_input', '--payload is for one task: say its function and its id')

/** Throws invalid_input for options that do not go together. */
function checkRequest({ functionName, taskIds, options }: Request): void {
  const looks = [options.batches, options.batch !== undefined, options.abort !== undefined].filter(Boolean).length
  if (looks > 1) throw new AppError('invalid_input', 'give only one of --batches, --batch and --abort')
  if (looks === 1 && (functionName !== undefined || options.group !== undefined)) {
    throw new AppError('invalid_input', '--batches, --batch and --abort go without tasks and groups')
  }
  if (options.payload === undefined) return
  if (taskIds.length !== 1 || options.group !== undefined) throw NOT_ONE
  if (options.dryRun) throw new AppError('invalid_input', '--dry-run goes without --payload')
}

const payloadOf = (file: string) => readPayload(file === '-' ? '-' : `@${file.replace(/^@/, '')}`)

function answer({ json }: ReplayOptions, { value, text }: { value: unknown; text: string }): number {
  process.stdout.write(`${json ? toWireJson(value) : text}\n`)
  return EXIT.ok
}

function delaySeconds(text: string): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) > MAX_DELAY_SECONDS) {
    throw new InvalidArgumentError(`It is a whole number of seconds up to ${MAX_DELAY_SECONDS}.`)
  }
  return Number(text)
}
