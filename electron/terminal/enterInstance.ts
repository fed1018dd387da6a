/**
 * From an instance to the command line that runs a program inside it, in its namespaces, folder and environment.
 *
 * Its namespaces are opened here and handed to nsenter as descriptors, between two looks at the start time of the
 * process: another one that was given the same pid is never entered. Only those that differ from ours are
 * (`nsenter -a` fails for ordinary users, and `--wd` opens the folder outside).
 *
 * Errors: instance_ended; instance_unavailable when the system does not let us in.
 */
import { closeSync, openSync, readlinkSync } from 'node:fs'
import { AppError } from '../../shared/errors.ts'
import type { LoginTarget } from '../base/instanceCalls.ts'
import { isLiving } from './processes.ts'
import type { Place } from './session.ts'
import { shellArguments } from './shell.ts'

/** Absolute paths; null: not installed. */
export type Tools = { nsenter: string | null; setpriv: string | null; setsid: string | null }

export type Wish = { command: string[]; isTerminal: boolean; tools: Tools }
export type Way = {
  file: string
  args: string[]
  workingDir: string
  place: Place
  /** The program gets them from `FIRST_NAMESPACE` on; the caller closes them. */
  descriptors: number[]
}

/** The program says on this one that it has arrived. */
export const ARRIVAL = 3
const FIRST_NAMESPACE = 4
const NAMESPACES = [
  { name: 'user', option: '--user' },
  { name: 'mnt', option: '--mount' },
  { name: 'pid', option: '--pid' },
  { name: 'ipc', option: '--ipc' },
  { name: 'uts', option: '--uts' },
  { name: 'net', option: '--net' },
] as const

export function enterInstance(target: LoginTarget, { command, isTerminal, tools }: Wish): Way {
  requireLiving(target)
  const descriptors: number[] = []
  try {
    const options = target.hasNamespaces ? openNamespaces(target, descriptors) : []
    requireLiving(target)
    const enter = options.length === 0 ? [] : [required(tools.nsenter), ...options, '--']
    const session = tools.setsid === null ? [] : [tools.setsid, ...(isTerminal ? ['--ctty'] : [])]
    // nsenter forks, and what is ended with a parent is not inherited: so once outside and once inside
    const guard = tools.setpriv === null ? [] : [tools.setpriv, '--pdeathsig', 'KILL']
    const shell = ['/bin/sh', ...shellArguments(target, { command, isTerminal })]
    const words = [...guard, ...enter, ...(enter.length === 0 ? [] : guard), ...session, ...shell]
    const [file = '', ...args] = words
    const isInside = enter.length > 0
    return {
      file,
      args,
      workingDir: isInside ? '/' : target.codePath,
      place: isInside ? 'namespaces' : 'environment',
      descriptors,
    }
  } catch (error) {
    for (const descriptor of descriptors) closeSync(descriptor)
    throw error
  }
}

function openNamespaces(target: LoginTarget, descriptors: number[]): string[] {
  try {
    const options: string[] = []
    for (const { name, option } of NAMESPACES) {
      const file = `/proc/${target.pid}/ns/${name}`
      if (readlinkSync(file) === readlinkSync(`/proc/self/ns/${name}`)) continue
      descriptors.push(openSync(file, 'r'))
      options.push(`${option}=/proc/self/fd/${FIRST_NAMESPACE + descriptors.length - 1}`)
      if (name === 'user') options.push('--preserve-credentials')
    }
    return options
  } catch (cause) {
    requireLiving(target)
    const message = `the namespaces of instance ${target.instanceId} cannot be opened: ${cause instanceof Error ? cause.message : cause}`
    throw new AppError('instance_unavailable', message, { cause })
  }
}

function required(nsenter: string | null): string {
  if (nsenter !== null) return nsenter
  throw new AppError('instance_unavailable', 'logging in needs nsenter, which belongs to util-linux: install it')
}

/** Throws instance_ended. */
export function requireLiving(target: LoginTarget): void {
  if (!isLiving(target)) throw instanceEnded(target)
}

export function instanceEnded({ instanceId }: Pick<LoginTarget, 'instanceId'>): AppError {
  return new AppError('instance_ended', `instance ${instanceId} has ended: there is nothing left to log in to`)
}
