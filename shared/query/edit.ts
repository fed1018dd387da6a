/** Changes of a filter's text that controls make for the user; all other terms stay as they were written. */
import type { TaskState } from '../domain/taskStates.ts'
import { joinPieces } from './pieces.ts'
import { statesBut, statusTerms } from './statuses.ts'
import { type ReadPiece, readQuery } from './terms.ts'

const texts = (pieces: readonly ReadPiece[]) => pieces.map(({ text }) => text)
const keyOf = ({ term }: ReadPiece) => term?.meaning.key ?? null
const isTime = (piece: ReadPiece) => keyOf(piece) === 'since' || keyOf(piece) === 'until'

export const withTerm = (text: string, term: string): string => joinPieces([...texts(readQuery(text)), term.trim()])

export const withoutPiece = (text: string, index: number): string =>
  joinPieces(texts(readQuery(text)).toSpliced(index, 1))

/** Time is sticky: it stays when everything else is cleared. */
export const onlyTime = (text: string): string => joinPieces(texts(readQuery(text).filter(isTime)))
export const hasMoreThanTime = (text: string): boolean => readQuery(text).some((piece) => !isTime(piece))

/** The states that the terms of the query let through; null when none of them is about states. */
export function statesOf(text: string): TaskState[] | null {
  const terms = readQuery(text).flatMap(({ term }) => (term?.meaning.key === 'status' ? [term] : []))
  if (terms.length === 0) return null
  return terms.reduce<TaskState[]>((left, { isNegated, meaning }) => {
    if (meaning.key !== 'status') return left
    return left.filter((state) => meaning.states.includes(state) !== isNegated)
  }, statesBut([]))
}

/** Null or all of them: no term about states. */
export function withStates(text: string, states: readonly TaskState[] | null): string {
  const isAll = states === null || states.length === 0 || statesBut(states).length === 0
  return replaced(text, { isReplaced: (piece) => keyOf(piece) === 'status', terms: isAll ? [] : statusTerms(states) })
}

/** `24h` and the like, or null for all times. */
export const withSince = (text: string, value: string | null): string =>
  replaced(text, { isReplaced: isTime, terms: value === null ? [] : [`since:${value}`] })

export const withTimes = (text: string, terms: readonly string[]): string =>
  replaced(text, { isReplaced: isTime, terms })

/** The terms about time as they are written: `since:24h`. */
export const timesOf = (text: string): string[] => texts(readQuery(text).filter(isTime))

type Replacement = { isReplaced(piece: ReadPiece): boolean; terms: readonly string[] }

/** The new terms stand where the first of the old ones stood, or at the end. */
function replaced(text: string, { isReplaced, terms }: Replacement): string {
  const pieces = readQuery(text)
  const place = pieces.findIndex(isReplaced)
  const before = place < 0 ? pieces : pieces.slice(0, place)
  const after = place < 0 ? [] : pieces.slice(place).filter((piece) => !isReplaced(piece))
  return joinPieces([...texts(before), ...terms, ...texts(after)])
}
