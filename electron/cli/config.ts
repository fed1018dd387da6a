/** `taskyard config <function>`: what becomes of asynchronous calls of a function, shown, changed and written down. */
import { Command, InvalidArgumentError } from 'commander'
import type { InputOf } from '../../shared/contract/contract.ts'
import type { functionsContract } from '../../shared/contract/functions.contract.ts'
import { functionArn, queueArn } from '../../shared/domain/destinationTarget.ts'
import { AppError } from '../../shared/errors.ts'
import { toWireJson } from '../base/wireJson.ts'
import { type AsyncSettings, configText } from './configText.ts'
import { type ConsoleClient, runningClient } from './consoleClient.ts'
import { chooseProjectDir, chooseWorkspaceDir } from './projectChoice.ts'

type Target = { target: string | null }
type Options = {
  retries?: number
  maxAge?: number
  taskMode?: boolean
  onSuccess?: Target
  onFailure?: Target
  compensation?: Target
  revert?: boolean
  write?: boolean
  dir?: string
  workspace?: string
  json?: boolean
}

const MAX_RETRIES = 8
const MAX_AGE_SECONDS = 2_592_000
const TARGET_HELP = 'function:<name>, queue:<name>, an ARN, an address, or none'

const HELP = `
Examples:
  taskyard config order-charge                            each value, and where it comes from
  taskyard config order-charge --retries 0                hold from now on, also over reloads of s.yaml
  taskyard config order-charge --on-failure queue:failed  a message queue is made with the first delivery
  taskyard config order-charge --compensation none        name no compensation function
  taskyard config order-charge --revert                   go back to what s.yaml says
  taskyard config order-charge --max-age 60 --write       change it, and write it to s.yaml`

export function configCommand(): Command {
  return new Command('config')
    .description('What becomes of asynchronous calls of a function: retries, maximum age, destinations, compensation.')
    .argument('<function>', 'its name')
    .option('--retries <n>', `retry a failed call so often, up to ${MAX_RETRIES}`, wholeNumber(0, MAX_RETRIES))
    .option('--max-age <seconds>', 'give up a call that waited longer', wholeNumber(1, MAX_AGE_SECONDS))
    .option('--task-mode <on|off>', 'whether the FC API shows its calls as tasks', onOrOff)
    .option('--on-success <target>', `where results go: ${TARGET_HELP}`, targetOf)
    .option('--on-failure <target>', 'where failures go, likewise', targetOf)
    .option('--compensation <function>', 'the function that repairs what failed, or none', nameOrNone)
    .option('--revert', 'give up what was changed here: s.yaml holds again')
    .option('--write', 'write what was changed here to s.yaml')
    .option('--dir <dir>', 'the project (default: this folder if it has an s.yaml, else the bundled sample)')
    .option('--workspace <dir>', 'the workspace, if the host was started with one')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(config)
}

async function config(functionName: string, options: Options): Promise<void> {
  const change = changeOf(options)
  const changesSomething = Object.keys(change).length > 0 || options.compensation !== undefined
  if (options.revert && (options.write || changesSomething)) {
    throw new AppError('invalid_input', 'give --revert alone: it gives up what was changed here')
  }
  const projectDir = chooseProjectDir(options.dir)
  const client = runningClient(chooseWorkspaceDir(options.workspace, projectDir), projectDir)
  if (Object.keys(change).length > 0) await client['functions.setAsync']({ functionName, ...change })
  if (options.compensation !== undefined) {
    await client['repairs.setCompensation']({ functionName, compensation: options.compensation.target })
  }
  const done = options.revert || options.write ? await settle(client, { functionName, isWritten: !!options.write }) : ''
  const settings = await client['functions.async']({ functionName })
  process.stdout.write(options.json ? `${toWireJson(settings)}\n` : `${configText(settings)}\n${done}`)
}

/** Reverts or writes each part that was changed here; says what was done. */
async function settle(
  client: ConsoleClient,
  { functionName, isWritten }: { functionName: string; isWritten: boolean },
): Promise<string> {
  const parts = changedParts(await client['functions.async']({ functionName }))
  if (parts.length === 0) return '\nNothing was changed here: s.yaml holds.\n'
  let file = ''
  for (const part of parts) {
    if (isWritten) ({ file } = await client['functions.writeToFile']({ functionName, part }))
    else await client['functions.revert']({ functionName, part })
  }
  return isWritten ? `\nWritten to ${file}.\n` : '\nWhat was changed here is given up: s.yaml holds again.\n'
}

function changedParts(settings: AsyncSettings): ('asyncConfig' | 'compensation')[] {
  const { asyncTask, maxRetryAttempts, maxAgeSeconds, onSuccess, onFailure, compensation } = settings
  const isChanged = [asyncTask, maxRetryAttempts, maxAgeSeconds, onSuccess, onFailure].some(
    ({ origin }) => origin === 'override',
  )
  return [
    ...(isChanged ? ['asyncConfig' as const] : []),
    ...(compensation.origin === 'override' ? ['compensation' as const] : []),
  ]
}

function changeOf({ retries, maxAge, taskMode, onSuccess, onFailure }: Options) {
  const change: Omit<InputOf<(typeof functionsContract)['functions.setAsync']>, 'functionName'> = {
    ...(retries !== undefined && { maxRetryAttempts: retries }),
    ...(maxAge !== undefined && { maxAgeSeconds: maxAge }),
    ...(taskMode !== undefined && { asyncTask: taskMode }),
    ...(onSuccess !== undefined && { onSuccess: onSuccess.target }),
    ...(onFailure !== undefined && { onFailure: onFailure.target }),
  }
  return change
}

/** Short forms for what is looked for by name; anything else is sent as it stands. */
function targetOf(text: string): Target {
  if (text === 'none') return { target: null }
  const [, kind, name = ''] = /^(function|queue):(.+)$/.exec(text) ?? []
  if (kind === 'function') return { target: functionArn(name) }
  return { target: kind === 'queue' ? queueArn(name) : text }
}

const nameOrNone = (text: string): Target => ({ target: text === 'none' ? null : text })

function onOrOff(text: string): boolean {
  if (text !== 'on' && text !== 'off') throw new InvalidArgumentError('It is on or off.')
  return text === 'on'
}

function wholeNumber(min: number, max: number) {
  return (text: string): number => {
    const value = Number(text)
    if (!/^\d{1,7}$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`It is a whole number from ${min} to ${max}.`)
    }
    return value
  }
}
