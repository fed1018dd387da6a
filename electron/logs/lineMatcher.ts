/**
 * Finds a text or a regular expression in lines, many at once. Positions and lengths are in characters of
 * JavaScript (UTF-16). Every match lies within one line; empty matches do not count.
 *
 * Lines over `WINDOW_LENGTH` are looked at in windows of that length (longLine.ts), so that a regular
 * expression, whose cost can grow with the square of the length, stays fast: of a match that is longer than
 * `OVERLAP_LENGTH` the end may be missing.
 */
import { AppError } from '../../shared/errors.ts'
import { type FindInWindow, type Found, LongLine, WINDOW_LENGTH } from './longLine.ts'

export type Pattern = { text: string; isRegex: boolean; isCaseSensitive: boolean }

export type LineMatcher = {
  /** May a match take so long that it must be guarded? */
  isHostile: boolean
  /** `text` is of whole lines, the last with its line break, too. In order. */
  inLines(text: string, found: Found): void
  /** Of one line or a part of it. In order. */
  inWindow: FindInWindow
}

/** Throws invalid_input for a pattern that means nothing. */
export function lineMatcher(pattern: Pattern): LineMatcher {
  return pattern.isRegex ? regexMatcher(pattern) : textMatcher(pattern)
}

function textMatcher({ text, isCaseSensitive }: Pattern): LineMatcher {
  if (/[\r\n]/.test(text)) {
    throw new AppError('invalid_input', 'a search looks at one line at a time: search for a text without line breaks')
  }
  const fold = isCaseSensitive ? (line: string) => line : lowerCase
  const wanted = fold(text)
  const inWindow: FindInWindow = ({ text: within, from, before }, found) => {
    const folded = fold(within)
    for (let at = folded.indexOf(wanted, from); at !== -1 && at < before; ) {
      found(at, wanted.length)
      at = folded.indexOf(wanted, at + wanted.length)
    }
  }
  const inLines = (lines: string, found: Found) =>
    inWindow({ text: lines, from: 0, before: lines.length, isLineEnd: true }, found)
  return { isHostile: false, inLines, inWindow }
}

/** As long as `text`: what grows in lower case, such as İ, is left as it is. */
function lowerCase(text: string): string {
  const lower = text.toLowerCase()
  if (lower.length === text.length) return lower
  return Array.from({ length: text.length }, (_, index) => {
    const unit = text.charAt(index)
    const folded = unit.toLowerCase()
    return folded.length === 1 ? folded : unit
  }).join('')
}

function regexMatcher(pattern: Pattern): LineMatcher {
  const caseFlag = pattern.isCaseSensitive ? '' : 'i'
  compile(pattern.text, '') // its errors speak of what was typed
  const source = anchored(pattern.text)
  const inLine = compile(source, `g${caseFlag}`)
  // Over many lines at once, where the result tells which lines to look at. A group that looks around may
  // see the line break and say no, so those go line by line.
  const overLines = /\(\?(?![:]|<[a-zA-Z_$])/.test(source) ? null : compile(source, `gm${caseFlag}`)
  const hasLineEnd = source.includes('$')

  const inWindow: FindInWindow = ({ text, from, before, isLineEnd }, found) => {
    inLine.lastIndex = from
    for (let match = inLine.exec(text); match !== null && match.index < before; match = inLine.exec(text)) {
      const { length } = match[0]
      const isCut = match.index + length === text.length && !isLineEnd
      if (length === 0) inLine.lastIndex += 1
      else if (!(isCut && hasLineEnd)) found(match.index, length)
    }
  }

  const inOneLine = ({ text, start, end }: { text: string; start: number; end: number }, found: Found) => {
    const line = text.slice(start, text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end)
    const foundInLine = (index: number, length: number) => found(start + index, length)
    if (line.length <= WINDOW_LENGTH) {
      inWindow({ text: line, from: 0, before: line.length, isLineEnd: true }, foundInLine)
    } else {
      const long = new LongLine(inWindow)
      long.add(line)
      long.end()
      for (const { column, length } of long.matches) foundInLine(column, length)
    }
  }

  const inLines = (text: string, found: Found) => {
    const regex = overLines !== null && !hasLongLine(text) ? overLines : null
    for (let from = 0; from < text.length; ) {
      let at = from
      if (regex !== null) {
        regex.lastIndex = from
        const match = regex.exec(text)
        if (match === null) return
        at = match.index
      }
      const start = at === from ? from : Math.max(from, text.lastIndexOf('\n', at - 1) + 1)
      const lineBreak = text.indexOf('\n', at)
      const end = lineBreak === -1 ? text.length : lineBreak
      if (end > start) inOneLine({ text, start, end }, found)
      from = end + 1
    }
  }
  return { isHostile: true, inLines, inWindow }
}

const CARRIAGE_RETURN = 13

/**
 * An expression that begins with `.*` matches at the beginning of a line or not at all; tried at every
 * character of it, as V8 does, a million lines take 13 s instead of half of one.
 */
function anchored(source: string): string {
  return /^\.[*+](?!\?)/.test(source) && !source.includes('|') ? `^${source}` : source
}

/** With the rules of Unicode where the pattern keeps them, else with the old ones. */
function compile(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, `${flags}u`)
  } catch {
    try {
      return new RegExp(source, flags)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw new AppError('invalid_input', `this is not a regular expression: ${why}`)
    }
  }
}

function hasLongLine(text: string): boolean {
  for (let from = 0; text.length - from > WINDOW_LENGTH; ) {
    const at = text.lastIndexOf('\n', from + WINDOW_LENGTH)
    if (at < from) return true
    from = at + 1
  }
  return false
}
