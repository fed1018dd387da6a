/**
 * The console's methods about logs: one stream of what the functions of its account wrote. The lines that FC
 * writes around an execution are in the log of a task only, where their place is known (taskLog.ts); a
 * runtime that prints them itself is not corrected here.
 */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { LogChunk, LogFilter, logsContract } from '../../../shared/contract/logs.contract.ts'
import { AppError } from '../../../shared/errors.ts'
import type { SearchQuery, SearchSlice } from '../../logs/logSearch.ts'
import type { StreamFilter, StreamQuery, StreamSlice } from '../../logs/logStream.ts'
import type { Volume, VolumeQuery } from '../../logs/logVolume.ts'
import { accountId, type ConsoleDeps } from './consoleDeps.ts'
import { LogNames } from './logNames.ts'

/** The log thread's reads, from the other side of a port; unavailable while it is being replaced. */
export type StreamReader = {
  readStream(query: StreamQuery): Promise<StreamSlice>
  searchStream(query: SearchQuery): Promise<SearchSlice>
  readVolume(query: VolumeQuery): Promise<Volume>
}

export function logHandlers(deps: ConsoleDeps): Handlers<typeof logsContract> {
  let known: LogNames | null = null
  return {
    'logs.read': async ({ filter, fromChunk = null, ...query }) => {
      const { names, answer } = await ask(filter, (narrowed) =>
        deps.log.readStream({ ...query, fromChunk, filter: narrowed }),
      )
      const { chunks, damage, ...slice } = answer
      const taskIds = await names.taskIds(chunks.map(({ taskSeq }) => taskSeq))
      return {
        ...slice,
        chunks: chunks.map((row) => chunkOf(row, { names, taskIds })),
        damage: damage && { ...damage, atMs: Math.round(damage.atMs) },
      }
    },
    'logs.search': async ({ filter, fromChunk = null, ...query }) =>
      (await ask(filter, (narrowed) => deps.log.searchStream({ ...query, fromChunk, filter: narrowed }))).answer,
    'logs.volume': async ({ filter, ...query }) => {
      if (query.beforeMs <= query.fromMs) throw new AppError('invalid_input', 'beforeMs must be later than fromMs')
      return (await ask(filter, (narrowed) => deps.log.readVolume({ ...query, filter: narrowed }))).answer
    },
  }

  /** Asks again when a function was created meanwhile, which may have written already. */
  async function ask<T>(filter: LogFilter, read: (filter: StreamFilter) => Promise<T>) {
    known ??= new LogNames(deps.queries, await accountId(deps))
    const names = known
    for (let count = await names.update(); ; ) {
      const { functions, instanceId = null, fromMs = null, beforeMs = null } = filter
      const answer = await read({ functionIds: names.functionIds(functions), instanceId, fromMs, beforeMs })
      const countNow = await names.update()
      if (countNow === count) return { names, answer }
      count = countNow
    }
  }
}

type Naming = { names: LogNames; taskIds: ReadonlyMap<number, string> }

function chunkOf(row: StreamSlice['chunks'][number], { names, taskIds }: Naming): LogChunk {
  const taskId = (row.taskSeq === null ? undefined : taskIds.get(row.taskSeq)) ?? null
  return {
    id: row.id,
    functionName: names.functionName(row.functionId),
    instanceId: row.instanceId,
    taskId,
    attempt: taskId === null ? null : row.attempt,
    stream: row.stream,
    atMs: row.firstAtMs,
    text: row.text,
  }
}
