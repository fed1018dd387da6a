/**
 * What a host leaves in its workspace: `endpoint.json` while it runs, for the CLI to find it, and
 * `settings.json`, which stays. Files are a border: both are checked when they are read.
 */
import { z } from 'zod'

export const ENDPOINT_FILE = 'endpoint.json'
export const endpoint = z.object({
  url: z.string().startsWith('http://'), // of the console API
  token: z.string().min(1), // what the console API asks for
  fcEndpoint: z.string().min(1), // host:port, as the SDK wants it
  pid: z.int().positive(),
  processMark: z.string(), // so that a reused pid is not taken for the host
  startedAtMs: z.int(),
  version: z.string(),
})
export type Endpoint = z.output<typeof endpoint>

const port = z.int().min(1).max(65_535)
export const SETTINGS_FILE = 'settings.json'
export const hostSettings = z.object({
  lastPorts: z.object({ fc: port.nullable(), console: port }).nullable().default(null),
  /** Kept, so that a window that is open when its host dies can go on with the next one. */
  consoleToken: z.string().min(32).nullable().default(null),
})
export type HostSettings = z.output<typeof hostSettings>
