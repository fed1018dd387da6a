/**
 * What can be wrong with a filter: a code with what its sentence needs. The sentences are in the catalogues
 * (`tasks.problem.<code>`), each says what to do.
 */
export type ProblemCode =
  | 'unknownKey' // values: key, known
  | 'notYetKey' // values: key
  | 'missingValue' // values: key
  | 'unclosedQuote'
  | 'unknownStatus' // values: value, known
  | 'starInside' // values: value
  | 'oneValueOnly' // values: key
  | 'badAttempt' // values: value
  | 'badTime' // values: key, value
  | 'badGroup' // values: value
  | 'badLetter' // values: value
  | 'noSuchDay' // values: value
  | 'notYetExclusion' // values: key
  | 'excludedTime' // values: key, other
  | 'excludedAttempts' // values: value
  | 'excludedText'
  | 'secondText' // values: joined
  | 'secondError'
  | 'tooLong' // values: limit
  // the terms contradict each other: nothing can match
  | 'noStatusLeft'
  | 'noFunctionLeft'
  | 'noIdLeft'
  | 'noInstanceLeft'
  | 'noAttemptLeft'
  | 'noTimeLeft'
  | 'noGroupLeft'
  | 'noLetterLeft'

/** `start` and `end` are places in the text of the query. */
export type Problem = { code: ProblemCode; start: number; end: number; values: Record<string, string> }
