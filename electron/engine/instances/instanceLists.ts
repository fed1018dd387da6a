/**
 * What the database knows of instances: the living ones as they were last reported, and the ended ones, the
 * latest first in pages whose cursor is the last one of the page before. A function that was deleted is
 * still named.
 */
import { AppError } from '../../../shared/errors.ts'
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import { SECOND_MS } from '../../../shared/units/time.ts'
import type { InstanceReads, ReadInstance, ReadInstanceFunction } from '../../storage/instanceReads.sql.ts'
import type { InstanceFunction, InstancePage, InstanceQuery, InstanceRecord } from '../ports.ts'
import { attemptLimitOf } from '../tasks/retryPolicy.ts'

type Position = { beforeMs: number; beforeId: string }
const START: Position = { beforeMs: Number.MAX_SAFE_INTEGER, beforeId: '' }

/** Call it inside a transaction, so that none is both living and ended. Throws invalid_input for a bad cursor. */
export function listInstances(reads: InstanceReads, query: InstanceQuery): InstancePage {
  const { accountId, functionName, instanceIds, endedLimit, cursor } = query
  const rows = reads.functions.all({ accountId }).filter(({ name }) => functionName === null || name === functionName)
  const functions = rows.map(functionOf)
  const own = new Set(rows.map(({ id }) => id))
  if (instanceIds !== null) {
    const found = instanceIds
      .flatMap((id) => reads.byId.get({ id }) ?? [])
      .filter(({ functionId }) => own.has(functionId))
    const ended = found.filter(({ endedAtMs }) => endedAtMs !== null)
    return { functions, living: livingOf(found), ended: ended.sort(latestFirst), nextCursor: null }
  }
  const living = livingOf(reads.living.all().filter(({ functionId }) => own.has(functionId)))
  if (endedLimit === 0) return { functions, living, ended: [], nextCursor: null }
  const position = cursor === null ? START : positionOf(cursor)
  const ended = [...own]
    .flatMap((functionId) => reads.ended.all({ functionId, ...position, limit: endedLimit + 1 }))
    .sort(latestFirst)
  const page = ended.slice(0, endedLimit)
  const last = ended.length > endedLimit ? page.at(-1) : undefined
  return { functions, living, ended: page, nextCursor: last === undefined ? null : instanceCursor(last) }
}

const livingOf = (instances: ReadInstance[]) =>
  instances
    .filter(({ endedAtMs }) => endedAtMs === null)
    .sort((a, b) => a.createdAtMs - b.createdAtMs || compare(a.instanceId, b.instanceId))

const latestFirst = (a: InstanceRecord, b: InstanceRecord) =>
  (b.endedAtMs ?? 0) - (a.endedAtMs ?? 0) || compare(b.instanceId, a.instanceId)

/** As SQLite compares them: ids are ASCII. */
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** The stored JSON was validated when it was written. */
function functionOf({ id, name, config, asyncConfig }: ReadInstanceFunction): InstanceFunction {
  const { runtime, timeout, memorySize } = JSON.parse(config) as {
    runtime: string
    timeout: number
    memorySize: number
  }
  const async = JSON.parse(asyncConfig ?? 'null') as { maxAsyncRetryAttempts?: number } | null
  return {
    functionId: id,
    functionName: name,
    runtime,
    timeoutMs: timeout * SECOND_MS,
    memoryLimitBytes: memorySize * MIB_BYTES,
    attemptLimit: attemptLimitOf(async?.maxAsyncRetryAttempts),
  }
}

/** Of the page that begins behind an ended one. */
export const instanceCursor = ({ endedAtMs, instanceId }: InstanceRecord): string =>
  Buffer.from(`${endedAtMs} ${instanceId}`).toString('base64url')

function positionOf(cursor: string): Position {
  const [, digits, beforeId] =
    /^(\d{1,16}) (\S{1,128})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? []
  const beforeMs = Number(digits)
  if (beforeId === undefined || !Number.isSafeInteger(beforeMs)) {
    throw new AppError('invalid_input', 'the paging token is not one that the list of instances gave out')
  }
  return { beforeMs, beforeId }
}
