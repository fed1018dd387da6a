/**
 * The groups that a turn has touched: read once, changed in memory, written once at its end, with what came
 * to them by version and by step of time. After a turn that failed it is simply emptied.
 */
import type { DeadGroupRow, DeadLetterSql, NewDeadGroup, VersionCount } from '../../storage/deadLetters.sql.ts'
import { firstStepOf, STEPS_MINUTES, stepOf } from './history.ts'

type Touched = { row: DeadGroupRow; versions: Map<string, VersionCount>; instantsMs: number[] }
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
    const { row, versions, instantsMs } = touched
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
    instantsMs.push(atMs)
  }

  write(nowMs: number): void {
    if (this.#touched.size === 0) return
    for (const { row, versions, instantsMs } of this.#touched.values()) {
      this.#sql.updateGroup.run(row)
      for (const version of versions.values()) this.#sql.addVersion.run(version)
      if (instantsMs.length > 0) this.#writeSteps(row.id, { instantsMs, nowMs })
    }
    this.forget()
  }

  forget(): void {
    this.#touched.clear()
    this.#idByKey.clear()
  }

  #writeSteps(groupId: number, { instantsMs, nowMs }: { instantsMs: number[]; nowMs: number }): void {
    for (const stepMinutes of STEPS_MINUTES) {
      const oldest = firstStepOf(nowMs, stepMinutes)
      const counts = new Map<number, number>()
      for (const atMs of instantsMs) {
        const step = stepOf(atMs, stepMinutes)
        if (step >= oldest) counts.set(step, (counts.get(step) ?? 0) + 1)
      }
      for (const [step, count] of counts) this.#sql.addStep.run({ groupId, stepMinutes, step, count })
      this.#sql.forgetSteps.run({ groupId, stepMinutes, before: oldest })
    }
  }

  #touch(row: DeadGroupRow): DeadGroupRow {
    this.#touched.set(row.id, { row, versions: new Map(), instantsMs: [] })
    this.#idByKey.set(`${row.accountId} ${row.fingerprint}`, row.id)
    return row
  }
}
