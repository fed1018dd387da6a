/**
 * JSON as tokens, each a slice of the text: numbers of any size stay exact, keys keep their order and
 * duplicates stay. Never throws: what is no JSON is an `invalid` token, what was cut off ends where the
 * text ends (`isCut`).
 */
export type JsonTokenKind =
  | 'open' // { or [
  | 'close' // } or ]
  | 'colon'
  | 'comma'
  | 'string'
  | 'number'
  | 'literal' // true, false, null
  | 'invalid'

export type JsonToken = { kind: JsonTokenKind; start: number; end: number; isCut: boolean }

const PUNCTUATION: Record<string, JsonTokenKind> = {
  '{': 'open',
  '[': 'open',
  '}': 'close',
  ']': 'close',
  ':': 'colon',
  ',': 'comma',
}
const BLANK = /[ \t\n\r]*/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: no string may hold them raw
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const LITERAL = /true|false|null/y
/** A run of what belongs to no token: up to the next blank or sign. */
const OTHER = /[^ \t\n\r{}[\]:,"]+/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const CUT_STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*(?:\\(?:u[0-9a-fA-F]{0,3})?)?$/y

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

export function* tokenizeJson(text: string): Generator<JsonToken, void, undefined> {
  let at = matchEnd(BLANK, text, 0)
  while (at < text.length) {
    const token = tokenAt(text, at)
    yield token
    at = matchEnd(BLANK, text, token.end)
  }
}

function tokenAt(text: string, start: number): JsonToken {
  const first = text.charAt(start)
  const punctuation = PUNCTUATION[first]
  if (punctuation !== undefined) return { kind: punctuation, start, end: start + 1, isCut: false }
  if (first === '"') return stringAt(text, start)
  const wordEnd = Math.max(matchEnd(OTHER, text, start), start + 1)
  if (matchEnd(NUMBER, text, start) === wordEnd) return { kind: 'number', start, end: wordEnd, isCut: false }
  if (matchEnd(LITERAL, text, start) === wordEnd) return { kind: 'literal', start, end: wordEnd, isCut: false }
  return { kind: 'invalid', start, end: wordEnd, isCut: wordEnd === text.length }
}

function stringAt(text: string, start: number): JsonToken {
  const end = matchEnd(STRING, text, start)
  if (end > start) return { kind: 'string', start, end, isCut: false }
  const cutEnd = matchEnd(CUT_STRING, text, start)
  if (cutEnd > start) return { kind: 'string', start, end: cutEnd, isCut: true }
  // a bad escape or a raw control character: all of the line, so that reading goes on behind it
  const lineEnd = text.indexOf('\n', start)
  return { kind: 'invalid', start, end: lineEnd < 0 ? text.length : lineEnd, isCut: false }
}
