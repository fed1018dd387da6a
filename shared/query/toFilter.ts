/**
 * Terms turned into the engine's filter, with what is left to say: which terms do not filter and why, and
 * when the terms contradict each other so that nothing can match.
 */
import type { TaskFilter } from '../contract/taskFilter.ts'
import { quotedText } from './pieces.ts'
import type { Problem, ProblemCode } from './problems.ts'
import { statesBut } from './statuses.ts'
import { type ReadPiece, readQuery, type Term } from './terms.ts'
import { sinceMs, untilMs } from './times.ts'

/** `filter`: of the valid terms; null when they contradict each other, and `problems` says which. */
export type Reading = { pieces: ReadPiece[]; filter: TaskFilter | null; problems: Problem[] }

/** `nowMs`: what `24h` counts back from. Days and hours are local. */
export function readFilter(text: string, nowMs: number): Reading {
  const pieces = readQuery(text)
  const problems = pieces.flatMap(({ problem }) => (problem === null ? [] : [problem]))
  const draft: Draft = { filter: {}, nowMs }
  let isPossible = true
  for (const { term, start, end } of pieces) {
    const trouble = term === null ? null : narrow(draft, term)
    if (trouble === null) continue
    problems.push({ code: trouble.code, start, end, values: trouble.values ?? {} })
    if (trouble.isContradiction) isPossible = false
  }
  problems.sort((a, b) => a.start - b.start)
  return { pieces, filter: isPossible ? draft.filter : null, problems }
}

type Draft = { filter: TaskFilter; nowMs: number }
type Trouble = { code: ProblemCode; values?: Record<string, string>; isContradiction: boolean }

const contradiction = (code: ProblemCode): Trouble => ({ code, isContradiction: true })
const unless = (isFine: boolean, code: ProblemCode): Trouble | null => (isFine ? null : contradiction(code))

/** Narrows `draft.filter` by one more term; what it says when that leaves nothing, or cannot be done. */
function narrow({ filter, nowMs }: Draft, { isNegated, meaning }: Term): Trouble | null {
  switch (meaning.key) {
    case 'status': {
      const wanted = isNegated ? statesBut(meaning.states) : meaning.states
      const before = filter.states
      filter.states = before === undefined ? wanted : before.filter((state) => wanted.includes(state))
      return unless(filter.states.length > 0, 'noStatusLeft')
    }
    case 'fn':
      if (isNegated) filter.notFunctions = [...(filter.notFunctions ?? []), ...meaning.patterns]
      else filter.functions = common(filter.functions, meaning.patterns)
      return unless(hasFunctionsLeft(filter), 'noFunctionLeft')
    case 'id':
      return narrowId(filter, meaning.prefixes, isNegated ? 'excluded' : 'wanted')
    case 'inst': {
      const before = filter.instanceId ?? meaning.instanceId
      filter.instanceId = meaning.instanceId
      return unless(before === meaning.instanceId, 'noInstanceLeft')
    }
    case 'attempt':
      return narrowAttempts(filter, isNegated ? complement(meaning) : meaning)
    case 'err':
      if (filter.errorText !== undefined && filter.errorText !== meaning.text) return refused('secondError')
      filter.errorText = meaning.text
      return null
    case 'group': {
      const before = filter.groupId ?? meaning.groupId
      filter.groupId = meaning.groupId
      return unless(before === meaning.groupId, 'noGroupLeft')
    }
    case 'letter': {
      const before = filter.letters ?? meaning.letters
      filter.letters = meaning.letters
      return unless(before === meaning.letters, 'noLetterLeft')
    }
    case 'since':
      filter.submittedFromMs = Math.max(filter.submittedFromMs ?? -Infinity, sinceMs(meaning.when, nowMs))
      return unless(hasTimeLeft(filter), 'noTimeLeft')
    case 'until':
      filter.submittedBeforeMs = Math.min(filter.submittedBeforeMs ?? Infinity, untilMs(meaning.when, nowMs))
      return unless(hasTimeLeft(filter), 'noTimeLeft')
    case 'text':
      if (filter.text !== undefined && filter.text !== meaning.text) {
        return refused('secondText', { joined: quotedText(`${filter.text} ${meaning.text}`) })
      }
      filter.text = meaning.text
      return null
  }
}

const refused = (code: ProblemCode, values: Record<string, string> = {}): Trouble => ({
  code,
  values,
  isContradiction: false,
})

const hasTimeLeft = ({ submittedFromMs = -Infinity, submittedBeforeMs = Infinity }: TaskFilter) =>
  submittedFromMs < submittedBeforeMs

/** Both lists hold: what a pattern of the one and a pattern of the other have in common. */
function common(before: string[] | undefined, wanted: string[]): string[] {
  if (before === undefined) return wanted
  const both = before.flatMap((one) =>
    wanted.flatMap((other) => (covers(one, other) ? [other] : covers(other, one) ? [one] : [])),
  )
  return [...new Set(both)]
}

/** Every name that `narrow` means is meant by `wide`. */
function covers(wide: string, narrow: string): boolean {
  return wide.endsWith('*') ? narrow.replace(/\*$/, '').startsWith(wide.slice(0, -1)) : wide === narrow
}

function hasFunctionsLeft({ functions = ['*'], notFunctions = [] }: TaskFilter): boolean {
  return functions.some((wanted) => !notFunctions.some((excluded) => covers(excluded, wanted)))
}

function narrowId(filter: TaskFilter, prefixes: string[], kind: 'wanted' | 'excluded'): Trouble | null {
  if (kind === 'excluded') {
    filter.notIdPrefixes = [...(filter.notIdPrefixes ?? []), ...prefixes]
  } else {
    const [prefix, ...others] = prefixes
    if (prefix === undefined || others.length > 0) return refused('oneValueOnly', { key: 'id' })
    const before = filter.idPrefix ?? prefix
    if (!before.startsWith(prefix) && !prefix.startsWith(before)) return contradiction('noIdLeft')
    filter.idPrefix = before.length > prefix.length ? before : prefix
  }
  const { idPrefix } = filter
  const isExcluded = idPrefix !== undefined && filter.notIdPrefixes?.some((excluded) => idPrefix.startsWith(excluded))
  return unless(isExcluded !== true, 'noIdLeft')
}

type Attempts = { min: number | null; max: number | null }

/** Of a range with one open end: the grammar lets no other be excluded. */
function complement({ min, max }: Attempts): Attempts {
  return min === null ? { min: (max ?? 0) + 1, max: null } : { min: null, max: min - 1 }
}

function narrowAttempts(filter: TaskFilter, { min, max }: Attempts): Trouble | null {
  if (min !== null) filter.minAttempts = Math.max(filter.minAttempts ?? 0, min)
  if (max !== null) filter.maxAttempts = Math.min(filter.maxAttempts ?? max, max)
  const { minAttempts = 0, maxAttempts = Infinity } = filter
  return unless(minAttempts <= maxAttempts && maxAttempts >= 0, 'noAttemptLeft')
}
