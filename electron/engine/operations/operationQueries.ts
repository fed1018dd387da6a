/**
 * Reads the operator log, the latest first, in pages by id. A filter that keeps few looks at many actions: it does so
 * in slices with a pause in between, so that other lists are read meanwhile.
 */
import { setImmediate as breathe } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import { type OperationRow, prepareOperationReads } from '../../storage/operations.sql.ts'
import { seqAtMs, seqFloor } from '../tasks/taskSeqs.ts'
import type { OperationQueries } from './operationPorts.ts'

/** Some milliseconds. */
const SLICE_COUNT = 20_000

export function operationQueries(db: Database, sliceCount = SLICE_COUNT): OperationQueries {
  const reads = prepareOperationReads(db)
  return {
    async listOperations({ accountId, actions, text, fromMs, beforeMs, limit = 100, cursor }) {
      const filter = {
        accountId,
        actions: actions === undefined ? null : JSON.stringify(actions),
        textLike: text === undefined ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`,
      }
      const first = fromMs === undefined ? 0 : seqFloor(fromMs)
      let before = Math.min(cursorOf(cursor), beforeMs === undefined ? Number.MAX_SAFE_INTEGER : seqFloor(beforeMs))
      const rows: OperationRow[] = []
      for (;;) {
        const sliceFrom = reads.sliceStart.get({ before, from: first, count: sliceCount })?.id
        rows.push(...reads.page.all({ ...filter, before, from: sliceFrom ?? first, limit: limit - rows.length }))
        if (sliceFrom === undefined || rows.length >= limit) break
        before = sliceFrom
        await breathe()
      }
      const last = rows.length < limit ? undefined : rows.at(-1)
      return { operations: rows.map(operationOf), nextCursor: last === undefined ? null : String(last.id) }
    },
  }
}

function cursorOf(cursor: string | undefined): number {
  if (cursor === undefined) return Number.MAX_SAFE_INTEGER
  if (!/^\d{1,16}$/.test(cursor)) throw new AppError('invalid_input', `'${cursor}' is no cursor of this list`)
  return Number(cursor)
}

function operationOf({ id, action, target, count, detail }: OperationRow) {
  return {
    operationId: id,
    atMs: seqAtMs(id),
    action: action as Awaited<ReturnType<OperationQueries['listOperations']>>['operations'][number]['action'], // written by ours
    target,
    count,
    detail: detail === null ? null : JSON.parse(detail),
  }
}
