/**
 * An error's message without what differs from one failure to the next: numbers and ids become `N`; times,
 * durations, addresses, temporary paths and long quoted texts become `…`. Pure; doing it twice changes nothing.
 */
const MAX_READ_LENGTH = 4_000
const MAX_LENGTH = 300
const MAX_QUOTED_LENGTH = 32

const UNIT = '(?:ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)'
const ALONE = { start: '(?<![0-9A-Za-z])', end: '(?![0-9A-Za-z])' }
const alone = (pattern: string, flags = 'g') => new RegExp(`${ALONE.start}(?:${pattern})${ALONE.end}`, flags)

/** `needs`: what a text must have for the rule to find anything; most texts lack it, and that is seen at once. */
type Rule = { needs: RegExp; pattern: RegExp; placeholder: 'N' | '…' | '/tmp/…' }
const DIGIT = /\d/

/** In this order: what is more of a whole comes first. */
const RULES: readonly Rule[] = [
  {
    needs: DIGIT,
    pattern: alone(
      '\\d{4}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d+)?)?(?: ?(?:Z|[+-]\\d\\d:?\\d\\d))?)?',
    ),
    placeholder: '…',
  },
  { needs: DIGIT, pattern: alone('\\d{1,2}:\\d\\d:\\d\\d(?:[.,]\\d+)?'), placeholder: '…' },
  { needs: /@/, pattern: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, placeholder: '…' },
  // whole, so that a path within is not half of one
  {
    needs: /\/(?:tmp|folders)\//,
    pattern: /(?:\/private)?(?:\/tmp|\/var\/tmp|\/var\/folders)\/[^\s'"`,;:)\]}]+/g,
    placeholder: '/tmp/…',
  },
  { needs: /:\\/, pattern: /\b[A-Za-z]:\\(?:[^\s'"`\\]+\\)*Te?mp\\[^\s'"`,;:)\]}]+/g, placeholder: '…' },
  { needs: DIGIT, pattern: alone('\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d{1,5})?'), placeholder: '…' },
  {
    needs: /:[0-9A-Fa-f]*:/,
    pattern: /(?<![0-9A-Za-z:])(?=[0-9A-Fa-f]*:[0-9A-Fa-f]*:)\[?[0-9A-Fa-f:]{6,}\]?(?::\d{1,5})?(?![0-9A-Za-z:])/g,
    placeholder: '…',
  },
  // a request id, a UUID, whatever else is hexadecimal
  { needs: DIGIT, pattern: alone('1-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{12}', 'gi'), placeholder: 'N' },
  { needs: /-/, pattern: alone('[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'gi'), placeholder: 'N' },
  { needs: /0x/i, pattern: alone('0x[0-9a-f]+', 'gi'), placeholder: 'N' },
  { needs: DIGIT, pattern: alone('(?=[0-9a-f]*\\d)[0-9a-f]{8,}', 'gi'), placeholder: 'N' },
  { needs: /[0-9a-f]{16}/i, pattern: alone('[0-9a-f]{16,}', 'gi'), placeholder: 'N' },
  { needs: /[0-9A-Z]{26}/, pattern: alone('[0-9A-HJKMNP-TV-Z]{26}'), placeholder: 'N' }, // a ULID
  // an id of letters and digits
  {
    needs: DIGIT,
    pattern: alone('(?=(?:[A-Za-z]*\\d+){2})(?=(?:\\d*[A-Za-z]+){2})[0-9A-Za-z]{10,}'),
    placeholder: 'N',
  },
  {
    needs: DIGIT,
    pattern: alone(`\\d+(?:\\.\\d+)?\\s?${UNIT}(?:\\s?\\d+(?:\\.\\d+)?\\s?${UNIT})*`),
    placeholder: '…',
  },
  {
    needs: DIGIT,
    pattern: /(?<![\w)\]][-+]?)[-+]?\d+(?:[.,_]\d+)*(?:e[+-]?\d+)?|\d+(?:[.,_]\d+)*/gi,
    placeholder: 'N',
  },
]

/** A quote opens where no word goes on, and closes so: an apostrophe does neither. */
const QUOTED = /(?<![\p{L}\p{N}])(["'`])(.*?)\1(?![\p{L}\p{N}])/gu

/** A placeholder can bring two pieces together that a rule takes for one: more rounds are rare, and end soon. */
const MAX_ROUNDS = 8

export function normaliseMessage(message: string): string {
  let text = message.slice(0, MAX_READ_LENGTH).toWellFormed().replace(/\s+/g, ' ').trim()
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = text
    text = cut(replaced(before))
    if (text === before) break
  }
  return text
}

function replaced(message: string): string {
  let text = message
  for (const { needs, pattern, placeholder } of RULES) {
    if (needs.test(text)) text = text.replace(pattern, placeholder)
  }
  if (text.includes('……')) text = text.replace(/…+/g, '…')
  if (!/["'`]/.test(text)) return text
  return text.replace(QUOTED, (quoted, quote: string, inner: string) =>
    inner.length > MAX_QUOTED_LENGTH ? `${quote}…${quote}` : quoted,
  )
}

const cut = (text: string) =>
  text.length <= MAX_LENGTH
    ? text
    : `${text
        .slice(0, MAX_LENGTH - 1)
        .toWellFormed()
        .trimEnd()}…`
