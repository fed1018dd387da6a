/** The operator log as files: one JSON object a line, or CSV (RFC 4180) with a head. Pure. */
import type { Operation } from '../contract/operations.contract.ts'

export type OperationFormat = 'jsonl' | 'csv'
export const CSV_HEAD = 'time,action,target,count,detail,id\r\n'

export const operationLine = (operation: Operation, format: OperationFormat): string =>
  format === 'csv' ? csvLine(operation) : jsonLine(operation)

function jsonLine({ operationId, atMs, action, target, count, detail }: Operation): string {
  return `${JSON.stringify({ time: instant(atMs), action, target, count, detail, id: operationId })}\n`
}

function csvLine({ operationId, atMs, action, target, count, detail }: Operation): string {
  const facts = detail === null ? '' : JSON.stringify(detail)
  return `${[instant(atMs), action, target, String(count), facts, String(operationId)].map(csvCell).join(',')}\r\n`
}

/** Quoted where it must be. What a spreadsheet would take for a formula gets an apostrophe before it. */
function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const instant = (atMs: number): string => new Date(atMs).toISOString()
