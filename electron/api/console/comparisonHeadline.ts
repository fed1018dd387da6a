/**
 * What most likely explains why two attempts ended differently, in one sentence: what went in before what it
 * met, what is the user's own before what surrounds it.
 */
import { assertNever } from '../../../shared/errors.ts'

export const DIFFERENCE_KINDS = ['function', 'payload', 'code', 'environment', 'configuration', 'interpreter'] as const
/** `names`: at most three of the `count` places that differ; none where there is no name for them. */
export type Difference = { kind: (typeof DIFFERENCE_KINDS)[number]; names: string[]; count: number }
export type HeadlineFacts = {
  differences: readonly Difference[] // in the order of DIFFERENCE_KINDS
  hasSameOutcome: boolean
  /** Sides that never ran. */
  neverRan: readonly ('left' | 'right')[]
  isEnvironmentKnown: boolean
}

export const MAX_NAMES = 3

export function comparisonHeadline(facts: HeadlineFacts): string {
  const { differences, neverRan } = facts
  if (neverRan.length === 2) return 'Neither of them ever ran'
  if (neverRan[0] !== undefined) return `The ${neverRan[0]} one never ran`
  const [first, second, ...others] = differences
  if (first === undefined) return whenNothingDiffers(facts)
  const same = sameBefore(first.kind)
  const begin = same === null ? capitalised(clauseOf(first)) : `${same}; ${clauseOf(first)}`
  const also = second === undefined ? '' : `; ${clauseOf(second)}, too`
  return `${begin}${also}${others.length > 0 ? '; and more differs' : ''}`
}

function whenNothingDiffers({ hasSameOutcome, isEnvironmentKnown }: HeadlineFacts): string {
  const same = isEnvironmentKnown ? 'Same code, payload and environment' : 'Same code and payload'
  return hasSameOutcome ? `${same}, and the same outcome` : `${same}: only the outcome differs`
}

/** What can be said to be the same because it would have come first. */
function sameBefore(kind: Difference['kind']): string | null {
  switch (kind) {
    case 'function':
    case 'payload':
      return null
    case 'code':
      return 'Same payload'
    case 'environment':
      return 'Same code and payload'
    case 'configuration':
    case 'interpreter':
      return 'Same code, payload and environment'
    default:
      return assertNever(kind)
  }
}

function clauseOf({ kind, names, count }: Difference): string {
  const list = listed(names, count)
  switch (kind) {
    case 'function':
      return `these are two functions, ${names.join(' and ')}`
    case 'payload':
      return list === null ? 'the payload differs' : `the payload differs in ${list}`
    case 'code':
      return list === null ? 'the code changed between them' : `${list} changed between them`
    case 'environment':
    case 'configuration':
      return `${list ?? `the ${kind}`} ${count > 1 ? 'differ' : 'differs'}`
    case 'interpreter':
      return `they ran in ${names.join(' and ')}`
    default:
      return assertNever(kind)
  }
}

function listed(names: readonly string[], count: number): string | null {
  if (names.length === 0) return null
  const others = count - names.length
  if (others > 0) return `${names.join(', ')} and ${others} more`
  const last = names.at(-1)
  return names.length === 1 ? String(last) : `${names.slice(0, -1).join(', ')} and ${last}`
}

/** A sentence begins with a capital; a name at its beginning stays as it is. */
const capitalised = (clause: string) => (/^the(se)? /.test(clause) ? `T${clause.slice(1)}` : clause)
