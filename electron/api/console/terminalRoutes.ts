/**
 * What the helper `task` asks of the host, on the console's port (electron/runtimes/node/taskHelper.cjs). Only the
 * secret of a living terminal opens these; the console's token is not known inside and would not help.
 */
import type { FastifyInstance } from 'fastify'
import { AppError } from '../../../shared/errors.ts'
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import type { Clock } from '../../base/clock.ts'
import type { LogSlice, SliceOf } from '../../logs/logReads.ts'
import type { HelperSecrets } from './helperSecrets.ts'
import { type FactDeps, terminalFacts } from './terminalFacts.ts'

const PREFIX = '/terminal/'
const LOG_SLICE_BYTES = MIB_BYTES / 4

export type TerminalRouteDeps = FactDeps & {
  secrets: HelperSecrets
  log: InstanceLogReader
  clock: Pick<Clock, 'nowMs'>
}
/** The log thread's, from the other side of a port; unavailable while it is being replaced. */
export type InstanceLogReader = { readInstanceLog(query: { instanceId: string } & SliceOf): Promise<LogSlice> }
type Route = { Params: { secret: string }; Querystring: Record<string, unknown> }

/** By the route, not by the text, which may be encoded. */
export const needsTerminalSecret = (route: string | undefined) => route?.startsWith(PREFIX) === true

export function terminalRoutes(app: FastifyInstance, deps: TerminalRouteDeps): void {
  const { secrets, log, clock } = deps
  const answers = terminalFacts(deps)
  const route = (name: string) => `${PREFIX}:secret/${name}`

  app.get<Route>(route('facts'), async ({ params }) => answers.facts(secrets.targetOf(params.secret), clock.nowMs()))

  app.get<Route>(route('payload'), async ({ params }, reply) => {
    reply.type('application/octet-stream')
    return answers.payload(secrets.targetOf(params.secret))
  })

  app.get<Route>(route('environment'), async ({ params, query }) =>
    answers.environment(secrets.targetOf(params.secret), { showsSecrets: query.secrets === 'true' }),
  )

  app.get<Route>(route('logs'), async ({ params, query }) => {
    const { instanceId } = secrets.targetOf(params.secret)
    const afterChunk = Number(query.after ?? 0)
    if (!Number.isSafeInteger(afterChunk) || afterChunk < 0) {
      throw new AppError('invalid_input', `after must be the number of a chunk, not '${query.after}'`)
    }
    const slice = await log.readInstanceLog({ instanceId, afterChunk, limitBytes: LOG_SLICE_BYTES })
    const { chunks, lastChunk, hasMore } = slice
    return { chunks: chunks.map(({ stream, text }) => ({ stream, text })), lastChunk, hasMore }
  })

  app.get<Route>(route('start'), async ({ params }) => answers.start(secrets.targetOf(params.secret)))
}
