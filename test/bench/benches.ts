/** Every benchmark by name. */
import type { Bench } from './bench.ts'
import { charts } from './charts.ts'
import { coldstart } from './coldstart.ts'
import { drain } from './drain.ts'
import { idle } from './idle.ts'
import { inbox } from './inbox.ts'
import { latency } from './latency.ts'
import { list } from './list.ts'
import { login } from './login.ts'
import { logs } from './logs.ts'
import { metrics } from './metrics.ts'
import { replay } from './replay.ts'
import { search } from './search.ts'
import { startup } from './startup.ts'
import { submit } from './submit.ts'
import { sustained } from './sustained.ts'
import { window } from './window.ts'

export const benches: readonly Bench[] = [
  submit,
  drain,
  sustained,
  latency,
  list,
  coldstart,
  metrics,
  window,
  startup,
  charts,
  idle,
  logs,
  login,
  search,
  inbox,
  replay,
]
