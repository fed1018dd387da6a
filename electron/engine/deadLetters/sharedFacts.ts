/** What the members of a group have in common: what a person would look for first. Pure. */
import type { SharedFact } from '../../../shared/contract/inbox.contract.ts'
import { flattenJson } from '../../../shared/format/flattenJson.ts'
import type { MemberRow } from '../../storage/deadLetters.sql.ts'

type CodeFact = { kind: 'code'; functionId: number; codeHash: string }
type Fact = CodeFact | Exclude<SharedFact, { kind: 'code' }>

/** Of a payload, in characters. */
export const MAX_LOOKED_AT_LENGTH = 2_048
const MAX_FIELDS_READ = 60
const MAX_FIELDS_SHOWN = 8
const MAX_VALUE_LENGTH = 200

/** Nothing is shared by one alone. */
export function sharedFacts(members: readonly MemberRow[]): Fact[] {
  if (members.length < 2) return []
  return [
    ...codeFact(members),
    ...instanceFact(members),
    ...fieldFacts(members),
    ...runFact(members),
    ...attemptsFact(members),
  ]
}

function codeFact(members: readonly MemberRow[]): Fact[] {
  const [first] = members
  const functionId = same(members, (member) => member.functionId)
  const codeHash = same(members, (member) => member.codeHash)
  if (first === undefined || functionId === undefined || codeHash === undefined || codeHash === null) return []
  return [{ kind: 'code', functionId, codeHash }]
}

function instanceFact(members: readonly MemberRow[]): Fact[] {
  const instanceId = same(members, (member) => member.instanceId)
  return instanceId === undefined || instanceId === null ? [] : [{ kind: 'instance', instanceId }]
}

/** Fields that every member has with the same value. Payloads that are no JSON, or too long, share none. */
function fieldFacts(members: readonly MemberRow[]): Fact[] {
  let common: Map<string, string> | null = null
  for (const { payload } of members) {
    if (typeof payload !== 'string') return []
    const pairs = new Map(flattenJson(payload, MAX_FIELDS_READ).map(({ key, value }) => [key, value]))
    if (common === null) common = pairs
    else for (const [key, value] of common) if (pairs.get(key) !== value) common.delete(key)
    if (common.size === 0) return []
  }
  return [...(common ?? [])]
    .filter(([path, value]) => path !== '' && value.length <= MAX_VALUE_LENGTH)
    .slice(0, MAX_FIELDS_SHOWN)
    .map(([path, value]) => ({ kind: 'field', path, value }))
}

function runFact(members: readonly MemberRow[]): Fact[] {
  const durationsMs = members.flatMap(({ startedAtMs, endedAtMs }) =>
    startedAtMs === null || endedAtMs === null ? [] : [Math.max(endedAtMs - startedAtMs, 0)],
  )
  if (durationsMs.length < members.length) return []
  return [{ kind: 'run', fromMs: Math.min(...durationsMs), toMs: Math.max(...durationsMs) }]
}

function attemptsFact(members: readonly MemberRow[]): Fact[] {
  const count = same(members, (member) => member.attemptCount)
  return count === undefined ? [] : [{ kind: 'attempts', count }]
}

/** Undefined when they differ. */
function same<T>(members: readonly MemberRow[], of: (member: MemberRow) => T): T | undefined {
  const [first, ...others] = members.map(of)
  return others.every((one) => one === first) ? first : undefined
}
