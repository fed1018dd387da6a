/**
 * Searches some rows and whatever belongs to their lines: the rows into which a line goes on, and the one
 * before, where it may have begun.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { LogHit } from '../../shared/contract/logs.contract.ts'
import { AppError } from '../../shared/errors.ts'
import type { Clock } from '../base/clock.ts'
import type { StoredOutputRow } from '../storage/logs.sql.ts'
import { hitsOf, type OpenLine, searchBlock } from './blockSearch.ts'
import { runGuarded, TookTooLong } from './guarded.ts'
import type { LineMatcher } from './lineMatcher.ts'
import type { LogFile } from './logFile.ts'
import type { LongLine } from './longLine.ts'

/** Of this thread without a pause, while it reads a line of many rows. */
const TURN_MS = 15
/** For a block of at most 256 KiB, for which slow but ordinary expressions take some 20 ms. */
const GUARD_MS = 200

type Piece = { id: number; text: string; isLast: boolean }
const NO_PIECE: Piece = { id: 0, text: '', isLast: true }

type RowSearchDeps = { file: LogFile; matcher: LineMatcher; clock: Pick<Clock, 'elapsedMs'> }

export class RowSearch {
  readonly #deps: RowSearchDeps

  constructor(deps: RowSearchDeps) {
    this.#deps = deps
  }

  /** `rows` and the result are in the order of the stream. Rejects with invalid_input for a hostile expression. */
  async hitsIn(rows: readonly StoredOutputRow[]): Promise<LogHit[]> {
    const { hits, open, unsure } = this.#guarded(() => searchBlock(rows, this.#deps.matcher))
    for (const ended of await this.#finish(open)) {
      if (ended.isUnsure) unsure.push({ row: ended.row, hits: hitsOf(ended) })
      else hits.push(...hitsOf(ended))
    }
    for (const { row, hits: own } of unsure) if (own.length > 0 && this.#beginsLine(row)) hits.push(...own)
    return hits.sort((a, b) => a.chunk - b.chunk || a.line - b.line || a.column - b.column)
  }

  /** Reads on, row after row of each, until the lines end. Very long ones take several turns of the thread. */
  async #finish(open: readonly OpenLine[]): Promise<OpenLine[]> {
    const { clock } = this.#deps
    const ended: OpenLine[] = []
    let going = [...open]
    for (let turnUntilMs = clock.elapsedMs() + TURN_MS; going.length > 0; ) {
      const pieces = going.map(({ row, lastId }) => this.#pieceAfter(row, lastId))
      const lines = this.#guarded(() => going.map(({ line }, index) => goneOn(line, pieces[index] ?? NO_PIECE)))
      const next = going.map((one, index) => ({
        ...one,
        line: lines[index] ?? one.line,
        lastId: pieces[index]?.id ?? 0,
      }))
      ended.push(...next.filter((_, index) => pieces[index]?.isLast !== false))
      going = next.filter((_, index) => pieces[index]?.isLast === false)
      if (clock.elapsedMs() < turnUntilMs) continue
      await nextTurn()
      turnUntilMs = clock.elapsedMs() + TURN_MS
    }
    return ended
  }

  /** What the next row of the strand has of the line. */
  #pieceAfter({ instanceId, stream: name, taskSeq, attempt }: StoredOutputRow, lastId: number): Piece {
    return this.#deps.file.use(({ stream }) => {
      const id = stream.after.get({ instanceId, stream: name, taskSeq, attempt, id: lastId })
      const text = id === undefined ? undefined : stream.text.get({ id })
      if (id === undefined || text === undefined) return NO_PIECE
      const lineBreak = text.indexOf('\n')
      return lineBreak === -1 ? { id, text, isLast: false } : { id, text: text.slice(0, lineBreak), isLast: true }
    })
  }

  #beginsLine({ id, instanceId, stream: name, taskSeq, attempt }: StoredOutputRow): boolean {
    return this.#deps.file.use(({ stream }) => {
      const before = stream.before.get({ instanceId, stream: name, taskSeq, attempt, id })
      return before === undefined || stream.endsLine.get({ id: before }) === 1
    })
  }

  #guarded<T>(work: () => T): T {
    if (!this.#deps.matcher.isHostile) return work()
    try {
      return runGuarded(work, GUARD_MS)
    } catch (error) {
      if (!(error instanceof TookTooLong)) throw error
      throw new AppError(
        'invalid_input',
        'this regular expression takes too long: avoid a repetition within a repetition, as in (a+)+, or search for a plain text',
      )
    }
  }
}

/** Another one, because guarded work may be done again. */
function goneOn(line: LongLine, { text, isLast }: Piece): LongLine {
  const next = line.fork()
  next.add(text)
  if (isLast) next.end()
  return next
}
