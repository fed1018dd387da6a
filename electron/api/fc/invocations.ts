/** InvokeFunction, synchronous and asynchronous (FC.md section 1.5). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MAX_ASYNC_PAYLOAD_BYTES, MAX_DELAY_SECONDS, MAX_SYNC_PAYLOAD_BYTES } from '../../../shared/domain/limits.ts'
import { taskId } from '../../../shared/domain/taskId.ts'
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import type { InvokeOutcome } from '../../engine/ports.ts'
import type { FcApiDeps } from './deps.ts'
import { entityTooLarge, invalidArgument } from './fcErrors.ts'
import { accountOf, bodyBytes, type FunctionRoute, parsed, payloadBody, refuseOtherQualifier } from './requestParts.ts'

export function invocationRoutes(app: FastifyInstance, { commands }: FcApiDeps): void {
  app.post<FunctionRoute>(
    '/functions/:functionName/invocations',
    { bodyLimit: MAX_SYNC_PAYLOAD_BYTES },
    (request, reply) => {
      refuseOtherQualifier(request.query)
      const kind = headerChoice(request, 'x-fc-invocation-type', ['Sync', 'Async']) ?? 'Sync'
      return kind === 'Async' ? submit(request, reply) : invoke(request, reply)
    },
  )

  async function submit(request: FastifyRequest<FunctionRoute>, reply: FastifyReply): Promise<FastifyReply> {
    const bytes = bodyBytes(request)
    if (bytes.length > MAX_ASYNC_PAYLOAD_BYTES) throw entityTooLarge(MAX_ASYNC_PAYLOAD_BYTES)
    const chosenId = headerText(request, 'x-fc-async-task-id')
    const receipt = await commands.submit({
      accountId: accountOf(request).id,
      functionName: request.params.functionName,
      payload: payloadBody(bytes),
      taskId: chosenId === undefined ? null : parsed(taskId, chosenId),
      delaySeconds: delaySeconds(request),
    })
    reply.header('x-fc-request-id', receipt.requestId).header('x-fc-async-task-id', receipt.taskId)
    return reply.code(202).send()
  }

  async function invoke(request: FastifyRequest<FunctionRoute>, reply: FastifyReply): Promise<FastifyReply> {
    const wantsLogTail = headerChoice(request, 'x-fc-log-type', ['None', 'Tail']) === 'Tail'
    const outcome = await commands.invoke({
      accountId: accountOf(request).id,
      functionName: request.params.functionName,
      payload: payloadBody(bodyBytes(request)),
      wantsLogTail,
    })
    const { body } = outcome
    return reply.headers(outcomeHeaders(outcome)).send(typeof body === 'string' ? body : Buffer.from(body))
  }
}

/** A function error is HTTP 200; only X-Fc-Error-Type tells it from a result. */
function outcomeHeaders(outcome: InvokeOutcome): Record<string, string> {
  const { errorType, logTail } = outcome
  return {
    'content-type': errorType === null ? 'application/octet-stream' : 'application/json',
    'x-fc-request-id': outcome.requestId,
    'x-fc-instance-id': outcome.instanceId,
    'x-fc-code-checksum': outcome.codeChecksum,
    'x-fc-invocation-duration': String(Math.ceil(outcome.durationMs)),
    'x-fc-max-memory-usage': (outcome.peakMemoryBytes / MIB_BYTES).toFixed(2),
    'x-fc-invocation-service-version': 'LATEST',
    ...(errorType === null ? {} : { 'x-fc-error-type': errorType }),
    ...(logTail === null ? {} : { 'x-fc-log-result': Buffer.from(logTail).toString('base64') }),
  }
}

function delaySeconds(request: FastifyRequest<FunctionRoute>): number {
  const text = headerText(request, 'x-fc-async-delay')
  if (text === undefined) return 0
  if (!/^\d{1,9}$/.test(text) || Number(text) > MAX_DELAY_SECONDS) {
    throw invalidArgument(`header x-fc-async-delay must be 0 to ${MAX_DELAY_SECONDS} seconds, not '${text}'`)
  }
  return Number(text)
}

function headerText(request: FastifyRequest<FunctionRoute>, name: string): string | undefined {
  const value = request.headers[name]
  return (typeof value === 'string' ? value : value?.at(-1)) || undefined
}

function headerChoice<T extends string>(
  request: FastifyRequest<FunctionRoute>,
  name: string,
  choices: readonly T[],
): T | undefined {
  const text = headerText(request, name)
  if (text === undefined) return undefined
  const choice = choices.find((one) => one.toLowerCase() === text.toLowerCase())
  if (choice === undefined) throw invalidArgument(`header ${name} must be ${choices.join(' or ')}, not '${text}'`)
  return choice
}
