/**
 * What a change of a function was, for the operator log: the name of each setting that differs, with its values
 * where they are short and no secret. Values of environment variables are never among them, nor are the parts of
 * addresses that could be secret. Pure.
 */
import { targetForLog } from '../../../shared/domain/destinationTarget.ts'
import type { FunctionRecord } from '../ports.ts'

export type SettingChange = { setting: string; from?: Plain; to?: Plain }
type Plain = string | number | boolean | null
type Fields = Record<string, unknown>

const MAX_VALUE_CHARACTERS = 200
const SHORT_HASH_CHARACTERS = 7

export function functionChanges(before: FunctionRecord, after: FunctionRecord): SettingChange[] {
  return [
    ...differences(settingsOf(before), settingsOf(after)),
    ...variableChanges(before.config.environmentVariables, after.config.environmentVariables),
  ]
}

function settingsOf(record: FunctionRecord): Fields {
  const { environmentVariables: _variables, ...config } = record.config
  const { destinationConfig, ...async } = record.asyncConfig ?? {}
  return {
    ...config,
    ...async,
    onSuccess: destinationConfig?.onSuccess?.destination ?? null,
    onFailure: destinationConfig?.onFailure?.destination ?? null,
    reservedConcurrency: record.reservedConcurrency,
    compensation: record.compensation,
    code: record.code.hash.slice(0, SHORT_HASH_CHARACTERS),
  }
}

function differences(before: Fields, after: Fields): SettingChange[] {
  const settings = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return settings
    .filter((setting) => JSON.stringify(before[setting]) !== JSON.stringify(after[setting]))
    .map((setting) => {
      const [from, to] = [before, after].map((fields) => shown(setting, fields[setting] ?? null))
      return isPlain(from) && isPlain(to) ? { setting, from, to } : { setting }
    })
}

/** Their names only. */
function variableChanges(before: Record<string, string>, after: Record<string, string>): SettingChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => ({ setting: `environmentVariables.${name}` }))
}

const shown = (setting: string, value: unknown) =>
  (setting === 'onSuccess' || setting === 'onFailure') && typeof value === 'string' ? targetForLog(value) : value

const isPlain = (value: unknown): value is Plain =>
  value === null || typeof value !== 'object' ? String(value).length <= MAX_VALUE_CHARACTERS : false
