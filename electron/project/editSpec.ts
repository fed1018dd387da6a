/**
 * Changes single values in the text of an s.yaml. The text is never printed anew: the parsed document says
 * where things are, and only what changes is cut out or put in, so that comments, quotes, order, indentation
 * and line endings stay as somebody wrote them. Pure.
 *
 * Throws `AppError('invalid_input')` where a value cannot be changed without changing another one, such as
 * behind an anchor or a merge key; the caller's text is as it was then.
 */
import { isDeepStrictEqual } from 'node:util'
import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  parse,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from 'yaml'
import { AppError } from '../../shared/errors.ts'
import { isRecord } from './specFile.ts'

export type SpecValue = string | number | boolean
/** `value` null: the key goes, and the maps above it that held nothing else, down to `stopAt` keys from the root. */
export type SpecEdit = { path: readonly string[]; value: SpecValue | null; stopAt: number }

const OPTIONS = { merge: true } as const // as `s` reads it
const DEFAULT_STEP = 2
const TOP = 0

export function editSpec(text: string, edits: readonly SpecEdit[]): string {
  return edits.reduce(applied, text)
}

function applied(text: string, edit: SpecEdit): string {
  const before = rootOf(text)
  const after = edit.value === null ? removed(text, edit) : placed(text, edit, edit.value)
  if (!isDeepStrictEqual(rootOf(after), expected(before, edit))) throw cannot(text, edit)
  return after
}

function placed(text: string, { path }: SpecEdit, value: SpecValue): string {
  const source = new Source(text)
  let map = source.root
  for (const [depth, key] of path.entries()) {
    const pair = pairOf(map, key)
    const rest = path.slice(depth + 1)
    if (pair === null) return source.withPair(map, [key, ...rest], value)
    const node = pair.value
    if (isMap(node) && rest.length > 0) {
      map = node
      continue
    }
    if (rest.length > 0 && isEmpty(node)) return source.withChild(map, { pair, rest, value })
    if (rest.length === 0 && (node === null || isScalar(node) || isAlias(node))) {
      return source.withValue(map, { pair, value })
    }
    throw cannot(text, { path, value, stopAt: TOP })
  }
  return text
}

function removed(text: string, { path, stopAt, value }: SpecEdit): string {
  const source = new Source(text)
  const maps: YAMLMap[] = []
  let map: unknown = source.root
  for (const key of path) {
    if (isAlias(map)) throw cannot(text, { path, value, stopAt })
    if (!isMap(map)) return text
    maps.push(map)
    const pair = pairOf(map, key)
    if (pair === null) return text
    map = pair.value
  }
  // the map nearest to the root that holds nothing else
  let depth = path.length - 1
  while (depth > stopAt && maps[depth]?.items.length === 1) depth -= 1
  const owner = maps[depth]
  const key = path[depth]
  if (owner === undefined || key === undefined) return text
  return source.withoutPair(owner, key)
}

/** A text with the places of its parts. Offsets are those of the text. */
class Source {
  readonly root: YAMLMap
  readonly #text: string
  readonly #eol: string
  readonly #step: number

  constructor(text: string) {
    const document = parseDocument(text, OPTIONS)
    if (!isMap(document.contents)) throw new AppError('invalid_input', 's.yaml does not hold a map')
    this.root = document.contents
    this.#text = text
    this.#eol = text.includes('\r\n') ? '\r\n' : '\n'
    this.#step = this.#stepOf(this.root)
  }

  withPair(map: YAMLMap, path: readonly string[], value: SpecValue): string {
    if (map.flow === true) {
      const pair = flowPair(path, value)
      if (map.items.length === 0)
        return this.#spliced(startOf(map), startOf(map) + this.#flowLength(map), `{ ${pair} }`)
      const last = lastOffset(map.items.at(-1))
      return this.#spliced(last, last, `, ${pair}`)
    }
    return this.#withLines(lastOffset(map), blockLines(path, value, { column: this.#columnOf(map), step: this.#step }))
  }

  /** Below a key that has no value, or an empty one. */
  withChild(map: YAMLMap, { pair, rest, value }: { pair: Pair; rest: readonly string[]; value: SpecValue }): string {
    const node = pair.value
    const keyEnd = endOf(pair.key)
    const [from, to] = isScalar(node) && node.source ? rangeOf(node) : [keyEnd, keyEnd]
    if (map.flow === true) {
      const child = `{ ${flowPair(rest, value)} }`
      if (from !== to) return this.#spliced(from, to, child)
      const colon = this.#text.indexOf(':', keyEnd)
      return colon === keyEnd
        ? this.#spliced(colon + 1, colon + 1, ` ${child}`)
        : this.#spliced(keyEnd, keyEnd, `: ${child}`)
    }
    const start = from === to ? from : from - (this.#text[from - 1] === ' ' ? 1 : 0)
    const emptied = this.#spliced(start, to, '')
    const column = this.#columnOf(map) + this.#step
    return new Source(emptied).#withLines(keyEnd, blockLines(rest, value, { column, step: this.#step }))
  }

  withValue(map: YAMLMap, { pair, value }: { pair: Pair; value: SpecValue }): string {
    const node = pair.value
    const isInFlow = map.flow === true
    if ((isScalar(node) && node.source !== '' && node.source !== undefined) || isAlias(node)) {
      const [from, to] = rangeOf(node)
      const isBlockText = isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')
      const tail = isBlockText && this.#text[to - 1] === '\n' ? this.#eol : ''
      const like = isScalar(node) && !isBlockText ? node : null
      return this.#spliced(from, to, scalarText(value, { isInFlow, like }) + tail)
    }
    const keyEnd = endOf(pair.key)
    const colon = this.#text.indexOf(':', keyEnd)
    const text = scalarText(value, { isInFlow, like: null })
    return colon < 0 || this.#text.slice(keyEnd, colon).trim() !== ''
      ? this.#spliced(keyEnd, keyEnd, `: ${text}`)
      : this.#spliced(colon + 1, colon + 1, ` ${text}`)
  }

  withoutPair(map: YAMLMap, key: string): string {
    const index = map.items.findIndex((pair) => isScalar(pair.key) && String(pair.key.value) === key)
    const pair = map.items[index]
    if (pair === undefined) return this.#text
    const from = startOf(pair.key)
    const to = lastOffset(pair)
    if (map.flow === true) {
      const [before, after] = [map.items[index - 1], map.items[index + 1]]
      if (before !== undefined) return this.#spliced(lastOffset(before), to, '')
      if (after !== undefined) return this.#spliced(from, startOf(after.key), '')
      return this.#spliced(startOf(map), startOf(map) + this.#flowLength(map), '{}')
    }
    const [start, end] = [this.#lineStart(from), this.#lineEnd(to)]
    const lines = this.#text.slice(start, end).split(/(?<=\n)/)
    const comments = lines.filter((line) => /^[ \t]*#/.test(line))
    return this.#spliced(start, end, comments.join(''))
  }

  /** Whole lines, after the line on which `offset` is. */
  #withLines(offset: number, lines: readonly string[]): string {
    const at = this.#lineEnd(offset)
    const text = lines.map((line) => line + this.#eol).join('')
    if (at > 0 && this.#text[at - 1] !== '\n')
      return this.#spliced(at, at, this.#eol + text.slice(0, -this.#eol.length))
    return this.#spliced(at, at, text)
  }

  #spliced(from: number, to: number, text: string): string {
    return this.#text.slice(0, from) + text + this.#text.slice(to)
  }

  /** After its line break. A block text ends there already. */
  #lineEnd(offset: number): number {
    if (offset > 0 && this.#text[offset - 1] === '\n') return offset
    const at = this.#text.indexOf('\n', offset)
    return at < 0 ? this.#text.length : at + 1
  }

  #lineStart(offset: number): number {
    return this.#text.lastIndexOf('\n', offset - 1) + 1
  }

  #columnOf(map: YAMLMap): number {
    const offset = startOf(map.items[0]?.key)
    return offset - this.#lineStart(offset)
  }

  /** By how much the file indents. */
  #stepOf(map: YAMLMap): number {
    for (const { value } of map.items) {
      if (isMap(value) && value.flow !== true && value.items.length > 0) {
        const step = this.#columnOf(value) - this.#columnOf(map)
        if (step > 0) return step
      }
    }
    return DEFAULT_STEP
  }

  #flowLength(map: YAMLMap): number {
    const [from, to] = rangeOf(map)
    return to - from
  }
}

function blockLines(path: readonly string[], value: SpecValue, at: { column: number; step: number }): string[] {
  const [key = '', ...rest] = path
  const indent = ' '.repeat(at.column)
  const name = scalarText(key, { isInFlow: false, like: null })
  if (rest.length === 0) return [`${indent}${name}: ${scalarText(value, { isInFlow: false, like: null })}`]
  return [`${indent}${name}:`, ...blockLines(rest, value, { ...at, column: at.column + at.step })]
}

function flowPair(path: readonly string[], value: SpecValue): string {
  const [key = '', ...rest] = path
  const name = scalarText(key, { isInFlow: true, like: null })
  if (rest.length === 0) return `${name}: ${scalarText(value, { isInFlow: true, like: null })}`
  return `${name}: { ${flowPair(rest, value)} }`
}

/** `like`: the scalar that it replaces, whose quotes are kept. */
function scalarText(value: SpecValue, { isInFlow, like }: { isInFlow: boolean; like: Scalar | null }): string {
  if (typeof value !== 'string') return String(value)
  const isPlainText = !/[\p{Cc}\u2028\u2029\ufeff]/u.test(value)
  if (like?.type === 'QUOTE_SINGLE' && isPlainText) return `'${value.replaceAll("'", "''")}'`
  if (like?.type === 'QUOTE_DOUBLE') return JSON.stringify(value)
  const isSafe = /^[A-Za-z_][\w./:@%+~=&?$*-]*$/.test(value) && !(isInFlow && /[?:]$/.test(value))
  return isSafe && parsesAs(value) ? value : JSON.stringify(value)
}

/** Not `true`, nor `null`, nor `a: b`. */
function parsesAs(value: string): boolean {
  return !value.endsWith(':') && parse(value) === value
}

const pairOf = (map: YAMLMap, key: string): Pair | null =>
  map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key) ?? null

function isEmpty(node: unknown): boolean {
  return node === null || (isScalar(node) && node.value === null)
}

function rangeOf(node: unknown): [number, number] {
  const range = isNode(node) && node.range
  if (!range) throw new AppError('internal', 'a parsed node has no place')
  return [range[0], range[1]]
}
const startOf = (node: unknown) => rangeOf(node)[0]
const endOf = (node: unknown) => rangeOf(node)[1]

/** Where the last thing of a node ends, without the comments behind it. */
function lastOffset(node: unknown): number {
  if ((isMap(node) || isSeq(node)) && node.flow !== true && node.items.length > 0) return lastOffset(node.items.at(-1))
  if (isPair(node)) return isNode(node.value) ? lastOffset(node.value) : endOf(node.key)
  return endOf(node)
}

function rootOf(text: string): unknown {
  const document = parseDocument(text, OPTIONS)
  const [error] = document.errors
  if (error !== undefined) return error
  return JSON.parse(JSON.stringify(document.toJS())) // aliases become values of their own
}

function expected(root: unknown, { path, value, stopAt }: SpecEdit): unknown {
  const copy = structuredClone(root)
  const maps: Record<string, unknown>[] = []
  let map = copy
  for (const key of path) {
    if (!isRecord(map)) return copy
    maps.push(map)
    if (value !== null && maps.length < path.length && !isRecord(map[key])) map[key] = {}
    if (value === null && !Object.hasOwn(map, key)) return copy
    map = map[key]
  }
  let depth = path.length - 1
  if (value === null) while (depth > stopAt && Object.keys(maps[depth] ?? {}).length === 1) depth -= 1
  const owner = maps[depth]
  const key = path[depth]
  if (owner === undefined || key === undefined) return copy
  if (value === null) delete owner[key]
  else owner[key] = value
  return copy
}

function cannot(text: string, { path }: SpecEdit): AppError {
  const source = new Source(text)
  const offset = path.reduce<{ map: unknown; offset: number }>(
    (at, key) => {
      const pair = isMap(at.map) ? pairOf(at.map, key) : null
      return pair === null ? { map: null, offset: at.offset } : { map: pair.value, offset: startOf(pair.key) }
    },
    { map: source.root, offset: 0 },
  ).offset
  const line = text.slice(0, offset).split('\n').length
  return new AppError(
    'invalid_input',
    `s.yaml:${line}: ${path.join('.')} cannot be written without changing other values (an anchor, an alias or a merge key): change it by hand`,
  )
}
