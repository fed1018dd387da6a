/**
 * Puts the lines of a log together from chunks, which end anywhere. A line that goes on in a later chunk
 * of its stream is one line, even if another stream wrote in between. Lines are only ever added, or the
 * open end of a stream made longer, so that what is read stays where it is.
 */
import { type LogLine, readLine } from './taskLogLine.ts'
import type { LogChunk } from './taskShapes.ts'

export class LogLines {
  readonly lines: LogLine[] = []
  /** Places in `lines`, by attempt. */
  readonly placesOf = new Map<number, number[]>()
  characterCount = 0
  firstErrorPlace: number | null = null
  readonly #open = new Map<string, number>()

  append(chunks: readonly LogChunk[]): void {
    for (const chunk of chunks) this.#appendChunk(chunk)
  }

  #appendChunk({ attempt, stream, atMs, text }: LogChunk): void {
    this.characterCount += text.length
    const key = `${attempt} ${stream}`
    const pieces = text.split('\n')
    const isWhole = pieces.at(-1) === '' // ends with a line break
    if (isWhole) pieces.pop()
    for (const [index, piece] of pieces.entries()) {
      const open = this.#open.get(key)
      const isLast = index === pieces.length - 1
      if (open !== undefined) this.#extend(open, piece)
      else if (piece !== '' || stream !== 'system')
        this.#add({ attempt, stream, atMs, text: piece }, isLast && !isWhole)
      if (!isLast || isWhole) this.#open.delete(key)
    }
  }

  #add(piece: Omit<LogChunk, 'id' | 'instanceId'>, isOpen: boolean): void {
    const line = this.#withLineBefore(readLine(withoutReturn(piece)))
    const place = this.lines.push(line) - 1
    const places = this.placesOf.get(line.attempt)
    if (places === undefined) this.placesOf.set(line.attempt, [place])
    else places.push(place)
    if (isOpen) this.#open.set(`${line.attempt} ${line.stream}`, place)
    if (line.level === 'error') this.firstErrorPlace ??= place
  }

  #extend(place: number, text: string): void {
    const line = this.lines[place]
    if (line === undefined) return
    const { attempt, stream, atMs, raw } = line
    this.lines[place] = readLine(withoutReturn({ attempt, stream, atMs, text: raw + text }))
    if (this.lines[place].level === 'error' && (this.firstErrorPlace ?? place) >= place) this.firstErrorPlace = place
  }

  /** An indented line continues only output of its own stream and attempt. */
  #withLineBefore(line: LogLine): LogLine {
    if (!line.isContinuation) return line
    const before = this.lines.at(-1)
    const isContinuation =
      before !== undefined &&
      before.kind === 'output' &&
      before.attempt === line.attempt &&
      before.stream === line.stream
    return isContinuation ? { ...line, atMs: before.atMs } : { ...line, isContinuation }
  }
}

/** Of a line break as Windows writes it. */
function withoutReturn<P extends { text: string }>(piece: P): P {
  return piece.text.endsWith('\r') ? { ...piece, text: piece.text.slice(0, -1) } : piece
}
