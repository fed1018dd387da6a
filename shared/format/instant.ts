/** Instants in the user's language and time zone. Input: epoch milliseconds. */

export type InstantOptions = {
  withDate?: boolean
  withMs?: boolean
  /** BCP 47; English unless told. */
  language?: string
  /** IANA name; the machine's unless told. */
  timeZone?: string
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatFor({ withDate = false, withMs = false, language = 'en', timeZone }: InstantOptions) {
  const key = `${withDate} ${withMs} ${language} ${timeZone}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(language, {
    ...(withDate && { year: 'numeric', month: 'short', day: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...(withMs && { fractionalSecondDigits: 3 }),
    ...(timeZone !== undefined && { timeZone }),
  })
  formats.set(key, made)
  return made
}

/** `14:02:07`, `14:02:07.481`, `Nov 24, 2026, 14:02:07`. */
export function formatInstant(atMs: number, options: InstantOptions = {}): string {
  return formatFor(options).format(atMs)
}
