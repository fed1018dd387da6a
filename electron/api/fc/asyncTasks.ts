/**
 * GetAsyncTask, ListAsyncTasks and StopAsyncTask (FC.md section 1.5). Plain asynchronous calls leave
 * no record that FC would show, so all three act as if there were none (DESIGN.md section 1).
 */
import type { FastifyInstance } from 'fastify'
import { taskStates } from '../../../shared/domain/taskStates.ts'
import { AppError } from '../../../shared/errors.ts'
import type { FcApiDeps } from './deps.ts'
import {
  accountOf,
  type FunctionRoute,
  pageLimit,
  queryChoice,
  queryInteger,
  queryText,
  refuseOtherQualifier,
} from './requestParts.ts'
import { detailWire, summaryWire } from './taskWire.ts'

type TaskRoute = FunctionRoute & { Params: { taskId: string } }

export function asyncTaskRoutes(app: FastifyInstance, { commands, queries, region }: FcApiDeps): void {
  app.get<TaskRoute>('/functions/:functionName/async-tasks/:taskId', async (request) => {
    refuseOtherQualifier(request.query)
    const account = accountOf(request)
    const task = await getTask({ accountId: account.id, ...request.params })
    return detailWire(task, { region, accountUid: account.uid })
  })

  app.get<FunctionRoute>('/functions/:functionName/async-tasks', async (request) => {
    const { query, params } = request
    refuseOtherQualifier(query)
    const account = accountOf(request)
    const state = queryChoice(query, 'status', taskStates.states)
    const page = await queries.listTasks({
      filter: {
        accountId: account.id,
        functionName: params.functionName,
        states: state === undefined ? null : [state],
        idPrefix: queryText(query, 'prefix') ?? null,
        startedFromMs: queryInteger(query, 'startedTimeBegin') ?? null,
        startedToMs: queryInteger(query, 'startedTimeEnd') ?? null,
        onlyTasks: true,
      },
      order: queryChoice(query, 'sortOrderByTime', ['asc', 'desc']) ?? 'desc', // [U] which one FC takes by default
      limit: pageLimit(query),
      cursor: queryText(query, 'nextToken') ?? null,
      includePayload: queryChoice(query, 'includePayload', ['true', 'false']) === 'true',
    })
    const place = { region, accountUid: account.uid }
    return { tasks: page.tasks.map((task) => summaryWire(task, place)), nextToken: page.nextCursor ?? undefined }
  })

  app.put<TaskRoute>('/functions/:functionName/async-tasks/:taskId/stop', async (request, reply) => {
    refuseOtherQualifier(request.query)
    const target = { accountId: accountOf(request).id, ...request.params }
    await getTask(target)
    await commands.stop(target)
    return reply.code(204).send()
  })

  async function getTask(target: { accountId: number; functionName: string; taskId: string }) {
    const task = await queries.getTask(target)
    if (!task.isTask) {
      throw new AppError(
        'task_not_found',
        `task '${target.taskId}' of function '${target.functionName}' does not exist: it was called asynchronously without task mode (asyncTask)`,
      )
    }
    return task
  }
}
