/** The options of a host on the command line, and what they make of `HostChoices`. */
import { type Command, InvalidArgumentError } from 'commander'
import { HOST_DEFAULTS } from '../base/hostDefaults.ts'
import type { HostChoices } from '../host/host.ts'
import { chooseWorkspaceDir } from './projectChoice.ts'

type AccessKeyOption = { id: string; secret: string; accountName: string }
export type HostCommandOptions = {
  workspace?: string
  port?: number
  durability: string
  trustAnyKey: boolean
  accessKey: AccessKeyOption[]
  concurrency: number
  region: string
}

const MAX_PORT = 65_535

export function addHostOptions(command: Command): Command {
  return command
    .option('--workspace <dir>', 'keep everything in this folder instead of the per-user data folder')
    .option('--port <number>', 'port of the FC API; 0: any free one (default: the last one, else 8899)', wholeNumber)
    .option(
      '--durability <level>',
      '"normal" survives any crash, "full" also a power loss',
      durability,
      HOST_DEFAULTS.durability,
    )
    .option('--region <name>', 'region that functions see', HOST_DEFAULTS.region)
    .option(
      '--concurrency <number>',
      'executions at once on this machine',
      atLeastOne,
      HOST_DEFAULTS.machineConcurrency,
    )
    .option('--access-key <ID:SECRET[:account]>', 'allow this key; may be given again', accessKeys, [])
    .option('--trust-any-key', 'answer to unknown keys as the default account (throw-away CI only)', false)
}

export function hostChoices(options: HostCommandOptions, projectDir: string | null): HostChoices {
  return {
    ...HOST_DEFAULTS,
    workspaceDir: chooseWorkspaceDir(options.workspace, projectDir ?? '.'),
    projectDir,
    region: options.region,
    durability: options.durability === 'full' ? 'full' : 'normal',
    fcPort: options.port ?? null,
    trustAnyKey: options.trustAnyKey,
    addAccessKeys: options.accessKey,
    machineConcurrency: options.concurrency,
  }
}

function wholeNumber(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > MAX_PORT) throw new InvalidArgumentError(`It is a whole number up to ${MAX_PORT}.`)
  return port
}

function atLeastOne(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 1 to 999999.')
  return Number(text)
}

function durability(text: string): string {
  if (text !== 'normal' && text !== 'full') throw new InvalidArgumentError('It is "normal" or "full".')
  return text
}

function accessKeys(text: string, before: AccessKeyOption[]): AccessKeyOption[] {
  const [id, secret, accountName = 'default', ...rest] = text.split(':')
  if (!id || !secret || !accountName || rest.length > 0) {
    throw new InvalidArgumentError('It is ID:SECRET or ID:SECRET:account.')
  }
  return [...before, { id, secret, accountName }]
}
