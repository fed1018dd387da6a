/**
 * How this project writes time. The unit is the last word of the name, in TypeScript and in SQL
 * alike (`leaseUntilMs` ↔ `lease_until_ms`).
 *
 *   …AtMs / …UntilMs   an instant: whole milliseconds since 1970-01-01 UTC, read from `Clock`
 *   …Ms                a length of time in milliseconds
 *   …Seconds           a length of time in seconds, only where FC's wire format has seconds
 *
 * Three clocks (electron/base/clock.ts): `nowMs()` for instants that are stored, `elapsedMs()` to
 * measure how long, `awakeMs()` to judge deadlines, because it stands still while the host does.
 */
export const SECOND_MS = 1_000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
