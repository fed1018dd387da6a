/**
 * What a client of FC's exec asks for: its query (FC.md section 1.7). Everything that cannot be used throws an
 * FcError that names it.
 */
import { SECOND_MS } from '../../../shared/units/time.ts'
import type { WindowSize } from '../../terminal/session.ts'
import { invalidArgument } from './fcErrors.ts'
import { type Query, queryChoice, queryInteger, queryText } from './requestParts.ts'

/** Of SDK 2. */
const DEFAULT_IDLE_SECONDS = 120
const MAX_IDLE_SECONDS = 86_400
/** No client of FC says how large its window is. */
const WINDOW: WindowSize = { columns: 80, rows: 24 }
const MAX_COMMAND_WORDS = 100

export type ExecWish = {
  command: string[] // empty: a shell
  window: WindowSize | null // null: pipes
  takesInput: boolean
  gives: { stdout: boolean; stderr: boolean }
  idleMs: number // without a byte in either direction
}

/** What is not said is [U]: no terminal and no input, and all that is written. */
export function execWish(query: Query): ExecWish {
  const command = [query.command ?? []].flat()
  if (command.length > MAX_COMMAND_WORDS) {
    throw invalidArgument(`the command has ${command.length} words, at most ${MAX_COMMAND_WORDS} can be run`)
  }
  const gives = { stdout: isAsked(query, 'stdout') ?? true, stderr: isAsked(query, 'stderr') ?? true }
  const takesInput = isAsked(query, 'stdin') ?? false
  if (!takesInput && !gives.stdout && !gives.stderr) {
    throw invalidArgument('nothing would be exchanged: at least one of stdin, stdout and stderr must be true')
  }
  return {
    command: command.some((word) => word !== '') ? command : [],
    window: isAsked(query, 'tty') === true ? WINDOW : null,
    takesInput,
    gives,
    idleMs: idleSeconds(query) * SECOND_MS,
  }
}

function isAsked(query: Query, name: string): boolean | undefined {
  const text = queryChoice(query, name, ['true', 'false'])
  return text === undefined ? undefined : text === 'true'
}

/** `FC_INSTANCE_EXEC_TIMEOUT` is what Serverless Devs writes for `idleTimeout`. */
function idleSeconds(query: Query): number {
  const name = queryText(query, 'idleTimeout') === undefined ? 'FC_INSTANCE_EXEC_TIMEOUT' : 'idleTimeout'
  const seconds = queryInteger(query, name) ?? DEFAULT_IDLE_SECONDS
  if (seconds >= 1 && seconds <= MAX_IDLE_SECONDS) return seconds
  throw invalidArgument(`query parameter ${name} must be between 1 and ${MAX_IDLE_SECONDS} seconds, not ${seconds}`)
}
