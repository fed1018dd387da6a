/** FC's names of Node runtimes and Node's own version strings. */

/** 18 for `nodejs18`; null for every other runtime. */
export function nodeMajor(runtime: string): number | null {
  const match = /^nodejs(\d{1,3})$/.exec(runtime)
  return match === null ? null : Number(match[1])
}

/** From this runtime on, what a handler returns or awaits is its result (FC.md section 3.1). */
export const FIRST_PROMISED_MAJOR = 18

/** 18 for `v18.20.4`, and for `18` as an .nvmrc may say; NaN when it does not begin with a number. */
export function majorOf(version: string): number {
  return Number.parseInt(version.replace(/^v/, ''), 10)
}

/** Newest first. */
export function compareVersions(left: string, right: string): number {
  return right.localeCompare(left, 'en', { numeric: true })
}
