/** What the console's handlers are made of. */
import { AppError } from '../../../shared/errors.ts'
import type { HostClient } from '../../base/hostCalls.ts'
import type { HostOptions } from '../../base/hostOptions.ts'
import type { InstanceCalls, Samples } from '../../base/instanceCalls.ts'
import type { EngineCommands } from '../../engine/engineCommands.ts'
import type { EngineQueries } from '../../engine/engineQueries.ts'
import type { LocateInterpreter } from '../../engine/instances/locateInterpreter.ts'
import type { AccessKey, Account, TaskQueries } from '../../engine/ports.ts'
import type { MetricReads } from '../../metrics/metricReads.ts'
import type { Terminals } from '../../terminal/terminals.ts'
import type { OpenedProject } from '../openedProject.ts'
import type { StreamReader } from './logHandlers.ts'
import type { RevisionHub } from './revisionHub.ts'
import type { LogReader } from './taskLog.ts'

const DEFAULT_ACCOUNT = 'default'

/** What instances used, as the log thread keeps it; null: nothing of this one. */
export type SampleReader = { readInstanceSamples(instanceId: string): Promise<Samples | null> }

/** Metrics, as the log thread keeps them. */
export type MetricReader = {
  [M in keyof MetricReads]: (...input: Parameters<MetricReads[M]>) => Promise<ReturnType<MetricReads[M]>>
}

export type ConsoleDeps = {
  commands: EngineCommands
  queries: EngineQueries
  host: HostClient
  instances: InstanceCalls
  samples: SampleReader
  terminals: Terminals
  project: OpenedProject | null
  log: LogReader & StreamReader
  metrics: MetricReader
  revisions: RevisionHub
  locateInterpreter: LocateInterpreter
  options: Pick<HostOptions, 'workspaceDir' | 'durability' | 'region' | 'machineConcurrency'>
  fcEndpoint: string
}

/** The first key of the project's account, or of the default one when no project is open. */
export async function accessKey({ queries, project }: ConsoleDeps): Promise<AccessKey> {
  const isOurs = ({ name }: Account) => name === (project?.account.name ?? DEFAULT_ACCOUNT)
  const key = (await queries.accessKeys()).find(({ account }) => isOurs(account))
  if (key === undefined) throw new AppError('internal', 'the account has no access key')
  return key
}

/** An account keeps its id, so the default one is looked up once. */
const defaultAccountIds = new WeakMap<TaskQueries, number>()

export async function accountId(deps: ConsoleDeps): Promise<number> {
  const known = deps.project?.account.id ?? defaultAccountIds.get(deps.queries)
  if (known !== undefined) return known
  const { id } = (await accessKey(deps)).account
  defaultAccountIds.set(deps.queries, id)
  return id
}
