/** What differs between two attempts: settings, variables, and the list that the headline is made of. */
import type { FunctionConfig } from '../../../shared/domain/functionConfig.ts'
import { jsonDifferences } from '../../../shared/format/jsonDifferences.ts'
import type { FileChange } from '../../engine/versions/versionPorts.ts'
import { isSameOutcome } from './comparedOutcome.ts'
import type { ComparedSide, OpenedSide } from './comparedSide.ts'
import { type Difference, type HeadlineFacts, MAX_NAMES } from './comparisonHeadline.ts'
import { isSecret } from './secrets.ts'

export type Pair<T> = { left: T; right: T }
export type SettingChange = { name: string } & Pair<string | null>
export type VariableChange = SettingChange & { isSecret: boolean }

/** Parts that have a place of their own, or that no instance sees. */
const NOT_SETTINGS = new Set(['functionName', 'environmentVariables', 'description', 'code', 'region'])
const MASK = '***'

/** Values of a secret are the empty text, so that they are not even sent. */
export function environmentChanges({ left, right }: Pair<FunctionConfig | null>): VariableChange[] | null {
  if (left === null || right === null) return null
  const of = { left: left.environmentVariables, right: right.environmentVariables }
  return changes(of).map(({ name, ...values }) => {
    const isHidden = [values.left, values.right].some((value) => value !== null && isSecret(name, value))
    const shown = (value: string | null) => (value === null ? null : isHidden ? '' : value)
    return { name, left: shown(values.left), right: shown(values.right), isSecret: isHidden }
  })
}

/** Settings as they are written, the rest of a nested one as JSON. */
export function configurationChanges({ left, right }: Pair<FunctionConfig | null>): SettingChange[] | null {
  if (left === null || right === null) return null
  return changes({ left: settingsOf(left), right: settingsOf(right) }).map((change) => {
    const isHidden = [change.left, change.right].some((value) => value !== null && isSecret(change.name, value))
    if (!isHidden) return change
    return { ...change, left: change.left && MASK, right: change.right && MASK }
  })
}

function settingsOf(config: FunctionConfig): Record<string, string> {
  const settings: Record<string, string> = {}
  for (const [name, value] of Object.entries(config)) {
    if (NOT_SETTINGS.has(name) || value === undefined) continue
    settings[name] = typeof value === 'string' ? value : JSON.stringify(value)
  }
  return settings
}

function changes({ left, right }: Pair<Record<string, string>>): SettingChange[] {
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].toSorted()
  return names
    .map((name) => ({ name, left: left[name] ?? null, right: right[name] ?? null }))
    .filter((change) => change.left !== change.right)
}

export type ComparedParts = {
  files: FileChange[] | null
  environment: VariableChange[] | null
  configuration: SettingChange[] | null
}

export function headlineFacts(sides: Pair<OpenedSide>, parts: ComparedParts): HeadlineFacts {
  const { left, right } = { left: sides.left.side, right: sides.right.side }
  const neverRan = (['left', 'right'] as const).filter((name) => sides[name].side.attempt === null)
  return {
    differences: [
      ...functionDifference(left, right),
      ...payloadDifference(left, right),
      ...codeDifference({ left, right }, parts.files),
      ...named('environment', parts.environment),
      ...named('configuration', parts.configuration),
      ...interpreterDifference(left, right),
    ],
    hasSameOutcome: isSameOutcome(left, right),
    neverRan,
    isEnvironmentKnown: parts.environment !== null,
  }
}

function functionDifference(left: ComparedSide, right: ComparedSide): Difference[] {
  if (left.functionName === right.functionName) return []
  return [{ kind: 'function', names: [left.functionName, right.functionName], count: 2 }]
}

function payloadDifference(left: ComparedSide, right: ComparedSide): Difference[] {
  if (left.payload === right.payload) return []
  const paths = jsonDifferences(left.payload, right.payload).filter((path) => path !== '')
  return [difference('payload', paths)]
}

function codeDifference({ left, right }: Pair<ComparedSide>, files: FileChange[] | null): Difference[] {
  if (left.codeHash === right.codeHash || left.codeHash === null || right.codeHash === null) return []
  return [
    difference(
      'code',
      (files ?? []).map(({ path }) => path),
    ),
  ]
}

function interpreterDifference(left: ComparedSide, right: ComparedSide): Difference[] {
  const versions = [left.interpreterVersion, right.interpreterVersion].filter((version) => version !== null)
  if (versions.length < 2 || versions[0] === versions[1]) return []
  return [difference('interpreter', versions)]
}

const named = (kind: 'environment' | 'configuration', list: { name: string }[] | null): Difference[] =>
  list === null || list.length === 0
    ? []
    : [
        difference(
          kind,
          list.map(({ name }) => name),
        ),
      ]

const difference = (kind: Difference['kind'], names: readonly string[]): Difference => ({
  kind,
  names: names.slice(0, MAX_NAMES),
  count: names.length,
})
