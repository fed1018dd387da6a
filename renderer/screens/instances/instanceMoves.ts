/** What a click on an instance does: toasts say what came of it. */

import { AppError } from '../../../shared/errors.ts'
import { shortInstanceId } from '../../../shared/format/shortInstanceId.ts'
import { text } from '../../i18n/text.ts'
import { instanceActions } from '../../stores/instanceActions.ts'
import type { InstanceRow } from '../../stores/instances.ts'
import { LOGS_ROUTE, navigate } from '../../stores/route.ts'
import { logIn } from '../../stores/terminals.ts'
import { toast } from '../../ui/index.ts'

type Instance = Pick<InstanceRow, 'instanceId' | 'functionName' | 'state' | 'endedAtMs' | 'heldUntilMs'>

/** Also of a held one: what is left of it. */
export const canLogIn = ({ state, endedAtMs, heldUntilMs }: Instance): boolean =>
  endedAtMs === null ? state !== 'starting' : heldUntilMs !== null

export const logInTo = ({ instanceId }: Instance): Promise<void> => logIn(instanceId)

export const showLogs = ({ instanceId }: Instance): void => navigate({ ...LOGS_ROUTE, instanceId })

export async function stopInstance({ instanceId, endedAtMs }: Instance, when: 'afterTasks' | 'now'): Promise<void> {
  const id = shortInstanceId(instanceId)
  await told(async () => {
    await instanceActions.stop(instanceId, when)
    return endedAtMs === null ? text('instances.stopped', { id }) : text('instances.heldEnded', { id })
  })
}

export async function restartInstance({ instanceId, functionName }: Instance): Promise<void> {
  await told(async () => {
    await instanceActions.restart(instanceId)
    return text('instances.restarted', { name: functionName, id: shortInstanceId(instanceId) })
  })
}

export async function prewarm(functionName: string, count: number): Promise<void> {
  await told(async () => {
    const { startedCount, refusal } = await instanceActions.prewarm(functionName, count)
    const name = functionName
    if (refusal === null) return text('instances.prewarm.started', { count: startedCount, name })
    if (startedCount === 0) return text('instances.prewarm.refused', { name, reason: refusal })
    return text('instances.prewarm.partly', { count: startedCount, name, reason: refusal })
  })
}

async function told(work: () => Promise<string>): Promise<void> {
  try {
    toast({ text: await work() })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    toast({ text: text('instances.failed', { reason: error.message }), tone: 'fail' })
  }
}
