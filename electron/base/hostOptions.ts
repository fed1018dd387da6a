/** Of the FC API, if it is free (DESIGN.md section 7). */
export const DEFAULT_FC_PORT = 8_899

/** What a host was started with; every thread gets the same plain object as its workerData. */
export type HostOptions = {
  hostId: string // random, another one for every host process
  workspaceDir: string // absolute; exists
  projectDir: string | null // absolute; null: only what the FC API creates
  region: string
  durability: 'normal' | 'full'
  consoleToken: string // random, the same in the next host of this workspace; what the console API asks for
  lastPorts: { fc: number | null; console: number | null } // bound by the gateway before this one
  fcPort: number | null // null: the remembered port, else 8899, else the next free one
  trustAnyKey: boolean
  addAccessKeys: { id: string; secret: string; accountName: string }[]
  machineConcurrency: number // executions at once on this machine, all functions together
  maxStartsAtOnce: number
  schedulingWindow: number // tasks granted to one scheduler and not yet ended
  minFreeDiskBytes: number // below it submits are refused
  maxDatabasePages: number | null // for tests of a full disk: SQLite's max_page_count
}
