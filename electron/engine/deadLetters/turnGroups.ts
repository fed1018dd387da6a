/**
 * The groups that a turn has touched: read once, changed in memory, written once at its end, with what came
 * to them by version and by minute. After a turn that failed it is simply emptied.
 */
import { HOUR_MS } from '../../../shared/units/time.ts'
import type { DeadGroupRow, DeadLetterSql, NewDeadGroup, VersionCount } from '../../storage/deadLetters.sql.ts'
import { bucketOf } from './history.ts'

/** A sparkline shows 24 hours at most (`history.ts`); the hour that has begun comes on top. */
const MINUTES_KEPT_MS = 26 * HOUR_MS

type Touched = { row: DeadGroupRow; versions: Map<string, VersionCount>; minutes: Map<number, number> }
export type Met = { functionId: number; codeHash: string; atMs: number }

export class TurnGroups {
  readonly #sql: DeadLetterSql
  readonly #touched = new Map<number, Touched>()
  readonly #idByKey = new Map<string, number>()

  constructor(sql: DeadLetterSql) {
    this.#sql = sql
  }

  /** To be changed in place. */
  byId(id: number): DeadGroupRow | undefined {
    const known = this.#touched.get(id)
    if (known !== undefined) return known.row
    const row = this.#sql.group.get({ id })
    return row === undefined ? undefined : this.#touch(row)
  }

  byKey({ accountId, fingerprint }: { accountId: number; fingerprint: string }): DeadGroupRow | undefined {
    const id = this.#idByKey.get(`${accountId} ${fingerprint}`)
    if (id !== undefined) return this.byId(id)
    const row = this.#sql.groupOf.get({ accountId, fingerprint })
    if (row === undefined) return undefined
    return this.byId(row.id)
  }

  create(group: NewDeadGroup): DeadGroupRow {
    const row = this.#sql.insertGroup.get(group)
    if (row === undefined) throw new RangeError('an insert returned no row')
    return this.#touch(row)
  }

  /** One more of the group was met; `row` counts it already. */
  met(groupId: number, { functionId, codeHash, atMs }: Met): void {
    const touched = this.#touched.get(groupId)
    if (touched === undefined) return
    const { row, versions, minutes } = touched
    row.firstSeenMs = Math.min(row.firstSeenMs, atMs)
    row.lastSeenMs = Math.max(row.lastSeenMs, atMs)
    const key = `${functionId} ${codeHash}`
    const version = versions.get(key)
    if (version === undefined) {
      versions.set(key, { groupId, functionId, codeHash, count: 1, firstSeenMs: atMs, lastSeenMs: atMs })
    } else {
      version.count += 1
      version.firstSeenMs = Math.min(version.firstSeenMs, atMs)
      version.lastSeenMs = Math.max(version.lastSeenMs, atMs)
    }
    const minute = bucketOf(atMs)
    minutes.set(minute, (minutes.get(minute) ?? 0) + 1)
  }

  write(nowMs: number): void {
    if (this.#touched.size === 0) return
    const oldestMinute = bucketOf(nowMs - MINUTES_KEPT_MS)
    for (const { row, versions, minutes } of this.#touched.values()) {
      this.#sql.updateGroup.run(row)
      for (const version of versions.values()) this.#sql.addVersion.run(version)
      for (const [minute, count] of minutes) {
        if (minute >= oldestMinute) this.#sql.addMinute.run({ groupId: row.id, minute, count })
      }
      if (minutes.size > 0) this.#sql.forgetMinutes.run({ groupId: row.id, before: oldestMinute })
    }
    this.forget()
  }

  forget(): void {
    this.#touched.clear()
    this.#idByKey.clear()
  }

  #touch(row: DeadGroupRow): DeadGroupRow {
    this.#touched.set(row.id, { row, versions: new Map(), minutes: new Map() })
    this.#idByKey.set(`${row.accountId} ${row.fingerprint}`, row.id)
    return row
  }
}
