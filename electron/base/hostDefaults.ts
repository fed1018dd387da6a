/** What a host is started with unless somebody chose something else. */
import { availableParallelism } from 'node:os'
import { MIB_BYTES } from '../../shared/units/bytes.ts'
import type { HostOptions } from './hostOptions.ts'

/** All that a host is told, but for what it makes up itself and which project it serves. */
export type GeneralChoices = Omit<HostOptions, 'consoleToken' | 'hostId' | 'lastPorts' | 'projectDir' | 'workspaceDir'>

export const HOST_DEFAULTS: GeneralChoices = {
  region: 'cn-hangzhou',
  durability: 'normal',
  fcPort: null,
  trustAnyKey: false,
  addAccessKeys: [],
  machineConcurrency: 8 * availableParallelism(), // a laptop is no region of FC, which has 100
  maxStartsAtOnce: availableParallelism(),
  schedulingWindow: 800, // PERF.md section 2, item 1
  minFreeDiskBytes: 256 * MIB_BYTES,
  maxDatabasePages: null,
}
