/**
 * Changes to accounts, keys and functions, each run inside a turn's transaction. The project file is the
 * base; what was changed live stays over it until it is reverted (DESIGN.md section 6).
 */
import { randomBytes, randomInt } from 'node:crypto'
import { DEFAULT_ACCOUNT_CONCURRENCY, MAX_HOLD_MS } from '../../../shared/domain/limits.ts'
import { AppError } from '../../../shared/errors.ts'
import type { FunctionSql } from '../../storage/functions.sql.ts'
import type { NewOperation } from '../operations/operationPorts.ts'
import type { FunctionDefinition, FunctionPart, FunctionRecord } from '../ports.ts'
import { functionChanges } from './functionChanges.ts'
import type { FunctionChange, FunctionTable, LivingFunction } from './functionTable.ts'

export const DEFAULT_ACCOUNT_NAME = 'default'
const DEFAULT_BACKLOG_LIMIT = 5_000_000

type Deps = {
  functions: FunctionTable
  sql: FunctionSql
  /** Of what a user has changed; the project's files are no action. */
  record(operation: NewOperation): void
}

export class FunctionCommands {
  readonly #functions: FunctionTable
  readonly #sql: FunctionSql
  readonly #record: Deps['record']

  constructor({ functions, sql, record }: Deps) {
    this.#functions = functions
    this.#sql = sql
    this.#record = record
  }

  create(options: { accountId: number; definition: FunctionDefinition; nowMs: number }): FunctionRecord {
    const made = this.#functions.create({ ...options, origin: 'api' }).record
    const { accountId, config } = made
    this.#record({
      accountId,
      action: 'function.create',
      target: config.functionName,
      detail: { runtime: config.runtime, handler: config.handler },
    })
    return made
  }

  /** Throws function_not_found. */
  update(target: { accountId: number; functionName: string }, change: FunctionChange, nowMs: number): FunctionRecord {
    const current = this.#functions.get(target.accountId, target.functionName)
    const { origin, overrides } = current.record
    const parts = (['config', 'asyncConfig', 'reservedConcurrency', 'compensation'] as const).filter(
      (part) => change[part] !== undefined,
    )
    const next: FunctionPart[] = origin === 'project' ? [...new Set([...overrides, ...parts])] : overrides
    const changed = this.#functions.update(current, { ...change, overrides: next }, nowMs)
    this.#recordChange('function.change', { before: current, after: changed })
    return changed.record
  }

  /** Throws function_not_found. The parts are those of `base` again, and follow the project's file from now on. */
  revert(
    target: { accountId: number; functionName: string },
    { parts, base, nowMs }: { parts: FunctionPart[]; base: FunctionDefinition; nowMs: number },
  ): FunctionRecord {
    const current = this.#functions.get(target.accountId, target.functionName)
    const overrides = current.record.overrides.filter((part) => !parts.includes(part))
    const change = Object.fromEntries(parts.map((part) => [part, base[part]])) as FunctionChange // each part is of base
    const reverted = this.#functions.update(current, { ...change, overrides }, nowMs)
    this.#recordChange('function.revert', { before: current, after: reverted })
    return reverted.record
  }

  /** Throws function_not_found. */
  delete(target: { accountId: number; functionName: string }, nowMs: number): void {
    const { accountId, functionName } = target
    this.#functions.delete(this.#functions.get(accountId, functionName), nowMs)
    this.#record({ accountId, action: 'function.delete', target: functionName })
  }

  /** Throws invalid_input and function_not_found. */
  setHold(
    target: { accountId: number; functionName: string },
    { holdMs, nowMs }: { holdMs: number; nowMs: number },
  ): void {
    if (!Number.isInteger(holdMs) || holdMs < 0 || holdMs > MAX_HOLD_MS) {
      throw new AppError('invalid_input', `an instance is held from 0 to ${MAX_HOLD_MS} ms, not ${holdMs}`)
    }
    const current = this.#functions.get(target.accountId, target.functionName)
    const from = current.record.holdMs
    if (from === holdMs) return
    this.#functions.setHold(current, { holdMs, nowMs })
    const changes = [{ setting: 'holdMs', from, to: holdMs }]
    const { accountId, functionName } = target
    this.#record({ accountId, action: 'function.change', target: functionName, detail: { changes } })
  }

  /** What changes nothing is no action. */
  #recordChange(
    action: 'function.change' | 'function.revert',
    { before, after }: { before: LivingFunction; after: LivingFunction },
  ): void {
    const changes = functionChanges(before.record, after.record)
    if (changes.length === 0) return
    const { accountId, config } = after.record
    this.#record({ accountId, action, target: config.functionName, detail: { changes } })
  }

  /** Makes the account's project functions equal to `definitions`, leaving live overrides alone. */
  syncProject(
    accountId: number,
    { definitions, isComplete }: { definitions: FunctionDefinition[]; isComplete: boolean },
    nowMs: number,
  ): void {
    const names = new Set(definitions.map(({ config }) => config.functionName))
    for (const living of [...this.#functions.all()]) {
      const { record } = living
      if (record.accountId !== accountId || record.origin !== 'project') continue
      if (isComplete && !names.has(record.config.functionName)) this.#functions.delete(living, nowMs)
    }
    for (const definition of definitions) {
      const current = this.#functions.find(accountId, definition.config.functionName)
      if (current === undefined) this.#functions.create({ accountId, origin: 'project', definition, nowMs })
      else
        this.#functions.update(current, { ...withoutOverrides(definition, current.record), origin: 'project' }, nowMs)
    }
  }

  /** Creates the account when it is new; returns its id. */
  putAccessKey(key: { id: string; secret: string; accountName: string }): number {
    const accountId = this.ensureAccount(key.accountName)
    this.#sql.putAccessKey.run({ id: key.id, secret: key.secret, accountId })
    return accountId
  }

  /** As an action of somebody, whereas `putAccessKey` is what the host was started with. */
  allowAccessKey(key: { id: string; secret: string; accountName: string }): void {
    const accountId = this.putAccessKey(key)
    this.#record({ accountId, action: 'key.allow', target: key.id, detail: { account: key.accountName } })
  }

  /** `default` exists from the start, with a key of its own (DESIGN.md section 1). */
  ensureDefaultAccount(): void {
    const accountId = this.ensureAccount(DEFAULT_ACCOUNT_NAME)
    if (this.#sql.accessKeyCount.get({ accountId })?.count === 0) {
      this.#sql.putAccessKey.run({
        id: `LTAI-taskyard-${randomBytes(6).toString('hex')}`,
        secret: randomBytes(24).toString('base64url'),
        accountId,
      })
    }
  }

  ensureAccount(name: string): number {
    if (!/^[A-Za-z0-9_.-]{1,64}$/.test(name)) {
      throw new AppError('invalid_input', `'${name}' is no account name: use letters, digits, "_", "." or "-"`)
    }
    for (const account of this.#functions.accounts()) if (account.name === name) return account.id
    const account = {
      name,
      uid: String(randomInt(10 ** 14)).padStart(16, '1'), // FC's account ids have 16 digits
      concurrencyLimit: DEFAULT_ACCOUNT_CONCURRENCY,
      backlogLimit: DEFAULT_BACKLOG_LIMIT,
    }
    const id = Number(this.#sql.insertAccount.run(account).lastInsertRowid)
    this.#sql.insertAccountQueue.run({ accountId: id })
    this.#functions.addAccount({ id, ...account })
    return id
  }
}

function withoutOverrides(definition: FunctionDefinition, { overrides }: FunctionRecord): FunctionChange {
  const change: FunctionChange = { ...definition }
  for (const part of overrides) delete change[part]
  return change
}
