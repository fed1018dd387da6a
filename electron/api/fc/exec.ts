/**
 * InstanceExec: a WebSocket into a running instance, at the paths of FC 3.0 and FC 2.0 (FC.md section 1.7).
 *
 * What runs is started before the connection is upgraded, so that whatever is wrong is an HTTP status with a
 * body, which clients show. It ends with the connection, also with one that never gets as far as a WebSocket.
 */
import type { WebSocket } from '@fastify/websocket'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../../../shared/errors.ts'
import type { LoginTarget } from '../../base/instanceCalls.ts'
import type { Session } from '../../terminal/session.ts'
import type { FcApiDeps } from './deps.ts'
import { bridgeExec, CLIENT_GONE } from './execBridge.ts'
import { type ExecWish, execWish } from './execQuery.ts'
import { FcError, invalidArgument } from './fcErrors.ts'
import { accountOf, type FunctionRoute, refuseOtherQualifier } from './requestParts.ts'

type ExecRoute = FunctionRoute & { Params: { instanceId: string } }
type Fc2ExecRoute = ExecRoute & { Params: { service: string } }

const EXEC_PATH = '/functions/:functionName/instances/:instanceId/exec'

export function execRoutes(app: FastifyInstance, deps: FcApiDeps): void {
  const start = starter(deps)
  const preHandler = async (request: FastifyRequest<ExecRoute>) => {
    refuseOtherQualifier(request.query)
    await start.session(request)
  }
  app.get<ExecRoute>(EXEC_PATH, { websocket: true, preHandler }, start.bridge)
}

/** There are no services in FC 3.0, so their names say nothing; what follows a dot is the qualifier. */
export function fc2ExecRoutes(app: FastifyInstance, deps: FcApiDeps): void {
  const start = starter(deps)
  const preHandler = async (request: FastifyRequest<Fc2ExecRoute>) => {
    const [, qualifier] = request.params.service.split('.', 2)
    refuseOtherQualifier({ qualifier })
    await start.session(request)
  }
  app.get<Fc2ExecRoute>(`/services/:service${EXEC_PATH}`, { websocket: true, preHandler }, start.bridge)
}

const notAWebSocket = () => invalidArgument('an exec is a WebSocket: the request asks for no upgrade to one')

function starter({ queries, openSession, clock }: FcApiDeps) {
  const started = new WeakMap<FastifyRequest, { session: Session; wish: ExecWish }>()

  async function hasEnded({ instanceId, ...owned }: Owned): Promise<boolean> {
    const query = { ...owned, instanceIds: [instanceId], endedLimit: 1, cursor: null }
    return (await queries.listInstances(query)).ended.length > 0
  }

  return {
    async session(request: FastifyRequest<ExecRoute>): Promise<void> {
      if (!request.ws) throw notAWebSocket()
      const wish = execWish(request.query)
      const { functionName, instanceId } = request.params
      const owned = { accountId: accountOf(request).id, functionName }
      const { functionId } = await queries.getFunction(owned)
      const mayEnter = (target: LoginTarget) => {
        if (target.functionId !== functionId) return false
        if (target.isHeld) throw onlyHeld(instanceId)
        return true
      }
      const { command, window } = wish
      const session = await openSession({ instanceId, mayEnter, window, command }).catch(async (error) => {
        const isUnknown = error instanceof AppError && error.code === 'instance_not_found'
        throw isUnknown && (await hasEnded({ ...owned, instanceId })) ? ended(instanceId) : error
      })
      const { socket } = request.raw
      if (socket.destroyed) {
        session.end(CLIENT_GONE)
        throw new FcError('PreconditionFailed', CLIENT_GONE)
      }
      socket.once('close', () => session.end(CLIENT_GONE))
      started.set(request, { session, wish })
    },
    bridge(socket: WebSocket, request: FastifyRequest<ExecRoute>): void {
      const exec = started.get(request)
      if (exec === undefined) throw new AppError('internal', 'an exec was upgraded before it was started')
      bridgeExec(socket, { ...exec, clock })
    },
  }
}

type Owned = { accountId: number; functionName: string; instanceId: string }

const ended = (instanceId: string) =>
  new AppError('instance_ended', `instance '${instanceId}' has ended: only a running one can be entered`)

const onlyHeld = (instanceId: string) =>
  new AppError(
    'instance_ended',
    `instance '${instanceId}' has failed and is only held to be looked at; FC lets nobody into such a one: "taskyard exec ${instanceId}" does`,
  )
