/**
 * The part of the merged stream that a window has loaded, as lines. Chunks are added at either end and may begin
 * and end within a line: a line that goes on in a later chunk of its instance and stream is one line, which stands
 * where it began. Nothing here reads or decides what is read.
 */
import type { LogChunk } from '../../shared/contract/logs.contract.ts'
import { type LogLine, readLine } from './taskLogLine.ts'

export type { LogChunk }
/** `chunk` and `line` say where it begins, as hits of a search do; `cutCharacters` are not kept here. */
export type StreamLine = LogLine & {
  chunk: number
  line: number
  functionName: string
  instanceId: string
  taskId: string | null
  cutCharacters: number
}

/** Of one line: one of ten megabytes would stop the window. */
const MAX_LINE_CHARACTERS = 16_384

export class LogWindow {
  lines: StreamLine[] = []
  /** Unfinished lines at the end, by instance and stream: places in `lines`. */
  #open = new Map<string, number>()
  readonly #firstOf = new Map<string, number>() // the first line of each, as above
  readonly #maxLineCharacters: number

  /** `maxLineCharacters`: what is beyond is counted and not kept. */
  constructor(maxLineCharacters: number = MAX_LINE_CHARACTERS) {
    this.#maxLineCharacters = maxLineCharacters
  }

  append(chunks: readonly LogChunk[]): void {
    for (const chunk of chunks) this.#appendChunk(chunk)
  }

  /** Earlier chunks, in the order of the stream. Returns how many lines there are more at the beginning. */
  prepend(chunks: readonly LogChunk[]): number {
    const earlier = new LogWindow(this.#maxLineCharacters)
    earlier.append(chunks)
    const goesOn = new Set(this.#firstOf.keys()) // whether their last line is open is known here already
    for (const [key, place] of earlier.#open) this.#joinFirst(key, { earlier, place })
    const count = earlier.lines.length
    this.lines = [...earlier.lines, ...this.lines]
    this.#open = new Map([
      ...[...earlier.#open].filter(([key]) => !goesOn.has(key)),
      ...[...this.#open].map(([key, place]) => [key, place + count] as const),
    ])
    this.#indexFirst()
    return count
  }

  /** Forgets lines at the beginning, so that at most `limit` are left. Returns how many went. */
  dropFirst(limit: number): number {
    const count = this.lines.length - limit
    if (count <= 0) return 0
    this.lines = this.lines.slice(count)
    this.#open = new Map(
      [...this.#open].filter(([, place]) => place >= count).map(([key, place]) => [key, place - count]),
    )
    this.#indexFirst()
    return count
  }

  /** Forgets lines at the end, so that at most `limit` are left. What follows is to be read again, not appended. */
  dropLast(limit: number): number {
    const count = this.lines.length - limit
    if (count <= 0) return 0
    this.lines = this.lines.slice(0, limit)
    this.#open.clear()
    this.#indexFirst()
    return count
  }

  /** The place of the line that begins there, or of the last one before; -1: all are after it. */
  placeOf({ chunk, line }: { chunk: number; line: number }): number {
    let low = 0
    let high = this.lines.length
    while (low < high) {
      const middle = (low + high) >> 1
      const at = this.lines[middle]
      if (at !== undefined && (at.chunk < chunk || (at.chunk === chunk && at.line <= line))) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  #appendChunk(chunk: LogChunk): void {
    const key = keyOf(chunk)
    const pieces = chunk.text.split('\n')
    const isWhole = pieces.at(-1) === '' // ends with a line break
    if (isWhole) pieces.pop()
    for (const [index, piece] of pieces.entries()) {
      const isLast = index === pieces.length - 1
      const open = this.#open.get(key)
      if (open === undefined)
        this.#add(lineOf(chunk, { line: index, text: piece, maxCharacters: this.#maxLineCharacters }))
      else this.#extend(open, piece)
      if (!isLast || isWhole) this.#open.delete(key)
      else if (open === undefined) this.#open.set(key, this.lines.length - 1)
    }
  }

  #add(line: StreamLine): void {
    const key = keyOf(line)
    const place = this.lines.push(this.#withLineBefore(line)) - 1
    if (!this.#firstOf.has(key)) this.#firstOf.set(key, place)
  }

  #extend(place: number, text: string): void {
    const line = this.lines[place]
    if (line === undefined) return
    this.lines[place] = longer(line, { text, cutCharacters: 0, maxCharacters: this.#maxLineCharacters })
  }

  /** The last line of the earlier part goes on in the first line of this one, which is no line of its own. */
  #joinFirst(key: string, { earlier, place }: { earlier: LogWindow; place: number }): void {
    const index = this.#firstOf.get(key)
    const rest = index === undefined ? undefined : this.lines[index]
    const beginning = earlier.lines[place]
    if (index === undefined || rest === undefined || beginning === undefined) return
    earlier.lines[place] = longer(beginning, {
      text: rest.raw,
      cutCharacters: rest.cutCharacters,
      maxCharacters: this.#maxLineCharacters,
    })
    this.lines.splice(index, 1)
    // it may still be open: then it is the earlier line that is
    const open = this.#open.get(key)
    this.#open = new Map(
      [...this.#open].filter(([, at]) => at !== index).map(([other, at]) => [other, at > index ? at - 1 : at]),
    )
    if (open === index) this.#open.set(key, place - earlier.lines.length)
    this.#indexFirst()
  }

  /** An indented line continues only output of its own instance and stream. */
  #withLineBefore(line: StreamLine): StreamLine {
    if (!line.isContinuation) return line
    const before = this.lines.at(-1)
    const follows = before !== undefined && before.kind === 'output' && keyOf(before) === keyOf(line)
    return follows ? { ...line, atMs: before.atMs, level: before.level } : { ...line, isContinuation: false }
  }

  #indexFirst(): void {
    this.#firstOf.clear()
    for (const [place, line] of this.lines.entries()) {
      const key = keyOf(line)
      if (!this.#firstOf.has(key)) this.#firstOf.set(key, place)
    }
  }
}

const keyOf = ({
  instanceId,
  stream,
  attempt,
}: Pick<StreamLine, 'instanceId' | 'stream'> & { attempt: number | null }) => `${instanceId} ${stream} ${attempt ?? 0}`

type Room = { maxCharacters: number }

function lineOf(chunk: LogChunk, { line, text, maxCharacters }: { line: number; text: string } & Room): StreamLine {
  const { id, functionName, instanceId, taskId, attempt, stream, atMs } = chunk
  const kept = withoutReturn(text).slice(0, maxCharacters)
  return {
    ...readLine({ attempt: attempt ?? 0, stream, atMs, text: kept }),
    chunk: id,
    line,
    functionName,
    instanceId,
    taskId,
    cutCharacters: Math.max(0, text.length - maxCharacters),
  }
}

function longer(
  line: StreamLine,
  { text, cutCharacters, maxCharacters }: { text: string; cutCharacters: number } & Room,
): StreamLine {
  const { attempt, stream, atMs, raw } = line
  if (line.cutCharacters > 0) return { ...line, cutCharacters: line.cutCharacters + text.length + cutCharacters }
  const whole = raw + withoutReturn(text)
  return {
    ...line,
    ...readLine({ attempt, stream, atMs, text: whole.slice(0, maxCharacters) }),
    cutCharacters: Math.max(0, whole.length - maxCharacters) + cutCharacters,
  }
}

/** Of a line break as Windows writes it. */
const withoutReturn = (text: string) => (text.endsWith('\r') ? text.slice(0, -1) : text)
