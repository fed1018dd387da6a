/** Every benchmark by name. */
import type { Bench } from './bench.ts'
import { coldstart } from './coldstart.ts'
import { drain } from './drain.ts'
import { latency } from './latency.ts'
import { list } from './list.ts'
import { startup } from './startup.ts'
import { submit } from './submit.ts'
import { sustained } from './sustained.ts'
import { window } from './window.ts'

export const benches: readonly Bench[] = [submit, drain, sustained, latency, list, coldstart, window, startup]
