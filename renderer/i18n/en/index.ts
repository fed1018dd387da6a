import { asyncSettings } from './asyncSettings.ts'
import { common } from './common.ts'
import { compare } from './compare.ts'
import { deliveries } from './deliveries.ts'
import { functions } from './functions.ts'
import { inbox } from './inbox.ts'
import { instances } from './instances.ts'
import { logs } from './logs.ts'
import { metrics } from './metrics.ts'
import { operations } from './operations.ts'
import { overview } from './overview.ts'
import { repair } from './repair.ts'
import { shell } from './shell.ts'
import { task } from './task.ts'
import { tasks } from './tasks.ts'
import { terminal } from './terminal.ts'
import { welcome } from './welcome.ts'

export const en = {
  common,
  shell,
  welcome,
  overview,
  tasks,
  task,
  instances,
  terminal,
  functions,
  asyncSettings,
  logs,
  metrics,
  inbox,
  repair,
  deliveries,
  operations,
  compare,
}
