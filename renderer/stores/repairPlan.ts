/**
 * What a replay or a compensation of a selection would do, as the host planned it, and its run. The selection of
 * the plan is frozen: what comes later is not in it, and exactly that selection is run.
 */
import { create } from 'zustand'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { RepairSelection } from '../../shared/contract/repairShapes.ts'
import type { Batch, repairsContract } from '../../shared/contract/repairs.contract.ts'
import type { AppError } from '../../shared/errors.ts'
import { client } from '../bridge/client.ts'
import { expectOwnTask } from './taskList.ts'
import { asAppError } from './taskLog.ts'

export type ReplayPlan = OutputOf<(typeof repairsContract)['repairs.planReplay']>
export type CompensationPlan = OutputOf<(typeof repairsContract)['repairs.planCompensation']>
export type { Batch }
export type Plan = { kind: 'replay'; plan: ReplayPlan } | { kind: 'compensation'; plan: CompensationPlan }

export type RepairPlan = {
  selection: RepairSelection | null
  planned: Plan | null
  /** Why there is no plan. */
  error: AppError | null
  delaySeconds: number | null
  isRunning: boolean
  /** Why it was not run. */
  refusal: AppError | null
  /** The function whose compensation is being named. */
  naming: string | null
}

const NOTHING: RepairPlan = {
  selection: null,
  planned: null,
  error: null,
  delaySeconds: 0,
  isRunning: false,
  refusal: null,
  naming: null,
}
export const useRepairPlan = create<RepairPlan>(() => NOTHING)
/** Grows with each plan that is opened: what comes for one before is dropped. */
let lastOpened = 0

export const repairPlanActions = {
  open: async (kind: Plan['kind'], selection: RepairSelection): Promise<void> => {
    const opened = ++lastOpened
    useRepairPlan.setState({ ...NOTHING, selection })
    await plan(kind, { selection, opened })
  },
  close: (): void => {
    lastOpened++
    useRepairPlan.setState(NOTHING, true)
  },
  setDelay: (delaySeconds: number | null): void => useRepairPlan.setState({ delaySeconds, refusal: null }),

  /** What is run is what the plan said. Null: refused, and `refusal` says why, or under way already. */
  run: async (): Promise<Batch | null> => {
    const { planned, isRunning, delaySeconds } = useRepairPlan.getState()
    if (planned === null || isRunning || planned.plan.newCount === 0) return null
    const opened = lastOpened
    const { selection } = planned.plan
    useRepairPlan.setState({ isRunning: true, refusal: null })
    try {
      const batch =
        planned.kind === 'replay'
          ? await client['repairs.replay']({ selection, delaySeconds: delaySeconds ?? 0 })
          : await client['repairs.compensate']({ selection })
      expectOwnTask()
      return batch
    } catch (cause) {
      if (opened === lastOpened) useRepairPlan.setState({ refusal: asAppError(cause) })
      return null
    } finally {
      if (opened === lastOpened) useRepairPlan.setState({ isRunning: false })
    }
  },

  /** Names what compensates a function, and plans again with it. */
  nameCompensation: async (functionName: string, compensation: string): Promise<void> => {
    const { selection, naming } = useRepairPlan.getState()
    if (selection === null || naming !== null) return
    const opened = lastOpened
    useRepairPlan.setState({ naming: functionName, refusal: null })
    try {
      await client['repairs.setCompensation']({ functionName, compensation })
      if (opened === lastOpened) await plan('compensation', { selection, opened })
    } catch (cause) {
      if (opened === lastOpened) useRepairPlan.setState({ refusal: asAppError(cause) })
    } finally {
      if (opened === lastOpened) useRepairPlan.setState({ naming: null })
    }
  },
}

async function plan(kind: Plan['kind'], { selection, opened }: { selection: RepairSelection; opened: number }) {
  try {
    const planned: Plan =
      kind === 'replay'
        ? { kind, plan: await client['repairs.planReplay']({ selection }) }
        : { kind, plan: await client['repairs.planCompensation']({ selection }) }
    if (opened === lastOpened) useRepairPlan.setState({ planned, error: null })
  } catch (cause) {
    if (opened === lastOpened) useRepairPlan.setState({ error: asAppError(cause) })
  }
}
