/**
 * The frames of an error as FC describes it (FC.md sections 3.1 and 3.2): JSON with a `stackTrace`, the lines
 * of a Node stack or the lists of a Python one. Pure; anything that is not of that shape has no frames.
 */
import { fileURLToPath } from 'node:url'
import { pathWithin } from '../../base/pathWithin.ts'

export type StackFrame = {
  path: string // as the instance saw it
  line: number // from 1, and so is the column
  column: number
  caller: string | null // null: the top level of a file
}

/** Where an instance with a root of its own has the code folder (FC.md section 3.4). */
const CODE_DIR_INSIDE = '/code'
const TOP_LEVEL = ['<anonymous>', 'Object.<anonymous>', 'Module.<anonymous>', 'file']

/** The innermost first. */
export function stackFrames(errorBody: string): StackFrame[] {
  let body: unknown
  try {
    body = JSON.parse(errorBody)
  } catch {
    return []
  }
  return [...framesOf(body)]
}

/** As `stackFrames`, of a body that was parsed already; one after the other, because the first ones matter most. */
export function* framesOf(body: unknown): Generator<StackFrame> {
  if (typeof body !== 'object' || body === null) return
  const { stackTrace, stack } = body as { stackTrace?: unknown; stack?: unknown } // looked at below
  const trace = stackTrace ?? stack
  const isPython = Array.isArray(trace) && Array.isArray(trace[0])
  const entries: unknown[] = isPython ? trace.toReversed() : stackLines(trace)
  for (const [at, entry] of entries.entries()) {
    if (at === 0 && typeof entry === 'string') yield* present(syntaxErrorFrame(entry))
    yield* present(typeof entry === 'string' ? frameOf(entry) : pythonFrame(entry))
  }
}

const present = (frame: StackFrame | null): StackFrame[] => (frame === null ? [] : [frame])

/** The file of a frame relative to the code folder; null for what is the runtime's, ours or a package's. */
export function userFile({ path }: StackFrame, codePath: string | null): string | null {
  if (!path.startsWith('/')) return null // node: and the like
  const file = (codePath === null ? null : pathWithin(codePath, path)) ?? pathWithin(CODE_DIR_INSIDE, path)
  return file === null || /(^|\/)(node_modules|site-packages)\//.test(file) ? null : file
}

function stackLines(trace: unknown): string[] {
  if (typeof trace === 'string') return trace.split('\n')
  return Array.isArray(trace) ? trace.flatMap((line) => (typeof line === 'string' ? line.split('\n') : [])) : []
}

/** `["File \"/code/index.py\"", "line 2", "in handler", "raise …"]` */
function pythonFrame(entry: unknown): StackFrame | null {
  if (!Array.isArray(entry)) return null
  const [file, line, caller] = entry.map(String)
  const path = /^File "(.+)"$/.exec(file ?? '')?.[1]
  const number = /^line (\d+)$/.exec(line ?? '')?.[1]
  if (path === undefined || number === undefined) return null
  const name = /^in (.+)$/.exec(caller ?? '')?.[1]
  return { path, line: Number(number), column: 1, caller: name === undefined || name === '<module>' ? null : name }
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
