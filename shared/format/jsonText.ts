/**
 * JSON as text: where it stops being JSON, and the same text with its lines indented. Nothing is parsed into
 * values, so numbers beyond 2^53, repeated keys and their order stay as they were written.
 */

const SPACE = /[ \t\n\r]*/y
// all but quotes, backslashes and control characters; escapes in between
const STRING = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*"/y
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null)(?!\w)/y

type Wanted = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end' | 'nothing'

/** Where the text stops being JSON: the index of the first token that may not stand there; null if it is JSON. */
export function findJsonError(text: string): number | null {
  const { errorAt } = readTokens(text)
  return errorAt
}

/** The same JSON on indented lines, two spaces a level; null if it is no JSON. */
export function indentJson(text: string): string | null {
  const { tokens, errorAt } = readTokens(text)
  if (errorAt !== null) return null
  const parts: string[] = []
  let depth = 0
  const breakLine = () => parts.push('\n', '  '.repeat(depth))
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1]
    if (token === '}' || token === ']') {
      depth--
      if (before !== '{' && before !== '[') breakLine()
    } else if (before === '{' || before === '[' || before === ',') breakLine()
    parts.push(token === ':' ? ': ' : token)
    if (token === '{' || token === '[') depth++
  }
  return parts.join('')
}

function readTokens(text: string): { tokens: string[]; errorAt: number | null } {
  const tokens: string[] = []
  const open: ('{' | '[')[] = []
  let wanted: Wanted = 'value'
  let at = skipSpace(text, 0)
  while (at < text.length) {
    const token = tokenAt(text, at)
    const next: Wanted | null = token === null ? null : step(token, wanted, open)
    if (token === null || next === null) return { tokens, errorAt: at }
    tokens.push(token)
    wanted = next
    at = skipSpace(text, at + token.length)
  }
  return { tokens, errorAt: wanted === 'nothing' ? null : text.length }
}

/** What may follow `token`; null if the token may not stand here. */
function step(token: string, wanted: Wanted, open: ('{' | '[')[]): Wanted | null {
  const afterValue = () => (open.length === 0 ? 'nothing' : ', or end')
  const wantsValue = wanted === 'value' || wanted === 'value or ]'
  switch (token) {
    case '{':
    case '[':
      if (!wantsValue) return null
      open.push(token)
      return token === '{' ? 'key or }' : 'value or ]'
    case '}':
    case ']': {
      const opener = token === '}' ? '{' : '['
      if (open.at(-1) !== opener) return null
      if (wanted !== ', or end' && wanted !== 'key or }' && wanted !== 'value or ]') return null
      open.pop()
      return afterValue()
    }
    case ',':
      if (wanted !== ', or end') return null
      return open.at(-1) === '{' ? 'key' : 'value'
    case ':':
      return wanted === ':' ? 'value' : null
    default:
      if (wanted === 'key' || wanted === 'key or }') return token.startsWith('"') ? ':' : null
      return wantsValue ? afterValue() : null
  }
}

function tokenAt(text: string, at: number): string | null {
  const first = text.charAt(at)
  if ('{}[],:'.includes(first)) return first
  return matchAt(first === '"' ? STRING : SCALAR, { text, at })
}

function skipSpace(text: string, at: number): number {
  return at + (matchAt(SPACE, { text, at })?.length ?? 0)
}

function matchAt(pattern: RegExp, { text, at }: { text: string; at: number }): string | null {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
}
