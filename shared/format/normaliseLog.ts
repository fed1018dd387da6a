/**
 * A log without what differs between any two runs: times, durations, ids, addresses, ports and colours. What
 * is left can be compared line by line. Each becomes a word in angle brackets, so that a reader sees that
 * something stood there. Lines stay lines; what has been normalised once is not changed again.
 */
export type KnownId = { value: string; word: string }

const ESCAPE = String.fromCharCode(27)
const COLOURS = new RegExp(`${ESCAPE}\\[[0-9;?]*[ -/]*[@-~]`, 'g')

const PATTERNS: readonly [RegExp, string][] = [
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)?(?![\w-])/g, '<time>'],
  [/\b\d{4}\/\d\d\/\d\d(?: \d\d:\d\d:\d\d(?:[.,]\d{1,9})?)?(?![\w/])/g, '<time>'],
  [/(?<![\w:.])\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?(?![\w:])/g, '<time>'],
  [/(?<![\w.])1\d{9}(?:\d{3}(?![\w.])|\.\d{1,9}(?![\w.]))/g, '<time>'], // since the epoch: ms, or s with a fraction
  [/(?<![\w-])[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![\w-])/g, '<id>'],
  [/(?<![\w-])[1c]-[0-9a-f]{8}(?:-[0-9a-f]{6,24}){1,2}(?![\w-])/g, '<id>'], // a request, an instance
  [/\b0x[0-9a-fA-F]{4,16}\b/g, '<address>'],
  [/(?<=(?:\blocalhost|\b127\.0\.0\.1|\[::1?\]|\b0\.0\.0\.0):)\d{1,5}(?!\w)/g, '<port>'],
  [/(?<=\bpid[ =:]{1,2})\d+(?!\w)/gi, '<pid>'],
  [/(?<![\w.])\d+(?:\.\d+)? ?(?:ns|µs|us|ms|s|secs?|seconds?|mins?|minutes?)(?![\w/])/g, '<duration>'],
]

export function normaliseLog(text: string, ids: readonly KnownId[] = []): string {
  let result = text.replace(COLOURS, '')
  // the longest first: an id may be part of another
  const known = ids.filter(({ value }) => value.length >= 4).toSorted((a, b) => b.value.length - a.value.length)
  for (const { value, word } of known) result = result.replaceAll(value, `<${word}>`)
  for (const [pattern, word] of PATTERNS) result = result.replace(pattern, word)
  return result
}
