/**
 * Output with terminal escapes as pieces with a tone. Only colours and weights (SGR) are kept; every other
 * escape is left out. Characters that cannot be seen stay: whoever draws the pieces marks them. Pure.
 */
export type Tone = 'fail' | 'ok' | 'retry' | 'run' | 'lapsed' | 'cyan' | 'dim'
export type StyledPiece = { text: string; tone: Tone | null; isBold: boolean }

/** Red, green, yellow, blue, magenta, cyan; black and white are the text's own colour. */
const TONES: (Tone | null)[] = [null, 'fail', 'ok', 'retry', 'run', 'lapsed', 'cyan', null]

// biome-ignore lint/suspicious/noControlCharactersInRegex: escapes begin with one
const ESCAPE = /\u001b\[([\d;:?]*)([ -/]*[@-~])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[@-Z\\-_a-z]/g

export function styledPieces(raw: string): StyledPiece[] {
  if (!raw.includes('\u001b')) return raw === '' ? [] : [{ text: raw, tone: null, isBold: false }]
  const pieces: StyledPiece[] = []
  let style: Omit<StyledPiece, 'text'> = { tone: null, isBold: false }
  let from = 0
  for (const match of raw.matchAll(ESCAPE)) {
    add(raw.slice(from, match.index))
    from = match.index + match[0].length
    if (match[2] === 'm') style = restyled(style, match[1] ?? '')
  }
  add(raw.slice(from))
  return pieces

  function add(text: string): void {
    if (text !== '') pieces.push({ text, ...style })
  }
}

function restyled(style: Omit<StyledPiece, 'text'>, parameters: string): Omit<StyledPiece, 'text'> {
  const next = { ...style }
  const codes = parameters.split(/[;:]/).map((code) => Number(code || '0'))
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] ?? 0
    if (code === 0) Object.assign(next, { tone: null, isBold: false })
    else if (code === 1) next.isBold = true
    else if (code === 2) next.tone = 'dim'
    else if (code === 22) Object.assign(next, { isBold: false, tone: next.tone === 'dim' ? null : next.tone })
    else if (code === 39) next.tone = null
    else if (code >= 30 && code <= 37) next.tone = TONES[code - 30] ?? null
    else if (code === 90) next.tone = 'dim'
    else if (code > 90 && code <= 97) next.tone = TONES[code - 90] ?? null
    else if (code === 38 || code === 48) index += codes[index + 1] === 5 ? 2 : 4 // palettes are not ours
  }
  return next
}
