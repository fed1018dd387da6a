/** What stands in a log where output could not be kept: one mark for each attempt of the batch. Pure. */
import type { OutputRow } from '../storage/logs.sql.ts'

export function lossMarks(rows: readonly OutputRow[]): OutputRow[] {
  const marks = new Map<string, OutputRow & { lostBytes: number; lostLines: number }>()
  for (const row of rows) {
    const owner = `${row.instanceId} ${row.taskSeq} ${row.attempt}`
    const mark = marks.get(owner)
    if (mark === undefined)
      marks.set(owner, { ...row, stream: 'system', lostBytes: row.byteCount, lostLines: row.lineCount })
    else {
      mark.lostBytes += row.byteCount
      mark.lostLines += row.lineCount
      mark.lastAtMs = row.lastAtMs
    }
  }
  return [...marks.values()].map(({ lostBytes, lostLines, ...row }) => {
    const text = `${lostBytes} bytes of output were lost (${lostLines === 1 ? '1 line' : `${lostLines} lines`}): the log database could not be written\n`
    return { ...row, text, byteCount: Buffer.byteLength(text), lineCount: 1 }
  })
}
