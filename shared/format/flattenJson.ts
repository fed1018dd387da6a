/**
 * The leaves of a JSON text as pairs of path and value, in sent order: what a row shows of a payload.
 * The text may be cut off anywhere; what was read until then is shown. Text that is no JSON has no pairs.
 */
import { decodeString } from './jsonTree.ts'
import { tokenizeJson } from './tokenizeJson.ts'

export type FlatPair = { key: string; value: string }

type Level = { key: string; index: number | null }

/** At most `maxPairs`. A leaf outside of any object or array has the key ''. Empty containers are leaves. */
export function flattenJson(text: string, maxPairs: number): FlatPair[] {
  const pairs: FlatPair[] = []
  const levels: Level[] = []
  let previous = ''

  const path = () => levels.map((level) => (level.index === null ? level.key : String(level.index))).join('.')
  const add = (value: string) => pairs.push({ key: path(), value })

  for (const token of tokenizeJson(text)) {
    if (pairs.length >= maxPairs || token.kind === 'invalid') break
    const sign = text.charAt(token.start)
    const level = levels.at(-1)
    const isKey = token.kind === 'string' && level?.index === null && (previous === '{' || previous === ',')
    if (token.kind === 'open') levels.push({ key: '', index: sign === '[' ? 0 : null })
    else if (token.kind === 'close') {
      const isEmpty = previous === '{' || previous === '['
      levels.pop()
      if (isEmpty) add(sign === '}' ? '{}' : '[]')
    } else if (token.kind === 'comma') {
      if (level && level.index !== null) level.index += 1
    } else if (isKey && level) level.key = decodeString(text, token)
    else if (token.kind === 'string') add(`${decodeString(text, token)}${token.isCut ? '…' : ''}`)
    else if (token.kind === 'number' || token.kind === 'literal') add(text.slice(token.start, token.end))
    previous = sign
  }
  return pairs
}
