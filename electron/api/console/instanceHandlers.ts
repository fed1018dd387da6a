/**
 * The console's methods about instances. While the scheduler is being replaced they are told as the database
 * knows them; what is to be done to one has to wait.
 */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { instancesContract } from '../../../shared/contract/instances.contract.ts'
import { AppError } from '../../../shared/errors.ts'
import { SECOND_MS } from '../../../shared/units/time.ts'
import type { LiveInstance, Samples } from '../../base/instanceCalls.ts'
import type { NewOperation } from '../../engine/operations/operationPorts.ts'
import type { InstanceQuery } from '../../engine/ports.ts'
import { accountId, type ConsoleDeps } from './consoleDeps.ts'
import { instanceRow, instanceRows, type LiveById, NO_SAMPLES, recentOf } from './instanceRows.ts'

/** A scheduler that has not answered by then is being replaced, or too busy to be waited for. */
const LIVE_PATIENCE_MS = SECOND_MS / 2

export function instanceHandlers(deps: ConsoleDeps): Handlers<typeof instancesContract> {
  const { instances, queries } = deps
  const pageOf = async (query: Partial<InstanceQuery>) =>
    queries.listInstances({
      accountId: await accountId(deps),
      functionName: null,
      instanceIds: null,
      endedLimit: 0,
      cursor: null,
      ...query,
    })

  return {
    'instances.list': async ({ functionName = null, endedLimit, cursor = null }) => {
      const live = await liveById() // first, so that the newer word is the database's
      const page = await pageOf({ functionName, endedLimit, cursor })
      return { ...instanceRows(page, live), nextCursor: page.nextCursor }
    },
    'instances.get': async ({ instanceId }) => {
      const found = await find(instanceId)
      const row = instanceRow(found)
      const samples = await samplesOf(instanceId, row.endedAtMs !== null)
      return { ...row, ...recentOf(samples), samples }
    },
    'instances.stop': async ({ instanceId, when }) => {
      const functionName = await act(instanceId, () => instances.stopInstance({ instanceId, when }))
      await record({ action: 'instance.stop', target: instanceId, detail: { functionName, when } })
      return {}
    },
    'instances.restart': async ({ instanceId }) => {
      const functionName = await act(instanceId, () => instances.restartInstance(instanceId))
      await record({ action: 'instance.restart', target: instanceId, detail: { functionName } })
      return {}
    },
    'instances.prewarm': async ({ functionName, count }) => {
      const { functionId } = await queries.getFunction({ accountId: await accountId(deps), functionName })
      const started = await instances.prewarm({ functionId, count })
      const { startedCount } = started
      if (startedCount > 0) await record({ action: 'instance.prewarm', target: functionName, count: startedCount })
      return started
    },
  }

  async function record(operation: Omit<NewOperation, 'accountId'>): Promise<void> {
    await deps.commands.recordOperation({ accountId: await accountId(deps), ...operation })
  }

  /** Empty while no scheduler answers. */
  async function liveById(): Promise<LiveById> {
    const list = await withinPatience(instances.liveInstances())
    return new Map((list ?? []).map((one) => [one.instanceId, one]))
  }

  /** Throws instance_not_found, also for one of another account. */
  async function find(instanceId: string) {
    const live: LiveInstance | null = (await liveById()).get(instanceId) ?? null
    const page = await pageOf({ instanceIds: [instanceId] })
    const record = page.living[0] ?? page.ended[0] ?? null
    const functionId = (record ?? live)?.functionId
    const owner = page.functions.find((one) => one.functionId === functionId)
    if (owner === undefined) {
      throw new AppError(
        'instance_not_found',
        `there is no instance '${instanceId}' in this project: look for it in the list of instances`,
      )
    }
    return { owner, record, live }
  }

  /** The scheduler's while it lives; later, or when that does not answer, those that were kept. */
  async function samplesOf(instanceId: string, hasEnded: boolean): Promise<Samples> {
    const live = hasEnded ? null : await withinPatience(instances.samplesOf(instanceId))
    return live ?? (await withinPatience(deps.samples.readInstanceSamples(instanceId))) ?? NO_SAMPLES
  }

  /** Returns whose instance it is. Throws instance_not_found, instance_ended, and what the scheduler throws. */
  async function act(instanceId: string, action: () => Promise<void>): Promise<string> {
    const { owner, record, live } = await find(instanceId)
    if (record !== null && record.endedAtMs !== null && !live?.heldUntilMs) throw ended(instanceId, record.detail)
    try {
      await action()
      return owner.functionName
    } catch (error) {
      if (error instanceof AppError && error.code === 'instance_not_found')
        throw ended(instanceId, record?.detail ?? null)
      throw error
    }
  }
}

const ended = (instanceId: string, detail: string | null) =>
  new AppError(
    'instance_ended',
    `instance '${instanceId}' has ended${detail === null ? '' : ` (${detail})`}: there is nothing left of it to stop or restart`,
  )

/** Null when there is no answer in time, or nobody to give one. */
async function withinPatience<T>(answer: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const timeUp = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, LIVE_PATIENCE_MS, null)
  })
  try {
    return await Promise.race([answer, timeUp])
  } catch (error) {
    if (error instanceof AppError && error.code === 'unavailable') return null
    throw error
  } finally {
    clearTimeout(timer)
  }
}
