/** How Welcome writes paths, days and lists of names. Pure. */
import type { useText } from '../../i18n/text.ts'

const MAX_PATH_CHARACTERS = 52

/** The end of a path says more than its beginning: `…/projects/media/ingest`. */
export function shortPath(path: string): string {
  if (path.length <= MAX_PATH_CHARACTERS) return path
  const end = path.slice(1 - MAX_PATH_CHARACTERS)
  const separator = end.search(/[\\/]/)
  return `…${separator >= 0 ? end.slice(separator) : end}`
}

type Day = { atMs: number; nowMs: number; language: string; t: ReturnType<typeof useText> }

/** `today`, `yesterday`, `Nov 20`, and with its year what is not of this one. */
export function dayText({ atMs, nowMs, language, t }: Day): string {
  const day = new Date(atMs)
  const now = new Date(nowMs)
  if (isSameDay(day, now)) return t('welcome.today')
  const before = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1)
  if (isSameDay(day, before)) return t('welcome.yesterday')
  const isThisYear = day.getFullYear() === now.getFullYear()
  return new Intl.DateTimeFormat(language, {
    month: 'short',
    day: 'numeric',
    ...(!isThisYear && { year: 'numeric' }),
  }).format(day)
}

const isSameDay = (one: Date, other: Date) => one.toDateString() === other.toDateString()

const MAX_NAMES = 4

/** `a, b, c, d and 3 more`. */
export function namesText(names: readonly string[], t: Day['t']): string {
  const shown = names.slice(0, MAX_NAMES).join(', ')
  const count = names.length - MAX_NAMES
  return count > 0 ? `${shown} ${t('welcome.preview.more', { count })}` : shown
}
