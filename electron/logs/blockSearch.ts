/**
 * Searches the lines that begin in a block of rows. Pure.
 *
 * A line may be cut by the border of a row: its pieces follow each other in the rows of one strand (what one
 * attempt writes to one stream of an instance), with rows of others between them. It belongs to the row in
 * which it begins. The caller finds out what is left: how the lines go on that have not ended (`open`),
 * and whether the first lines of some rows begin there or before the block (`unsure`).
 */
import type { LogHit } from '../../shared/contract/logs.contract.ts'
import type { StoredOutputRow } from '../storage/logs.sql.ts'
import type { LineMatcher } from './lineMatcher.ts'
import { LongLine } from './longLine.ts'

/**
 * A line that had not ended when `row` did, read up to the row `lastId`. `isUnsure`: it may have begun in a
 * row before the block.
 */
export type OpenLine = { row: StoredOutputRow; line: LongLine; lastId: number; isUnsure: boolean }
export type UnsureHits = { row: StoredOutputRow; hits: LogHit[] }
export type BlockHits = {
  hits: LogHit[]
  open: OpenLine[]
  /** Hits in the first line of the first row of a strand: they count if the line begins there. */
  unsure: UnsureHits[]
}

/** `rows` in the order of the stream. */
export function searchBlock(rows: readonly StoredOutputRow[], matcher: LineMatcher): BlockHits {
  const hits: LogHit[] = []
  const unsure: UnsureHits[] = []
  const strands = new Map<string, OpenLine | null>() // null: its last row ended with its line
  for (const row of rows) {
    const { text } = row
    const strand = `${row.instanceId} ${row.stream} ${row.taskSeq} ${row.attempt}`
    const before = strands.get(strand)
    const isFirst = before === undefined
    let from = 0
    if (before) {
      const lineBreak = text.indexOf('\n')
      before.line.add(lineBreak === -1 ? text : text.slice(0, lineBreak))
      before.lastId = row.id
      if (lineBreak === -1) continue
      before.line.end()
      if (before.isUnsure) unsure.push({ row: before.row, hits: hitsOf(before) })
      else hits.push(...hitsOf(before))
      from = lineBreak + 1
    }
    const to = text.lastIndexOf('\n') + 1
    const own = to > from ? hitsInLines({ row, from, to }, matcher) : []
    const firstLine = isFirst ? own.filter(({ line }) => line === 0) : []
    if (firstLine.length > 0) unsure.push({ row, hits: firstLine })
    for (const hit of isFirst ? own.slice(firstLine.length) : own) hits.push(hit)
    strands.set(
      strand,
      to === text.length
        ? null
        : { row, line: begunLine(text.slice(to), matcher), lastId: row.id, isUnsure: isFirst && to === 0 },
    )
  }
  return { hits, open: [...strands.values()].filter((line) => line !== null), unsure }
}

export function hitsOf({ row, line }: OpenLine): LogHit[] {
  return line.matches.map((match) => ({ chunk: row.id, line: row.lineCount, ...match }))
}

function begunLine(beginning: string, matcher: LineMatcher): LongLine {
  const line = new LongLine(matcher.inWindow)
  line.add(beginning)
  return line
}

/** Whole lines. Line breaks are only counted up to where something was found. */
function hitsInLines({ row, from, to }: { row: StoredOutputRow; from: number; to: number }, matcher: LineMatcher) {
  const { text, id } = row
  const hits: LogHit[] = []
  let line = from === 0 ? 0 : 1
  let lineAt = from
  matcher.inLines(from === 0 && to === text.length ? text : text.slice(from, to), (index, length) => {
    const at = from + index
    for (let next = text.indexOf('\n', lineAt); next !== -1 && next < at; next = text.indexOf('\n', lineAt)) {
      line++
      lineAt = next + 1
    }
    hits.push({ chunk: id, line, column: at - lineAt, length })
  })
  return hits
}
