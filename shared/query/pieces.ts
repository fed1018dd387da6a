/**
 * A filter's text cut into pieces at white space, quotes respected. Nothing is judged here and nothing is
 * lost: a piece is what was written, with its place.
 *
 * Inside double quotes white space, commas and colons mean themselves; `\"` is a quote and `\\` a backslash.
 * The colon and the comma of a Chinese keyboard are taken for ours.
 */

/** `start` and `end` are places in the text, `end` excluded. */
export type Piece = { text: string; start: number; end: number; isClosed: boolean }

export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  while (at < text.length) {
    if (isSpace(text[at])) {
      at++
      continue
    }
    const { end, isClosed } = endOfPiece(text, at)
    pieces.push({ text: text.slice(at, end), start: at, end, isClosed })
    at = end
  }
  return pieces
}

/** The text of a query made of these pieces: one space between two of them. */
export const joinPieces = (texts: readonly string[]): string => texts.filter((text) => text !== '').join(' ')

function endOfPiece(text: string, start: number): { end: number; isClosed: boolean } {
  let isQuoted = false
  let at = start
  for (; at < text.length; at++) {
    const character = text[at]
    if (isQuoted && character === '\\') at++
    else if (character === '"') isQuoted = !isQuoted
    else if (!isQuoted && isSpace(character)) break
  }
  return { end: Math.min(at, text.length), isClosed: !isQuoted }
}

const isSpace = (character: string | undefined) => character !== undefined && /\s/u.test(character)

/** `fn:a,"b c"` → key `fn`, value `a,"b c"`; null where no colon ends something that looks like a key. */
export function splitKey(text: string): { key: string; value: string } | null {
  const [whole, key] = /^([A-Za-z][A-Za-z_]*(?:\.[^\s:："]+)?)[:：]/u.exec(text) ?? []
  return whole === undefined || key === undefined ? null : { key, value: text.slice(whole.length) }
}

/** The items of a list: cut at commas outside of quotes, quotes and escapes resolved. */
export function itemsOf(value: string): string[] {
  const items = ['']
  const append = (character: string) => {
    items[items.length - 1] += character
  }
  eachCharacter(value, ({ character, isQuoted }) => {
    if (!isQuoted && /[,，]/u.test(character)) items.push('')
    else append(character)
  })
  return items
}

/** The value as one text: quotes and escapes resolved, commas as they are. */
export function unquoted(value: string): string {
  let text = ''
  eachCharacter(value, ({ character }) => {
    text += character
  })
  return text
}

function eachCharacter(value: string, take: (one: { character: string; isQuoted: boolean }) => void): void {
  let isQuoted = false
  for (let at = 0; at < value.length; at++) {
    const character = value.charAt(at)
    if (character === '"') isQuoted = !isQuoted
    else if (isQuoted && character === '\\' && at + 1 < value.length) take({ character: value.charAt(++at), isQuoted })
    else take({ character, isQuoted })
  }
}

const quote = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`

/** As an item of a value. */
export const quotedItem = (text: string): string => (/^[^\s",，\\]+$/u.test(text) ? text : quote(text))

/** As text that stands alone: it must not look like a key or like an exclusion. */
export const quotedText = (text: string): string =>
  /^[^\s"\\]+$/u.test(text) && !text.startsWith('-') && splitKey(text) === null ? text : quote(text)
