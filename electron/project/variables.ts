/**
 * Finds the `${…}` of an s.yaml, which we do not resolve yet (FC.md section 4). Where a value decides
 * what runs, a variable in it is an error; elsewhere it is kept as written, with a notice. Pure.
 */
import { isRecord, type KeyPath } from './specFile.ts'

const ACTED_UPON = new Set([
  'functionName',
  'runtime',
  'handler',
  'code',
  'timeout',
  'memorySize',
  'instanceConcurrency',
  'environmentVariables',
  'asyncInvokeConfig',
  'concurrencyConfig',
  'instanceLifecycleConfig',
  'customRuntimeConfig',
])

export type FoundVariable = { keyPath: KeyPath; text: string }

/** `region` is not among the values acted upon: it is a variable in almost every s.yaml, and only a name here. */
export function isActedUpon([first, second]: KeyPath): boolean {
  if (first === 'asyncInvokeConfig' && second === 'destinationConfig') return false // region and account of an ARN do not matter here
  return ACTED_UPON.has(String(first))
}

export function findVariables(value: unknown, keyPath: KeyPath = []): FoundVariable[] {
  if (typeof value === 'string') {
    const text = /\$\{[^}]*\}/.exec(value)?.[0]
    return text === undefined ? [] : [{ keyPath, text }]
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => findVariables(item, [...keyPath, index]))
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, item]) => findVariables(item, [...keyPath, key]))
}

/** `s` drops keys without a value before anything looks at them. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isRecord(value)) return value
  const entries = Object.entries(value).filter(([, item]) => item !== null)
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item)]))
}
