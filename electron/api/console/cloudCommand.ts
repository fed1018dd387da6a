/**
 * The command line of Serverless Devs that runs a payload again in the cloud: an asynchronous call by the fc3
 * component, under a task id of its own. Pure.
 */

export type CloudCall = {
  functionName: string
  region: string
  taskId: string
  /** The payload, or the path of a file that has it. */
  event: { text: string } | { file: string }
}

/** Longer ones, and those of several lines, are read from a file: a terminal would show little else. */
const MAX_TEXT_LENGTH = 500
const HIDDEN = /[\p{Cc}\p{Cf}]/u // line breaks and what cannot be seen

export const needsFile = (payload: string) => payload.length > MAX_TEXT_LENGTH || HIDDEN.test(payload)

export function cloudCommand({ functionName, region, taskId, event }: CloudCall): string {
  const words = [
    ...['s', 'cli', 'fc3', 'invoke'],
    ...['--region', region],
    ...['--function-name', functionName],
    ...['--invocation-type', 'async'],
    ...['--stateful-async-invocation-id', taskId],
    ...('text' in event ? eventWords(event.text) : ['--event-file', event.file]),
  ]
  return words.map(shellWord).join(' ')
}

/** As one word where it would be taken for another option. */
const eventWords = (text: string) => (text.startsWith('-') ? [`--event=${text}`] : ['--event', text])

/** Of an ARN; null when it leaves the region out, or has something there that an option could be. */
export const regionOf = (functionArn: string): string | null =>
  /^acs:fc:([a-z][a-z0-9-]*):/.exec(functionArn)?.[1] ?? null

/** One word for a POSIX shell, whatever is in it. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
