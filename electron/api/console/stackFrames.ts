/**
 * The frames of an error as FC describes it (FC.md section 3.1): JSON with a `stackTrace`, the lines of a
 * Node stack. Pure; anything that is not of that shape has no frames.
 */
import { fileURLToPath } from 'node:url'

export type StackFrame = {
  path: string // as the instance saw it
  line: number // from 1, and so is the column
  column: number
  caller: string | null // null: the top level of a file
}

const TOP_LEVEL = ['<anonymous>', 'Object.<anonymous>', 'Module.<anonymous>', 'file']

/** The innermost first. */
export function stackFrames(errorBody: string): StackFrame[] {
  const [first, ...others] = stackLines(errorBody)
  if (first === undefined) return []
  return [syntaxErrorFrame(first), ...[first, ...others].map(frameOf)].filter((frame) => frame !== null)
}

function stackLines(errorBody: string): string[] {
  let body: unknown
  try {
    body = JSON.parse(errorBody)
  } catch {
    return []
  }
  if (typeof body !== 'object' || body === null) return []
  const { stackTrace, stack } = body as { stackTrace?: unknown; stack?: unknown } // looked at below
  const lines = stackTrace ?? stack
  if (typeof lines === 'string') return lines.split('\n')
  return Array.isArray(lines) ? lines.flatMap((line) => (typeof line === 'string' ? line.split('\n') : [])) : []
}

/** `at caller (place)` or `at place`, where a place is a path or a file URL with line and column. */
function frameOf(text: string): StackFrame | null {
  const { caller, inner, bare } =
    /^\s*at (?:async )?(?:(?<caller>\S.*?) \((?<inner>.+)\)|(?<bare>.+))$/.exec(text)?.groups ?? {}
  const [, place, line, column] = /^(.+):(\d+):(\d+)$/.exec(inner ?? bare ?? '') ?? []
  const path = place === undefined ? null : pathOf(place)
  if (path === null) return null
  return {
    path,
    line: Number(line),
    column: Number(column),
    caller: caller === undefined || TOP_LEVEL.includes(caller) ? null : caller,
  }
}

/** Node says where a file does not parse in a line of its own, ahead of the message. */
function syntaxErrorFrame(text: string): StackFrame | null {
  const [, place, line] = /^(\/.+|file:\/\/.+):(\d+)$/.exec(text) ?? []
  const path = place === undefined ? null : pathOf(place)
  return path === null ? null : { path, line: Number(line), column: 1, caller: null }
}

function pathOf(place: string): string | null {
  if (!place.startsWith('file://')) return place
  try {
    return fileURLToPath(place)
  } catch {
    return null // a URL that names no file of this machine
  }
}
