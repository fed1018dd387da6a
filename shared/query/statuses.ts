/** The words of `status:`: the ten states, and families of them (UX.md section 3). */
import { type TaskState, taskStates } from '../domain/taskStates.ts'

export type Family = 'waiting' | 'running' | 'succeeded' | 'failed' | 'ended'

/** Where a family and a state have one name, the family is meant: `status:running` has what is stopping, too. */
export const FAMILIES: Record<Family, readonly TaskState[]> = {
  waiting: ['Enqueued', 'Dequeued', 'Retrying'],
  running: ['Running', 'Stopping'],
  succeeded: ['Succeeded'],
  failed: ['Failed'],
  ended: ['Stopped', 'Expired', 'Invalid'],
}
export const FAMILY_NAMES = Object.keys(FAMILIES) as Family[] // the table's own keys

const stateWords = taskStates.states.map((state) => state.toLowerCase())
export const STATUS_WORDS: readonly string[] = [...new Set([...FAMILY_NAMES, ...stateWords])]

/** Null for a word that is neither a family nor a state. */
export function statesOfWord(word: string): readonly TaskState[] | null {
  const lower = word.toLowerCase()
  const family = FAMILY_NAMES.find((name) => name === lower)
  if (family !== undefined) return FAMILIES[family]
  const state = taskStates.states.find((name) => name.toLowerCase() === lower)
  return state === undefined ? null : [state]
}

export const statesBut = (states: readonly TaskState[]): TaskState[] =>
  taskStates.states.filter((state) => !states.includes(state))

/** The shortest terms that mean exactly these states: families where they are whole. */
export function statusTerms(states: readonly TaskState[]): string[] {
  const words = FAMILY_NAMES.flatMap((name) => {
    const chosen = FAMILIES[name].filter((state) => states.includes(state))
    if (chosen.length === FAMILIES[name].length) return [name]
    return chosen.map((state) => state.toLowerCase())
  })
  const isRunningAlone = states.includes('Running') && !states.includes('Stopping')
  return isRunningAlone ? [`status:${words.join(',')}`, '-status:stopping'] : [`status:${words.join(',')}`]
}
