/**
 * All accounts and living functions, in the store's memory: there are few, and every submit and every
 * grant asks for one. Changes go through here so that table and memory never differ.
 */
import { DEFAULT_ACCOUNT_CONCURRENCY } from '../../../shared/domain/limits.ts'
import { AppError } from '../../../shared/errors.ts'
import type { AccountRow, FunctionRow, FunctionSql } from '../../storage/functions.sql.ts'
import type { FunctionSpec } from '../messages.ts'
import type { FunctionDefinition, FunctionRecord } from '../ports.ts'
import { attemptLimitOf } from '../tasks/retryPolicy.ts'
import { functionSpec } from './functionSpec.ts'

export type ConcurrencyLimits = { accountId: number; functionLimit: number; accountLimit: number }

/** A living function with all that the hot paths ask for, computed once a change. */
export type LivingFunction = {
  record: FunctionRecord
  spec: FunctionSpec
  limits: ConcurrencyLimits
  isTask: boolean
  maxAgeMs: number
  maxRetryCount: number
}
/** Of a function; what an older instance ran with is not known any more. */
const KEPT_REVISIONS = 500

export type FunctionChange = Partial<FunctionDefinition>
type Ownership = Partial<Pick<FunctionRecord, 'origin' | 'overrides'>>

const PARTS = ['config', 'code', 'asyncConfig', 'reservedConcurrency', 'compensation', 'origin', 'overrides'] as const

export class FunctionTable {
  readonly #sql: FunctionSql
  readonly #region: string
  readonly #accounts = new Map<number, AccountRow>()
  readonly #byId = new Map<number, LivingFunction>()
  readonly #idByName = new Map<string, number>()
  readonly #accountIds = new Map<number, number>() // of deleted functions too: their tasks still count
  /** Functions whose spec the scheduler does not know yet, and those it should forget. */
  #changed = new Set<number>()
  #removed = new Set<number>()

  constructor(sql: FunctionSql, region: string) {
    this.#sql = sql
    this.#region = region
    this.reload()
  }

  /** Makes memory equal to the database again, after a turn that failed: what it had removed lives. */
  reload(): void {
    this.#removed.clear()
    this.#accounts.clear()
    this.#byId.clear()
    this.#idByName.clear()
    for (const account of this.#sql.accounts.iterate()) this.#accounts.set(account.id, account)
    for (const { id, accountId } of this.#sql.owners.iterate()) this.#accountIds.set(id, accountId)
    for (const row of this.#sql.living.iterate()) this.#remember(row)
    for (const id of this.#byId.keys()) this.#changed.add(id)
  }

  addAccount(account: AccountRow): void {
    this.#accounts.set(account.id, account)
  }

  accounts(): Iterable<AccountRow> {
    return this.#accounts.values()
  }

  all(): Iterable<LivingFunction> {
    return this.#byId.values()
  }

  account(accountId: number): AccountRow {
    const account = this.#accounts.get(accountId)
    if (account === undefined) throw new AppError('internal', `there is no account ${accountId}`)
    return account
  }

  accountIdOf(functionId: number): number {
    return this.#accountIds.get(functionId) ?? 0
  }

  byId(functionId: number): LivingFunction | undefined {
    return this.#byId.get(functionId)
  }

  find(accountId: number, name: string): LivingFunction | undefined {
    const functionId = this.#idByName.get(`${accountId} ${name}`)
    return functionId === undefined ? undefined : this.#byId.get(functionId)
  }

  /** Throws `AppError('function_not_found')`. */
  get(accountId: number, name: string): LivingFunction {
    const found = this.find(accountId, name)
    if (found === undefined) throw new AppError('function_not_found', `function '${name}' does not exist`)
    return found
  }

  /** Throws `AppError('function_exists')`. */
  create(options: {
    accountId: number
    origin: 'project' | 'api'
    definition: FunctionDefinition
    nowMs: number
  }): LivingFunction {
    const { accountId, origin, definition, nowMs } = options
    const name = definition.config.functionName
    if (this.find(accountId, name)) throw new AppError('function_exists', `function '${name}' already exists`)
    const row = this.#sql.insert.get({
      accountId,
      name,
      origin,
      config: JSON.stringify(definition.config),
      asyncConfig: definition.asyncConfig === null ? null : JSON.stringify(definition.asyncConfig),
      asyncCreatedAtMs: definition.asyncConfig === null ? null : nowMs,
      asyncModifiedAtMs: definition.asyncConfig === null ? null : nowMs,
      reservedConcurrency: definition.reservedConcurrency,
      overrides: '[]',
      codePath: definition.code.path,
      codeHash: definition.code.hash,
      codeChecksum: definition.code.checksum,
      codeBytes: definition.code.bytes,
      compensation: definition.compensation,
      createdAtMs: nowMs,
      modifiedAtMs: nowMs,
    })
    if (row === undefined) throw new AppError('internal', 'the function was not stored')
    this.#keepVersion(row, nowMs)
    this.#changed.add(row.id)
    return this.#remember(row)
  }

  /** Applies what is given; returns the function as it was when nothing differs. */
  update(current: LivingFunction, change: FunctionChange & Ownership, nowMs: number): LivingFunction {
    const { record } = current
    const next: FunctionRecord = { ...record, ...change }
    const isSame = PARTS.every((part) => JSON.stringify(record[part]) === JSON.stringify(next[part]))
    if (isSame) return current
    const isAsyncChanged = JSON.stringify(record.asyncConfig) !== JSON.stringify(next.asyncConfig)
    const row: FunctionRow = {
      id: record.functionId,
      accountId: record.accountId,
      name: record.config.functionName,
      origin: next.origin,
      config: JSON.stringify(next.config),
      asyncConfig: next.asyncConfig === null ? null : JSON.stringify(next.asyncConfig),
      asyncCreatedAtMs: next.asyncConfig === null ? null : (record.asyncCreatedAtMs ?? nowMs),
      asyncModifiedAtMs: next.asyncConfig === null ? null : isAsyncChanged ? nowMs : record.asyncModifiedAtMs,
      reservedConcurrency: next.reservedConcurrency,
      overrides: JSON.stringify(next.overrides),
      codePath: next.code.path,
      codeHash: next.code.hash,
      codeChecksum: next.code.checksum,
      codeBytes: next.code.bytes,
      compensation: next.compensation,
      holdMs: record.holdMs,
      // only what an instance can see makes a new revision, so that a changed retry count drains nothing
      revision: current.spec.revision + (isSpecChanged(record, next) ? 1 : 0),
      createdAtMs: record.createdAtMs,
      modifiedAtMs: nowMs,
    }
    const { accountId: _account, name: _name, createdAtMs: _created, holdMs: _hold, ...fields } = row
    this.#sql.update.run(fields)
    if (row.revision !== current.spec.revision) this.#keepVersion(row, nowMs)
    this.#changed.add(row.id)
    return this.#remember(row)
  }

  /** A new revision, so that the instances that start from now on can be held. */
  setHold(current: LivingFunction, { holdMs, nowMs }: { holdMs: number; nowMs: number }): void {
    if (current.record.holdMs === holdMs) return
    const row = this.#sql.setHold.get({ id: current.record.functionId, holdMs })
    if (row === undefined) throw new AppError('internal', 'the function was not stored')
    this.#keepVersion(row, nowMs)
    this.#changed.add(row.id)
    this.#remember(row)
  }

  delete(current: LivingFunction, nowMs: number): void {
    const { functionId, accountId, config } = current.record
    this.#sql.delete.run({ id: functionId, nowMs })
    this.#byId.delete(functionId)
    this.#idByName.delete(`${accountId} ${config.functionName}`)
    this.#changed.delete(functionId)
    this.#removed.add(functionId)
  }

  /** What a scheduler has to be told; empties the list. */
  takeChanges(): { specs: FunctionSpec[]; removedIds: number[] } {
    const specs = [...this.#changed].flatMap((id) => this.#byId.get(id)?.spec ?? [])
    const removedIds = [...this.#removed]
    this.#changed = new Set()
    this.#removed = new Set()
    return { specs, removedIds }
  }

  /** What its instances see from now on, for the comparison of attempts. */
  #keepVersion({ id, revision, config, codeHash }: FunctionRow, nowMs: number): void {
    this.#sql.keepVersion.run({ id, revision, config, codeHash, nowMs })
    this.#sql.forgetVersions.run({ id, before: revision - KEPT_REVISIONS })
  }

  #remember(row: FunctionRow): LivingFunction {
    const account = this.account(row.accountId)
    const record = recordOf(row)
    const accountLimit = account.concurrencyLimit || DEFAULT_ACCOUNT_CONCURRENCY
    const functionLimit = (record.reservedConcurrency ?? accountLimit) * record.config.instanceConcurrency
    const living: LivingFunction = {
      record,
      spec: functionSpec(record, {
        revision: row.revision,
        accountUid: account.uid,
        region: this.#region,
        functionLimit,
      }),
      limits: { accountId: row.accountId, functionLimit, accountLimit },
      isTask: record.asyncConfig?.asyncTask ?? false,
      maxAgeMs: (record.asyncConfig?.maxAsyncEventAgeInSeconds ?? 86_400) * 1_000,
      maxRetryCount: attemptLimitOf(record.asyncConfig?.maxAsyncRetryAttempts) - 1,
    }
    this.#byId.set(row.id, living)
    this.#accountIds.set(row.id, row.accountId)
    this.#idByName.set(`${row.accountId} ${row.name}`, row.id)
    return living
  }
}

function isSpecChanged(before: FunctionRecord, after: FunctionRecord): boolean {
  return (
    JSON.stringify(before.config) !== JSON.stringify(after.config) ||
    before.code.hash !== after.code.hash ||
    before.code.path !== after.code.path ||
    before.reservedConcurrency !== after.reservedConcurrency
  )
}

/** A row as every face reads it. The stored JSON was validated when it was written. */
export function recordOf(row: FunctionRow): FunctionRecord {
  return {
    functionId: row.id,
    accountId: row.accountId,
    origin: row.origin,
    config: JSON.parse(row.config),
    asyncConfig: row.asyncConfig === null ? null : JSON.parse(row.asyncConfig),
    asyncCreatedAtMs: row.asyncCreatedAtMs,
    asyncModifiedAtMs: row.asyncModifiedAtMs,
    reservedConcurrency: row.reservedConcurrency,
    overrides: JSON.parse(row.overrides),
    code: { path: row.codePath, hash: row.codeHash, checksum: row.codeChecksum, bytes: row.codeBytes },
    compensation: row.compensation,
    holdMs: row.holdMs,
    createdAtMs: row.createdAtMs,
    modifiedAtMs: row.modifiedAtMs,
  }
}
