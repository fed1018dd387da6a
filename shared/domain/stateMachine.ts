import { AppError } from '../errors.ts'

type Table<S extends string, E extends string> = { [state in S]: Partial<Record<E, NoInfer<S>>> }

/** Turns a table of moves into the only questions anyone asks of it. */
export function stateMachine<S extends string, E extends string>(table: Table<S, E>) {
  const moves: Record<S, Partial<Record<E, S>>> = table
  const states = Object.keys(table) as S[]
  const events = [...new Set(states.flatMap((state) => Object.keys(moves[state])))] as E[]
  const isFinal = (state: S) => Object.keys(moves[state]).length === 0
  return {
    table: moves as Readonly<Record<S, Readonly<Partial<Record<E, S>>>>>,
    states,
    events,
    finalStates: states.filter(isFinal),
    isFinal,
    can: (state: S, event: E): boolean => moves[state][event] !== undefined,
    /** The state after `event`. Throws `AppError('illegal_transition')` if the table has no such move. */
    next(state: S, event: E): S {
      const next = moves[state][event]
      if (next === undefined) throw new AppError('illegal_transition', `cannot ${event} while ${state}`)
      return next
    },
  }
}
