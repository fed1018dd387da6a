/** What the gateway tells main when it is ready. */
import type { WireError } from '../../shared/errors.ts'

export type GatewayFacts = {
  fcPort: number
  consolePort: number
  projectError: WireError | null // what kept the project from being opened
  project: { dir: string; name: string; functionCount: number } | null // the one that is open
}
