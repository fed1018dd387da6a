/**
 * What a start of the desktop was asked to open. The command line passes it as switches
 * (electron/cli/desktop.ts); a second start hands its own to the one that runs.
 */
import { resolve } from 'node:path'
import type { ProjectChoice } from '../../shared/contract/host.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { type GeneralChoices, HOST_DEFAULTS } from './hostDefaults.ts'

const OPEN_SWITCH = '--taskyard-open='
const SAMPLE_SWITCH = '--taskyard-sample'
const WORKSPACE_SWITCH = '--taskyard-workspace='

export type OpenRequest = { project: ProjectChoice | null; workspaceDir: string | null }

export function formatOpenRequest({ project, workspaceDir }: OpenRequest): string[] {
  return [
    ...(project === null ? [] : 'sample' in project ? [SAMPLE_SWITCH] : [OPEN_SWITCH + project.dir]),
    ...(workspaceDir === null ? [] : [WORKSPACE_SWITCH + workspaceDir]),
  ]
}

/** Knows only its own switches: the rest is Electron's and Chromium's. The last one counts. */
export function parseOpenRequest(args: readonly string[], workingDir: string): OpenRequest {
  const request: OpenRequest = { project: null, workspaceDir: null }
  for (const arg of args) {
    if (arg === SAMPLE_SWITCH) request.project = { sample: true }
    else if (arg.startsWith(OPEN_SWITCH)) request.project = { dir: resolve(workingDir, arg.slice(OPEN_SWITCH.length)) }
    else if (arg.startsWith(WORKSPACE_SWITCH)) {
      request.workspaceDir = resolve(workingDir, arg.slice(WORKSPACE_SWITCH.length))
    }
  }
  return request
}

/** What another process says it wants is checked like everything from outside. */
export function readOpenRequest(data: unknown): OpenRequest {
  const none: OpenRequest = { project: null, workspaceDir: null }
  if (typeof data !== 'object' || data === null || !('args' in data) || !('workingDir' in data)) return none
  const { args, workingDir } = data
  if (!Array.isArray(args) || !args.every((arg) => typeof arg === 'string') || typeof workingDir !== 'string')
    return none
  return parseOpenRequest(args, workingDir)
}

const CHOICES_VARIABLE = 'TASKYARD_CHOICES'

/** In the environment and not among the arguments: they hold secrets of access keys, and arguments can be listed. */
export function choicesVariable(choices: GeneralChoices): NodeJS.ProcessEnv {
  return { [CHOICES_VARIABLE]: JSON.stringify(choices) }
}

/** Takes them out of the environment. A start that is not by our command line has none: the defaults hold. */
export function takeChoices(env: NodeJS.ProcessEnv): GeneralChoices {
  const text = env[CHOICES_VARIABLE]
  delete env[CHOICES_VARIABLE]
  if (text === undefined) return HOST_DEFAULTS
  try {
    return { ...HOST_DEFAULTS, ...(JSON.parse(text) as Partial<GeneralChoices>) } // written by our command line
  } catch (error) {
    throw new AppError('invalid_input', `${CHOICES_VARIABLE} is no JSON: it is for Taskyard's own use`, {
      cause: error,
    })
  }
}
