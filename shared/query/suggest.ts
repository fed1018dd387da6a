/**
 * What can come next in the filter bar: keys, then their values. A suggestion replaces the whole piece that
 * is being written.
 */
import { quotedItem, splitKey } from './pieces.ts'
import { FAMILY_NAMES, STATUS_WORDS, statesOfWord } from './statuses.ts'
import { KEYS, type Key, LETTER_STATES } from './terms.ts'

/** `isWhole`: a term that can filter; false: only a key, a value must follow. */
export type Suggestion = { text: string; kind: Key | 'family'; isWhole: boolean }

export type SuggestionSource = {
  functionNames: readonly string[] // the most used first
  nowMs: number
}

const MAX_SUGGESTIONS = 12
const AGO_VALUES = ['15m', '1h', '24h', '7d']
const ATTEMPT_VALUES = ['>1', '2..3', '0']

export function suggest(draft: string, source: SuggestionSource): Suggestion[] {
  const sign = draft.startsWith('-') ? '-' : ''
  const rest = draft.slice(sign.length)
  const keyed = splitKey(rest)
  const found = keyed === null ? suggestAnything(rest, source) : suggestValues(keyed, source)
  return found
    .filter(({ kind }) => sign === '' || EXCLUDABLE.includes(kind))
    .map((suggestion) => ({ ...suggestion, text: sign + suggestion.text }))
    .filter(({ text }) => text !== draft)
    .slice(0, MAX_SUGGESTIONS)
}

const EXCLUDABLE: readonly (Key | 'family')[] = ['status', 'family', 'fn', 'id', 'attempt']

function suggestAnything(word: string, { functionNames }: SuggestionSource): Suggestion[] {
  const lower = word.toLowerCase()
  const keys = KEYS.filter((key) => key.startsWith(lower)).map(
    (key): Suggestion => ({ text: `${key}:`, kind: key, isWhole: false }),
  )
  if (word === '') return keys
  const words = STATUS_WORDS.filter((status) => status.startsWith(lower)).map(statusSuggestion)
  const functions = functionNames
    .filter((name) => name.toLowerCase().includes(lower))
    .map((name): Suggestion => ({ text: `fn:${quotedItem(name)}`, kind: 'fn', isWhole: true }))
  return [...keys, ...words, ...functions]
}

function suggestValues({ key: written, value }: { key: string; value: string }, source: SuggestionSource) {
  const key = KEYS.find((known) => known === written.toLowerCase())
  if (key === undefined) return []
  const start = value.lastIndexOf(',') + 1
  const earlier = value.slice(0, start)
  if (
    start > 0 &&
    !(
      LISTS.includes(key) &&
      earlier
        .slice(0, -1)
        .split(',')
        .every((item) => isGood(key, item))
    )
  )
    return []
  const chosen = earlier.toLowerCase().split(',')
  const partial = value.slice(start).toLowerCase()
  return valuesOf(key, source)
    .filter((candidate) => !chosen.includes(candidate.toLowerCase()))
    .filter((candidate) => isCandidate(key, candidate.toLowerCase(), partial))
    .map((candidate): Suggestion => {
      const text = `${key}:${earlier}${candidate}`
      if (key !== 'status') return { text, kind: key, isWhole: true }
      return { ...statusSuggestion(candidate), text }
    })
}

/** Keys whose values may be several; an empty or unknown one among them is a mistake to mend first. */
const LISTS: readonly Key[] = ['status', 'fn']

const isGood = (key: Key, item: string) =>
  item !== '' && (key !== 'status' || (statesOfWord(item.toLowerCase())?.length ?? 0) > 0)

const isCandidate = (key: Key, candidate: string, partial: string) =>
  key === 'fn' ? candidate.includes(partial) : candidate.startsWith(partial)

function valuesOf(key: Key, { functionNames, nowMs }: SuggestionSource): readonly string[] {
  switch (key) {
    case 'status':
      return STATUS_WORDS
    case 'fn':
      return functionNames.map(quotedItem)
    case 'since':
      return [...AGO_VALUES, dayText(nowMs)]
    case 'until':
      return ['1h', '24h', dayText(nowMs)]
    case 'attempt':
      return ATTEMPT_VALUES
    case 'letter':
      return LETTER_STATES
    default:
      return [] // ids, instances, groups and errors are pasted or written
  }
}

function statusSuggestion(word: string): Suggestion {
  const isFamily = FAMILY_NAMES.some((name) => name === word) && (statesOfWord(word)?.length ?? 0) > 1
  return { text: `status:${word}`, kind: isFamily ? 'family' : 'status', isWhole: true }
}

/** Today in local time, as the grammar writes it. */
export function dayText(nowMs: number): string {
  const date = new Date(nowMs)
  const digits = (number: number, length: number) => String(number).padStart(length, '0')
  return `${digits(date.getFullYear(), 4)}-${digits(date.getMonth() + 1, 2)}-${digits(date.getDate(), 2)}`
}
