/**
 * ListInstances (FC.md section 1.5): the living ones, the oldest first, then those that have ended, the
 * latest first; as the database knows them, a moment behind. Versions and aliases do not exist yet, so
 * `withAllActive` selects nothing more.
 *
 * [U] what FC's times select and how its pages go on. Here: instances that lived at some moment from
 * `startTimeMs` to `endTimeMs`; `startKey` is the id of the instance that a page begins with, as FC 2 has it.
 */
import type { FastifyInstance } from 'fastify'
import { type InstanceState, instanceStates } from '../../../shared/domain/instanceStates.ts'
import { instanceCursor } from '../../engine/instances/instanceLists.ts'
import type { InstancePage, InstanceQuery, InstanceRecord, TaskQueries } from '../../engine/ports.ts'
import type { FcApiDeps } from './deps.ts'
import { invalidArgument } from './fcErrors.ts'
import {
  accountOf,
  type FunctionRoute,
  pageLimit,
  type Query,
  queryChoice,
  queryInteger,
  queryText,
  refuseOtherQualifier,
} from './requestParts.ts'

const STATUSES = ['Running', 'Terminating', 'Destroyed'] as const
type Status = (typeof STATUSES)[number]

const STATUS_OF: Record<InstanceState, Status> = {
  starting: 'Running',
  idle: 'Running',
  busy: 'Running',
  draining: 'Terminating',
  stopped: 'Destroyed',
  crashed: 'Destroyed',
}
const BATCH = 100
const MAX_IDS = 100

export function instanceRoutes(app: FastifyInstance, { queries }: FcApiDeps): void {
  app.get<FunctionRoute>('/functions/:functionName/instances', async (request) => {
    const { query, params } = request
    refuseOtherQualifier(query)
    queryChoice(query, 'withAllActive', ['true', 'false'])
    const target = { accountId: accountOf(request).id, functionName: params.functionName }
    await queries.getFunction(target) // function_not_found
    const statuses = statusesOf(query)
    const matches = filterOf(query, statuses)
    const limit = pageLimit(query)
    const instanceIds = queryList(query, 'instanceIds')
    if (instanceIds !== null && instanceIds.length > MAX_IDS) {
      throw invalidArgument(`query parameter instanceIds names ${instanceIds.length} instances: at most ${MAX_IDS}`)
    }
    const all = { ...target, instanceIds, endedLimit: statuses.has('Destroyed') ? BATCH : 0 }
    const found: InstanceRecord[] = []
    for await (const instance of instancesFrom(queries, all, queryText(query, 'startKey'))) {
      if (matches(instance)) found.push(instance)
      if (found.length === limit) break
    }
    return { instances: found.map(instanceWire), requestId: request.id }
  })
}

type All = Omit<InstanceQuery, 'cursor'>

/** Every instance from that of the key on. */
async function* instancesFrom(queries: Pick<TaskQueries, 'listInstances'>, all: All, startKey: string | undefined) {
  const fromKey = (list: InstanceRecord[]) =>
    list.slice(
      Math.max(
        0,
        list.findIndex(({ instanceId }) => instanceId === startKey),
      ),
    )
  if (all.instanceIds !== null) {
    const { living, ended } = await queries.listInstances({ ...all, cursor: null })
    yield* fromKey([...living, ...ended])
    return
  }
  const first = startKey === undefined ? null : await instanceOf(queries, all, startKey)
  let cursor: string | null = null
  if (first !== null && first.endedAtMs !== null) {
    yield first
    cursor = instanceCursor(first)
  }
  do {
    const page: InstancePage = await queries.listInstances({ ...all, cursor })
    if (cursor === null) yield* fromKey(page.living)
    yield* page.ended
    cursor = page.nextCursor
  } while (cursor !== null)
}

async function instanceOf(queries: Pick<TaskQueries, 'listInstances'>, all: All, instanceId: string) {
  const page = await queries.listInstances({ ...all, instanceIds: [instanceId], cursor: null })
  const instance = page.living[0] ?? page.ended[0]
  if (instance === undefined)
    throw invalidArgument(`query parameter startKey names no instance of this function: '${instanceId}'`)
  return instance
}

function statusesOf(query: Query): ReadonlySet<string> {
  const wanted = queryList(query, 'instanceStatus') ?? STATUSES
  const unknown = wanted.find((one) => !STATUSES.some((status) => status === one))
  if (unknown !== undefined) {
    throw invalidArgument(`query parameter instanceStatus must hold ${STATUSES.join(', ')}, not '${unknown}'`)
  }
  return new Set(wanted)
}

function filterOf(query: Query, statuses: ReadonlySet<string>): (instance: InstanceRecord) => boolean {
  const fromMs = queryInteger(query, 'startTimeMs') ?? 0
  const toMs = queryInteger(query, 'endTimeMs') ?? Number.MAX_SAFE_INTEGER
  return ({ state, createdAtMs, endedAtMs }) =>
    statuses.has(STATUS_OF[state]) && createdAtMs <= toMs && (endedAtMs ?? Number.MAX_SAFE_INTEGER) >= fromMs
}

/** JSON text of a list of texts. Null: it is not restricted. */
function queryList(query: Query, name: string): string[] | null {
  const text = queryText(query, name)
  if (text === undefined) return null
  let list: unknown
  try {
    list = JSON.parse(text)
  } catch {
    list = null
  }
  if (!Array.isArray(list) || !list.every((one) => typeof one === 'string')) {
    throw invalidArgument(`query parameter ${name} must be a JSON list of texts, not '${text}'`)
  }
  return list
}

function instanceWire({ instanceId, state, createdAtMs, endedAtMs }: InstanceRecord) {
  return {
    instanceId,
    versionId: '0',
    qualifier: 'LATEST',
    status: STATUS_OF[state],
    resourceType: 'OnDemand', // [U] its other values: we have no provisioned ones
    createdTimeMs: createdAtMs,
    destroyedTimeMs: instanceStates.isFinal(state) ? (endedAtMs ?? undefined) : undefined,
  }
}
