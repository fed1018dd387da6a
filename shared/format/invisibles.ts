/**
 * Characters that cannot be seen or that turn the direction of text: shown as marks, so that no text
 * can pretend to be another one. Tabs and line breaks are not among them, nor what joins an emoji.
 */

/** Ranges of code points in hex, as a regular expression writes them. */
const ALWAYS = [
  '\\u0000-\\u0008', // control characters but tab and line feed
  '\\u000b-\\u001f',
  '\\u007f-\\u009f',
  '\\u00ad', // soft hyphen
  '\\u034f', // grapheme joiner
  '\\u061c', // Arabic letter mark
  '\\u115f\\u1160\\u3164\\uffa0', // Hangul fillers
  '\\u17b4\\u17b5', // Khmer inherent vowels
  '\\u180e',
  '\\u200b\\u200c', // zero width space and non-joiner
  '\\u200e\\u200f', // left-to-right and right-to-left mark
  '\\u2028-\\u202e', // separators, embeddings and overrides
  '\\u2060-\\u206f', // word joiner, invisible operators, isolates
  '\\ufeff', // byte order mark
  '\\ufff9-\\ufffc',
  '\\u{e0000}-\\u{e0fff}', // tags and more variation selectors
].join('')
/** Zero width joiner and variation selectors: part of an emoji when they follow one. */
const AFTER_OTHERS = '(?<![\\p{Emoji}\\ufe0f])[\\u200d\\ufe00-\\ufe0f]'

/** Global: use it with `matchAll` and `replace`. */
export const INVISIBLE_PATTERN = new RegExp(`[${ALWAYS}]|${AFTER_OTHERS}`, 'gu')

export type TextPiece = { text: string; isMark: boolean }

/** `U+202E` */
export function markOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** The text in pieces: as it is, or one mark for each invisible character. */
export function markInvisibles(text: string): TextPiece[] {
  const pieces: TextPiece[] = []
  let at = 0
  for (const match of text.matchAll(INVISIBLE_PATTERN)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), isMark: false })
    pieces.push({ text: markOf(match[0]), isMark: true })
    at = match.index + match[0].length
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isMark: false })
  return pieces
}
