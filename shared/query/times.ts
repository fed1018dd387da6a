/**
 * The values of `since:` and `until:`: so long ago (`15m`, `24h`, `7d`), or an instant in local time
 * (`2026-11-24`, `2026-11-24T14:00`). A day as the end means all of that day.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../units/time.ts'

export type When =
  | { kind: 'ago'; agoMs: number }
  | { kind: 'day'; year: number; month: number; day: number }
  | { kind: 'instant'; year: number; month: number; day: number; hour: number; minute: number; second: number }

const UNITS_MS: Record<string, number> = { ms: 1, s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS }
const MAX_AGO_MS = 36_500 * DAY_MS

/** What is wrong instead: not a time at all, or a day that the calendar does not have. */
export function whenOf(value: string): When | 'badTime' | 'noSuchDay' {
  const [, amount, unit] = /^(\d{1,9})(ms|s|m|h|d)$/i.exec(value) ?? []
  if (amount !== undefined && unit !== undefined) {
    const agoMs = Number(amount) * (UNITS_MS[unit.toLowerCase()] ?? 0)
    return agoMs > MAX_AGO_MS ? 'badTime' : { kind: 'ago', agoMs }
  }
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2})?))?$/i.exec(value) ?? []
  if (date === undefined) return 'badTime'
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  if (!isDay(year, month, day)) return 'noSuchDay'
  if (time === undefined) return { kind: 'day', year, month, day }
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number)
  if (hour > 23 || minute > 59 || second > 59) return 'badTime'
  return { kind: 'instant', year, month, day, hour, minute, second }
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(2000, month - 1, day))
  date.setUTCFullYear(year, month - 1, day)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

export function whenText(when: When): string {
  if (when.kind === 'ago') return agoText(when.agoMs)
  const date = `${digits(when.year, 4)}-${digits(when.month)}-${digits(when.day)}`
  if (when.kind === 'day') return date
  const seconds = when.second === 0 ? '' : `:${digits(when.second)}`
  return `${date}T${digits(when.hour)}:${digits(when.minute)}${seconds}`
}

function agoText(agoMs: number): string {
  const unit = ['d', 'h', 'm', 's'].find((name) => agoMs > 0 && agoMs % (UNITS_MS[name] ?? 1) === 0) ?? 'ms'
  // a day reads better as 24h, as the menu of times writes it
  const chosen = unit === 'd' && agoMs === DAY_MS ? 'h' : unit
  return `${agoMs / (UNITS_MS[chosen] ?? 1)}${chosen}`
}

const digits = (number: number, length = 2) => String(number).padStart(length, '0')

/** The first instant that `since:` keeps. */
export const sinceMs = (when: When, nowMs: number): number => (when.kind === 'ago' ? nowMs - when.agoMs : localMs(when))

/** The first instant that `until:` no longer keeps. */
export const untilMs = (when: When, nowMs: number): number =>
  when.kind === 'day' ? localMs({ ...when, day: when.day + 1 }) : sinceMs(when, nowMs)

function localMs(when: Exclude<When, { kind: 'ago' }>): number {
  const { year, month, day } = when
  const { hour, minute, second } = when.kind === 'day' ? { hour: 0, minute: 0, second: 0 } : when
  const date = new Date(2000, 0, 1, hour, minute, second)
  date.setFullYear(year, month - 1, day) // the constructor would take the year 50 for 1950
  return date.getTime()
}
