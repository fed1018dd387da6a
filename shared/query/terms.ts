/**
 * The grammar of the filter bar (UX.md section 3): one piece of text becomes a term, or a problem that says
 * where and why not. Terms that are written out again mean the same.
 */
import type { TaskState } from '../domain/taskStates.ts'
import { itemsOf, joinPieces, type Piece, piecesOf, quotedItem, quotedText, splitKey, unquoted } from './pieces.ts'
import type { Problem, ProblemCode } from './problems.ts'
import { STATUS_WORDS, statesOfWord } from './statuses.ts'
import { type When, whenOf, whenText } from './times.ts'

/** What can be filtered by now, in the order in which it is suggested. */
export const KEYS = ['status', 'fn', 'id', 'since', 'until', 'attempt', 'inst', 'err', 'group', 'letter'] as const
export type Key = (typeof KEYS)[number]
/** Agreed words of the grammar that the engine cannot answer yet. */
export const NOT_YET_KEYS: readonly string[] = ['queue', 'exit', 'tag', 'batch', 'wait', 'run', 'payload', 'result']

export type Meaning =
  | { key: 'status'; words: string[]; states: TaskState[] }
  | { key: 'fn'; patterns: string[] } // names, or beginnings of names with a * at the end
  | { key: 'id'; prefixes: string[] }
  | { key: 'inst'; instanceId: string }
  | { key: 'attempt'; min: number | null; max: number | null } // both included
  | { key: 'err'; text: string }
  | { key: 'group'; groupId: number } // of the inbox
  | { key: 'letter'; letters: LetterState }
  | { key: 'since' | 'until'; when: When }
  | { key: 'text'; text: string }

export const LETTER_STATES = ['open', 'resolved'] as const
export type LetterState = (typeof LETTER_STATES)[number]

export type Term = { isNegated: boolean; meaning: Meaning }
/** One chip: what was written, and what it means or what is wrong with it. */
export type ReadPiece = Piece & ({ term: Term; problem: null } | { term: null; problem: Problem })

export const readQuery = (text: string): ReadPiece[] => piecesOf(text).map(readPiece)

const MAX_NAME = 64
const MAX_ID = 128
const MAX_TEXT = 256

type Trouble = { code: ProblemCode; values?: Record<string, string> }

function readPiece(piece: Piece): ReadPiece {
  const read = piece.isClosed ? readTerm(piece.text) : { code: 'unclosedQuote' as const }
  if (!('code' in read)) return { ...piece, term: read, problem: null }
  const { start, end } = piece
  return { ...piece, term: null, problem: { code: read.code, start, end, values: read.values ?? {} } }
}

function readTerm(text: string): Term | Trouble {
  const isNegated = text.startsWith('-') && text.length > 1
  const rest = isNegated ? text.slice(1) : text
  const keyed = splitKey(rest)
  const meaning = keyed === null ? readText(rest) : readKeyed(keyed.key, keyed.value)
  if ('code' in meaning) return meaning
  const trouble = isNegated ? troubleOfExclusion(meaning) : null
  return trouble ?? { isNegated, meaning }
}

function readText(value: string): Meaning | Trouble {
  const text = unquoted(value)
  if (text === '') return { code: 'missingValue', values: { key: '""' } }
  return text.length > MAX_TEXT ? tooLong(MAX_TEXT) : { key: 'text', text }
}

function readKeyed(written: string, value: string): Meaning | Trouble {
  const lower = written.toLowerCase()
  const key = KEYS.find((known) => known === lower)
  if (key === undefined) {
    const isNotYet = NOT_YET_KEYS.includes(lower.split('.', 1)[0] ?? '')
    if (isNotYet) return { code: 'notYetKey', values: { key: written } }
    return { code: 'unknownKey', values: { key: written, known: KEYS.join(', ') } }
  }
  const items = itemsOf(value)
  if (items.some((item) => item === '')) return { code: 'missingValue', values: { key } }
  return READERS[key](items)
}

const READERS: Record<Key, (items: string[]) => Meaning | Trouble> = {
  status: (items) => {
    const words = items.map((item) => item.toLowerCase())
    const unknown = items.find((item) => statesOfWord(item) === null)
    if (unknown !== undefined) {
      return { code: 'unknownStatus', values: { value: unknown, known: STATUS_WORDS.join(', ') } }
    }
    return { key: 'status', words, states: [...new Set(words.flatMap((word) => statesOfWord(word) ?? []))] }
  },
  fn: (patterns) => {
    const starred = patterns.find((pattern) => pattern.slice(0, -1).includes('*'))
    if (starred !== undefined) return { code: 'starInside', values: { value: starred } }
    return patterns.some((pattern) => pattern.length > MAX_NAME) ? tooLong(MAX_NAME) : { key: 'fn', patterns }
  },
  id: (items) => {
    const prefixes = items.map((item) => item.replace(/\*$/, ''))
    const starred = items.find((item) => item.slice(0, -1).includes('*') || item === '*')
    if (starred !== undefined) return { code: 'starInside', values: { value: starred } }
    return prefixes.some((prefix) => prefix.length > MAX_ID) ? tooLong(MAX_ID) : { key: 'id', prefixes }
  },
  inst: (items) =>
    only('inst', items, (instanceId) => (instanceId.length > MAX_ID ? tooLong(MAX_ID) : { key: 'inst', instanceId })),
  err: (items) => only('err', items, (text) => (text.length > MAX_TEXT ? tooLong(MAX_TEXT) : { key: 'err', text })),
  group: (items) =>
    only('group', items, (value) =>
      /^\d{1,15}$/.test(value) ? { key: 'group', groupId: Number(value) } : { code: 'badGroup', values: { value } },
    ),
  letter: (items) =>
    only('letter', items, (value) => {
      const letters = LETTER_STATES.find((state) => state === value.toLowerCase())
      return letters === undefined ? { code: 'badLetter', values: { value } } : { key: 'letter', letters }
    }),
  attempt: (items) => only('attempt', items, readAttempt),
  since: (items) => only('since', items, (value) => readTime('since', value)),
  until: (items) => only('until', items, (value) => readTime('until', value)),
}

function only(key: Key, items: string[], read: (value: string) => Meaning | Trouble): Meaning | Trouble {
  const [first] = items
  return first === undefined || items.length > 1 ? { code: 'oneValueOnly', values: { key } } : read(first)
}

function readTime(key: 'since' | 'until', value: string): Meaning | Trouble {
  const when = whenOf(value)
  if (when === 'noSuchDay') return { code: 'noSuchDay', values: { value } }
  return when === 'badTime' ? { code: 'badTime', values: { key, value } } : { key, when }
}

/** `2`, `>1`, `>=2`, `<3`, `<=2`, `2..3`, `2..`, `..3`. */
function readAttempt(value: string): Meaning | Trouble {
  const trouble: Trouble = { code: 'badAttempt', values: { value } }
  const [, sign, limit] = /^(>=?|<=?)?(\d{1,6})$/.exec(value) ?? []
  if (limit !== undefined) {
    const number = Number(limit)
    if (sign === '>') return { key: 'attempt', min: number + 1, max: null }
    if (sign === '>=') return { key: 'attempt', min: number, max: null }
    if (sign === '<=') return { key: 'attempt', min: null, max: number }
    if (sign === '<') return number === 0 ? trouble : { key: 'attempt', min: null, max: number - 1 }
    return { key: 'attempt', min: number, max: number }
  }
  const [whole, from, to] = /^(\d{0,6})\.\.(\d{0,6})$/.exec(value) ?? []
  if (whole === undefined || (from === '' && to === '')) return trouble
  const min = from ? Number(from) : null
  const max = to ? Number(to) : null
  return min !== null && max !== null && min > max ? trouble : { key: 'attempt', min, max }
}

/** The engine can exclude states, functions, ids and open ranges of attempts. */
function troubleOfExclusion(meaning: Meaning): Trouble | null {
  switch (meaning.key) {
    case 'since':
      return { code: 'excludedTime', values: { key: 'since', other: 'until' } }
    case 'until':
      return { code: 'excludedTime', values: { key: 'until', other: 'since' } }
    case 'text':
      return { code: 'excludedText' }
    case 'err':
    case 'inst':
    case 'group':
    case 'letter':
      return { code: 'notYetExclusion', values: { key: meaning.key } }
    case 'attempt': {
      const isOpen = meaning.min === null || meaning.max === null
      return isOpen ? null : { code: 'excludedAttempts', values: { value: attemptText(meaning) } }
    }
    default:
      return null
  }
}

const tooLong = (limit: number): Trouble => ({ code: 'tooLong', values: { limit: String(limit) } })

export const termText = ({ isNegated, meaning }: Term): string => (isNegated ? '-' : '') + meaningText(meaning)
export const queryText = (terms: readonly Term[]): string => joinPieces(terms.map(termText))

function meaningText(meaning: Meaning): string {
  switch (meaning.key) {
    case 'status':
      return `status:${meaning.words.join(',')}`
    case 'fn':
      return `fn:${meaning.patterns.map(quotedItem).join(',')}`
    case 'id':
      return `id:${meaning.prefixes.map(quotedItem).join(',')}`
    case 'inst':
      return `inst:${quotedItem(meaning.instanceId)}`
    case 'attempt':
      return `attempt:${attemptText(meaning)}`
    case 'err':
      return `err:${quotedItem(meaning.text)}`
    case 'group':
      return `group:${meaning.groupId}`
    case 'letter':
      return `letter:${meaning.letters}`
    case 'since':
    case 'until':
      return `${meaning.key}:${whenText(meaning.when)}`
    case 'text':
      return quotedText(meaning.text)
  }
}

function attemptText({ min, max }: { min: number | null; max: number | null }): string {
  return min !== null && min === max ? String(min) : `${min ?? ''}..${max ?? ''}`
}
