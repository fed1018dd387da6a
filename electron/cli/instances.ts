/** `taskyard instances`: lists the instances of the running host, shows one, ends one, starts some ahead of tasks. */
import { Command, InvalidArgumentError } from 'commander'
import { AppError } from '../../shared/errors.ts'
import { toWireJson } from '../base/wireJson.ts'
import { type ConsoleClient, runningClient } from './consoleClient.ts'
import { instanceList, instanceText } from './instanceText.ts'
import { chooseProjectDir, chooseWorkspaceDir } from './projectChoice.ts'

type InstancesOptions = {
  function?: string
  ended: number
  stop?: boolean
  stopNow?: boolean
  restart?: boolean
  prewarm?: string
  count?: number
  dir?: string
  workspace?: string
  json?: boolean
}
type Request = { instanceId: string | undefined; options: InstancesOptions }
type Answer = { value: unknown; text: string }

const DEFAULT_ENDED_COUNT = 10
const MAX_ENDED_COUNT = 200
const MAX_PREWARM_COUNT = 100

const HELP = `
Examples:
  taskyard instances                      those that live, and the last that ended
  taskyard instances <id> --json          one of them, with what it used second by second
  taskyard instances <id> --stop          end it after the tasks that it runs
  taskyard instances --prewarm pay --count 3`

export function instancesCommand(): Command {
  return new Command('instances')
    .description('List function instances, show one, stop or restart it, or start some ahead of tasks.')
    .argument('[id]', 'show this one, or act on it')
    .option('--stop', 'end it after the tasks that it runs')
    .option('--stop-now', 'end it now: what runs in it fails as if its process had died')
    .option('--restart', 'start another one, and end this one after the tasks that it runs')
    .option('--prewarm <function>', 'start instances of this function before there is a task for them')
    .option('--count <n>', `how many to start, up to ${MAX_PREWARM_COUNT} (default: 1)`, upTo(MAX_PREWARM_COUNT, 1))
    .option('--function <name>', 'list only its instances')
    .option('--ended <n>', 'how many of those that have ended to list', upTo(MAX_ENDED_COUNT, 0), DEFAULT_ENDED_COUNT)
    .option('--dir <dir>', 'the project (default: this folder if it has an s.yaml, else the bundled sample)')
    .option('--workspace <dir>', 'the workspace, if the host was started with one')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((instanceId: string | undefined, options: InstancesOptions) => instances({ instanceId, options }))
}

async function instances({ instanceId, options }: Request): Promise<void> {
  const request = { instanceId, options }
  checkRequest(request)
  const projectDir = chooseProjectDir(options.dir)
  const client = runningClient(chooseWorkspaceDir(options.workspace, projectDir), projectDir)
  const { value, text } = await answer(client, request)
  process.stdout.write(`${options.json ? toWireJson(value) : text}\n`)
}

async function answer(client: ConsoleClient, { instanceId, options }: Request): Promise<Answer> {
  if (options.prewarm !== undefined) return prewarm(client, options.prewarm, options.count ?? 1)
  if (instanceId === undefined) {
    const { function: functionName, ended: endedLimit } = options
    const list = await client['instances.list']({ endedLimit, ...(functionName !== undefined && { functionName }) })
    return { value: list, text: instanceList(list) }
  }
  if (options.stop || options.stopNow) {
    await client['instances.stop']({ instanceId, when: options.stopNow ? 'now' : 'afterTasks' })
    return { value: {}, text: options.stopNow ? 'It is ended now.' : 'It ends after the tasks that it runs.' }
  }
  if (options.restart) {
    await client['instances.restart']({ instanceId })
    return { value: {}, text: 'Another one starts, and this one ends after the tasks that it runs.' }
  }
  const instance = await client['instances.get']({ instanceId })
  return { value: instance, text: instanceText(instance) }
}

async function prewarm(client: ConsoleClient, functionName: string, count: number): Promise<Answer> {
  const outcome = await client['instances.prewarm']({ functionName, count })
  const { startedCount, refusal } = outcome
  const started = startedCount === 1 ? 'Started 1 instance' : `Started ${startedCount} instances`
  return { value: outcome, text: refusal === null ? `${started}.` : `${started}, and no more: ${refusal}.` }
}

/** Throws invalid_input for options that do not go together. */
function checkRequest({ instanceId, options }: Request): void {
  const actions = [options.stop, options.stopNow, options.restart].filter(Boolean).length
  const wrong = (message: string) => new AppError('invalid_input', message)
  if (actions > 1) throw wrong('give only one of --stop, --stop-now and --restart')
  if (actions === 1 && instanceId === undefined) {
    throw wrong('say which instance: its id comes after "taskyard instances"')
  }
  if (options.prewarm !== undefined && (instanceId !== undefined || actions > 0)) {
    throw wrong('--prewarm starts new instances: it goes with no instance id and no other action')
  }
  if (options.count !== undefined && options.prewarm === undefined) throw wrong('--count goes with --prewarm')
}

function upTo(max: number, min: number) {
  return (text: string): number => {
    const count = Number(text)
    if (!/^\d{1,3}$/.test(text) || count > max || count < min) {
      throw new InvalidArgumentError(`It is a whole number from ${min} to ${max}.`)
    }
    return count
  }
}
