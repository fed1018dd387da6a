/** One instance and what ran in it, for its page. */
import { create } from 'zustand'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { instancesContract } from '../../shared/contract/instances.contract.ts'
import type { TaskRow } from '../../shared/contract/taskShapes.ts'
import { AppError } from '../../shared/errors.ts'
import { client } from '../bridge/client.ts'
import { follow } from './live.ts'
import { paced } from './paced.ts'
import { whileVisible } from './visibility.ts'

export type InstanceDetail = OutputOf<(typeof instancesContract)['instances.get']>

type InstancePage = {
  instanceId: string | null
  instance: InstanceDetail | null // null: not read yet, or there is none
  tasks: TaskRow[] | null // the latest that ran in it last
  error: AppError | null // of the latest read; what was read before stays
}

const NOTHING: InstancePage = { instanceId: null, instance: null, tasks: null, error: null }
export const useInstancePage = create<InstancePage>(() => NOTHING)

export const TASK_COUNT = 50

/** While somebody looks, until the returned function is called. */
export function followInstance(instanceId: string): () => void {
  if (useInstancePage.getState().instanceId !== instanceId) useInstancePage.setState({ ...NOTHING, instanceId })
  return whileVisible(() => {
    const stops = [
      follow(
        'instances',
        paced(() => loadInstance(instanceId)),
      ),
      follow(
        'tasks',
        paced(() => loadTasks(instanceId)),
      ),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  })
}

export const loadInstance = (instanceId: string): Promise<void> =>
  read(instanceId, async () => ({ instance: await client['instances.get']({ instanceId }), error: null }))

const loadTasks = (instanceId: string): Promise<void> =>
  read(instanceId, async () => {
    const { tasks } = await client['tasks.list']({ filter: { instanceId }, limit: TASK_COUNT })
    return { tasks }
  })

async function read(instanceId: string, part: () => Promise<Partial<InstancePage>>): Promise<void> {
  const merge = (fields: Partial<InstancePage>) => {
    if (useInstancePage.getState().instanceId === instanceId) useInstancePage.setState(fields)
  }
  try {
    merge(await part())
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    merge({ error })
  }
}
