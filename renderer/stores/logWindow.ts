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

/** Either is enough to drop something: lines may be short and many, or few and long. */
type Limit = { lines: number; characters: number }

export class LogWindow {
  lines: StreamLine[] = []
  /** What the lines were made of, and how many begin in each. Lines share its memory. */
  #parts: { chunk: LogChunk; lineCount: number }[] = []
  #characters = 0
  /** Unfinished lines at the end, by who wrote them: places in `lines`. */
  #open = new Map<string, number>()
  readonly #maxLineCharacters: number

  /** `maxLineCharacters`: what is beyond is counted and not kept. */
  constructor(maxLineCharacters: number = MAX_LINE_CHARACTERS) {
    this.#maxLineCharacters = maxLineCharacters
  }

  append(chunks: readonly LogChunk[]): void {
    for (const chunk of chunks) this.#appendChunk(chunk)
  }

  /** Earlier chunks, in the order of the stream. Returns how many lines begin in them. */
  prepend(chunks: readonly LogChunk[]): number {
    const earlier = new LogWindow(this.#maxLineCharacters)
    earlier.append(chunks)
    for (const [key, place] of earlier.#open) this.#joinFirst(key, { earlier, place })
    const count = earlier.lines.length
    this.lines = [...earlier.lines, ...this.lines]
    this.#parts = [...earlier.#parts, ...this.#parts]
    this.#characters += earlier.#characters
    this.#open = new Map([
      ...earlier.#open, // those that go on here have been taken out
      ...[...this.#open].map(([key, place]) => [key, place + count] as const),
    ])
    return count
  }

  /** When there is more than `most`: forgets first chunks while `kept` is left, or more. Returns the first one left. */
  dropFirst(most: Limit, kept: Limit): number | null {
    if (!this.#isOver(most)) return null
    let lines = this.lines.length
    let characters = this.#characters
    let from = 0
    for (const { chunk, lineCount } of this.#parts.slice(0, -1)) {
      lines -= lineCount
      characters -= chunk.text.length
      if (lines < kept.lines && characters < kept.characters) break
      from++
    }
    return this.#rebuild(this.#parts.slice(from)).at(0)?.chunk.id ?? null
  }

  /** The same at the end. Returns the last chunk left: what follows can be appended again. */
  dropLast(most: Limit, kept: Limit): number | null {
    if (!this.#isOver(most)) return null
    let lines = 0
    let characters = 0
    let to = 0
    for (const { chunk, lineCount } of this.#parts) {
      if (lines >= kept.lines || characters >= kept.characters) break
      lines += lineCount
      characters += chunk.text.length
      to++
    }
    return this.#rebuild(this.#parts.slice(0, to)).at(-1)?.chunk.id ?? null
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

  #isOver({ lines, characters }: Limit): boolean {
    return this.lines.length > lines || this.#characters > characters
  }

  /** Lines are read anew: one may begin in a chunk that is left and end in one that is not. */
  #rebuild(parts: { chunk: LogChunk }[]): { chunk: LogChunk }[] {
    this.lines = []
    this.#parts = []
    this.#characters = 0
    this.#open.clear()
    this.append(parts.map(({ chunk }) => chunk))
    return this.#parts
  }

  #appendChunk(chunk: LogChunk): void {
    const key = writerOf(chunk)
    const lineCountBefore = this.lines.length
    const pieces = chunk.text.split('\n')
    const isWhole = pieces.at(-1) === '' // ends with a line break
    if (isWhole) pieces.pop()
    for (const [index, piece] of pieces.entries()) {
      const isLast = index === pieces.length - 1
      const open = this.#open.get(key)
      if (open === undefined) {
        const line = lineOf(chunk, { line: index, text: piece, maxCharacters: this.#maxLineCharacters })
        this.lines.push(this.#withLineBefore(line))
      } else this.#extend(open, piece)
      if (!isLast || isWhole) this.#open.delete(key)
      else if (open === undefined) this.#open.set(key, this.lines.length - 1)
    }
    this.#parts.push({ chunk, lineCount: this.lines.length - lineCountBefore })
    this.#characters += chunk.text.length
  }

  #extend(place: number, text: string): void {
    const line = this.lines[place]
    if (line === undefined) return
    this.lines[place] = longer(line, { text, cutCharacters: 0, maxCharacters: this.#maxLineCharacters })
  }

  /** The last line of the earlier part goes on in the first line of this one, which is no line of its own. */
  #joinFirst(key: string, { earlier, place }: { earlier: LogWindow; place: number }): void {
    const index = this.lines.findIndex((line) => writerOf(line) === key)
    const rest = this.lines[index]
    const beginning = earlier.lines[place]
    if (rest === undefined || beginning === undefined) return
    earlier.lines[place] = longer(beginning, {
      text: rest.raw,
      cutCharacters: rest.cutCharacters,
      maxCharacters: this.#maxLineCharacters,
    })
    earlier.#open.delete(key)
    this.lines.splice(index, 1)
    // it may still be open: then it is the earlier line that is
    const open = this.#open.get(key)
    this.#open = new Map(
      [...this.#open].filter(([, at]) => at !== index).map(([other, at]) => [other, at > index ? at - 1 : at]),
    )
    if (open === index) this.#open.set(key, place - earlier.lines.length)
  }

  /** An indented line continues only output of its own instance and stream. */
  #withLineBefore(line: StreamLine): StreamLine {
    if (!line.isContinuation) return line
    const before = this.lines.at(-1)
    const follows = before !== undefined && before.kind === 'output' && writerOf(before) === writerOf(line)
    return follows ? { ...line, atMs: before.atMs, level: before.level } : { ...line, isContinuation: false }
  }
}

/** Who wrote it: what another task writes does not go on with a line. */
export const writerOf = ({
  instanceId,
  stream,
  taskId,
  attempt,
}: Pick<StreamLine, 'instanceId' | 'stream' | 'taskId'> & { attempt: number | null }) =>
  `${instanceId} ${stream} ${attempt ?? 0} ${taskId ?? ''}`

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
