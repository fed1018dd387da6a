/** The version of this Taskyard, as package.json has it. */
import { readFileSync } from 'node:fs'

const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

export const VERSION = (manifest as { version: string }).version // our own file
