/** Puts the pieces of logs.read together to lines, and prints lines for people or as JSON. Pure. */
import type { LogChunk } from '../../shared/contract/logs.contract.ts'

export type LogLine = Omit<LogChunk, 'id'>

const LATEST_PARTS_LENGTH = 16 * 1_048_576 // a longer line is given in parts

/** Lines come out when they have ended, each whole, whatever other instances wrote in between. */
export class LineAssembly {
  readonly #open = new Map<string, { line: LogLine; parts: string[]; length: number }>()

  add(chunk: LogChunk): LogLine[] {
    const { id: _, ...first } = chunk
    const key = `${chunk.instanceId} ${chunk.stream} ${chunk.taskId} ${chunk.attempt}`
    const lines: LogLine[] = []
    let from = 0
    for (let at = chunk.text.indexOf('\n'); at !== -1; at = chunk.text.indexOf('\n', from)) {
      const text = chunk.text.slice(from, at)
      const open = this.#open.get(key)
      this.#open.delete(key)
      lines.push(open === undefined ? { ...first, text } : { ...open.line, text: [...open.parts, text].join('') })
      from = at + 1
    }
    if (from < chunk.text.length) {
      const open = this.#open.get(key) ?? { line: first, parts: [], length: 0 }
      open.parts.push(chunk.text.slice(from))
      open.length += chunk.text.length - from
      this.#open.set(key, open)
      if (open.length > LATEST_PARTS_LENGTH) lines.push(...this.#take(key))
    }
    return lines
  }

  /** What has not ended, in the order in which it began. */
  rest(): LogLine[] {
    return [...this.#open.keys()].flatMap((key) => this.#take(key))
  }

  #take(key: string): LogLine[] {
    const open = this.#open.get(key)
    this.#open.delete(key)
    return open === undefined ? [] : [{ ...open.line, text: open.parts.join('') }]
  }
}

/** Colours that can be read on dark and on light ground, of a terminal's own palette. */
const SOURCE_COLOURS = [36, 32, 35, 34, 33, 96, 92, 95]
const [RED, DIM, YELLOW] = [31, 2, 33]
const paint = (text: string, code: number) => `\u001b[${code}m${text}\u001b[0m`

/** `14:03:22.120 pay c-1f00a2b3 charging order 7`; a function has the same colour always. */
export function lineText({ functionName, instanceId, stream, atMs, text }: LogLine, hasColours: boolean): string {
  const time = timeText(atMs)
  const instance = instanceId.slice(0, 10)
  if (!hasColours) return `${time} ${functionName} ${instance} ${stream === 'system' ? `[taskyard] ${text}` : text}`
  const body = stream === 'stderr' ? paint(text, RED) : stream === 'system' ? paint(text, YELLOW) : text
  return `${paint(time, DIM)} ${paint(functionName, colourOf(functionName))} ${paint(instance, DIM)} ${body}`
}

function colourOf(name: string): number {
  let sum = 0
  for (let index = 0; index < name.length; index++) sum = (sum * 31 + name.charCodeAt(index)) % 65_521
  return SOURCE_COLOURS[sum % SOURCE_COLOURS.length] ?? RED
}

/** By the clock on the wall, with milliseconds. */
function timeText(atMs: number): string {
  const at = new Date(atMs)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`
}
