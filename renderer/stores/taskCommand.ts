/** The command that calls a function with a payload as a task had it, for a POSIX shell. Pure. */
import type { Body } from '../../shared/domain/body.ts'

/** `taskyard invoke` reads `@…` as a file, `-` as stdin and what begins so as an option. */
const NEEDS_STDIN = /^[@-]/

/** Null where no command line can carry it: bytes that are no text. */
export function invokeCommand(functionName: string, payload: Body): string | null {
  if (typeof payload !== 'string' || payload.includes('\0')) return null
  const base = `taskyard invoke ${functionName}`
  if (payload === '') return base
  if (NEEDS_STDIN.test(payload)) return `printf %s ${quoted(payload)} | ${base} -`
  return `${base} ${quoted(payload)}`
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
