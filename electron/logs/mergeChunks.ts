/**
 * Turns a batch of captured pieces into rows of up to 64 KiB. Pieces of an attempt that follow each
 * other *in their instance* share a row, so the order within an attempt and within an instance is
 * exactly the order in which they were written, whatever other instances wrote in between.
 * Pure.
 */
import { KIB_BYTES } from '../../shared/units/bytes.ts'
import type { OutputChunk } from '../base/logMessages.ts'
import type { OutputRow } from '../storage/logs.sql.ts'

export const MAX_ROW_BYTES = 64 * KIB_BYTES
const MAX_UTF8_BYTES_PER_UNIT = 3 // of a UTF-16 code unit

export function mergeChunks(chunks: readonly OutputChunk[]): OutputRow[] {
  const rows: OutputRow[] = []
  const lastRowOfInstance = new Map<string, OutputRow>()
  for (const chunk of chunks) {
    for (const text of splitText(chunk.text)) {
      const byteCount = Buffer.byteLength(text)
      const last = lastRowOfInstance.get(chunk.instanceId)
      if (last !== undefined && continues(last, chunk) && last.byteCount + byteCount <= MAX_ROW_BYTES) {
        last.text += text
        last.byteCount += byteCount
        last.lineCount += countLines(text)
        last.lastAtMs = chunk.atMs
      } else {
        const row = newRow(chunk, { text, byteCount })
        rows.push(row)
        lastRowOfInstance.set(chunk.instanceId, row)
      }
    }
  }
  return rows
}

function newRow(chunk: OutputChunk, { text, byteCount }: { text: string; byteCount: number }): OutputRow {
  return {
    functionId: chunk.functionId,
    taskSeq: chunk.key,
    attempt: chunk.attempt,
    instanceId: chunk.instanceId,
    stream: chunk.stream,
    firstAtMs: chunk.atMs,
    lastAtMs: chunk.atMs,
    byteCount,
    lineCount: countLines(text),
    text,
  }
}

function continues(row: OutputRow, chunk: OutputChunk): boolean {
  return row.taskSeq === chunk.key && row.attempt === chunk.attempt && row.stream === chunk.stream
}

function splitText(text: string): string[] {
  if (text.length * MAX_UTF8_BYTES_PER_UNIT <= MAX_ROW_BYTES) return text === '' ? [] : [text]
  const bytes = Buffer.from(text)
  const pieces: string[] = []
  for (let from = 0; from < bytes.length; ) {
    let to = Math.min(from + MAX_ROW_BYTES, bytes.length)
    while (to < bytes.length && isInsideCharacter(bytes[to])) to--
    pieces.push(bytes.toString('utf8', from, to))
    from = to
  }
  return pieces
}

/** UTF-8 bytes that go on with a character have the form 10xxxxxx. */
function isInsideCharacter(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}

function countLines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}
