/**
 * JSON as a tree of slices of its text, for a viewer: exact numbers, keys in sent order, duplicate keys
 * kept, any depth (no recursion). Not JSON, or not all of one, gives null.
 */
import { type JsonToken, tokenizeJson } from './tokenizeJson.ts'

export type JsonNode =
  | { kind: 'object' | 'array'; start: number; end: number; children: JsonMember[] }
  | { kind: 'string' | 'number' | 'literal'; start: number; end: number }

/** `key` is the decoded name of a member of an object, the index in an array. */
export type JsonMember = { key: string | number; value: JsonNode }

type Container = Extract<JsonNode, { children: JsonMember[] }>
/** What may come next. */
type Expected = 'value' | 'valueOrClose' | 'key' | 'keyOrClose' | 'colon' | 'commaOrClose' | 'nothing'

export function parseJsonTree(text: string): JsonNode | null {
  const stack: Container[] = []
  let root: JsonNode | null = null
  let key: string | null = null
  let expected: Expected = 'value'

  const afterValue = (): Expected => (stack.length === 0 ? 'nothing' : 'commaOrClose')
  const place = (value: JsonNode) => {
    const parent = stack.at(-1)
    if (!parent) root = value
    else parent.children.push({ key: key ?? parent.children.length, value })
    key = null
  }

  for (const token of tokenizeJson(text)) {
    if (token.isCut) return null
    const sign = text.charAt(token.start)
    const mayBeValue: boolean = expected === 'value' || expected === 'valueOrClose'
    switch (token.kind) {
      case 'open': {
        if (!mayBeValue) return null
        const container: Container = {
          kind: sign === '{' ? 'object' : 'array',
          start: token.start,
          end: token.end,
          children: [],
        }
        place(container)
        stack.push(container)
        expected = sign === '{' ? 'keyOrClose' : 'valueOrClose'
        break
      }
      case 'close': {
        const container = stack.pop()
        const canClose = expected === 'commaOrClose' || expected === 'keyOrClose' || expected === 'valueOrClose'
        if (!container || !canClose || (container.kind === 'object') !== (sign === '}')) return null
        container.end = token.end
        expected = afterValue()
        break
      }
      case 'string':
        if (expected === 'key' || expected === 'keyOrClose') {
          key = decodeString(text, token)
          expected = 'colon'
          break
        }
        if (!mayBeValue) return null
        place({ kind: 'string', start: token.start, end: token.end })
        expected = afterValue()
        break
      case 'number':
      case 'literal':
        if (!mayBeValue) return null
        place({ kind: token.kind, start: token.start, end: token.end })
        expected = afterValue()
        break
      case 'colon':
        if (expected !== 'colon') return null
        expected = 'value'
        break
      case 'comma':
        if (expected !== 'commaOrClose') return null
        expected = stack.at(-1)?.kind === 'object' ? 'key' : 'value'
        break
      default:
        return null
    }
  }
  return expected === 'nothing' ? root : null
}

/** The text that a string token stands for. A token that was cut loses its half escape. */
export function decodeString(text: string, token: Pick<JsonToken, 'start' | 'end' | 'isCut'>): string {
  const raw = text.slice(token.start, token.end)
  if (!raw.includes('\\')) return raw.slice(1, token.isCut ? undefined : -1)
  const whole = token.isCut ? `${dropHalfEscape(raw)}"` : raw
  return String(JSON.parse(whole)) // the tokenizer let only valid strings through
}

function dropHalfEscape(raw: string): string {
  const half = /(?:^|[^\\])(?:\\\\)*(\\(?:u[0-9a-fA-F]{0,3})?)$/.exec(raw)?.[1]
  return half === undefined ? raw : raw.slice(0, -half.length)
}
