/** Which dialog of the repairs is open. They are mounted once, over every screen; each has a store of its own. */
import { create } from 'zustand'
import type { RepairSelection } from '../../shared/contract/repairShapes.ts'
import type { TaskTarget } from './route.ts'

export type RepairDialog =
  /** One task with its payload in an editor. */
  | { kind: 'edited'; target: TaskTarget }
  /** What would be made, before it is made. */
  | { kind: 'replay' | 'compensation'; selection: RepairSelection }
  /** What one run has made so far. */
  | { kind: 'receipt'; batchId: number; isFromList: boolean }
  | { kind: 'batches' }

type Repair = { dialog: RepairDialog | null }

export const useRepair = create<Repair>(() => ({ dialog: null }))

const open = (dialog: RepairDialog) => useRepair.setState({ dialog })

export const openReplay = (selection: RepairSelection): void => open({ kind: 'replay', selection })
export const openReplayEdited = ({ functionName, taskId }: TaskTarget): void =>
  open({ kind: 'edited', target: { functionName, taskId } })
export const openCompensation = (selection: RepairSelection): void => open({ kind: 'compensation', selection })
export const openReceipt = (batchId: number, { isFromList = false } = {}): void =>
  open({ kind: 'receipt', batchId, isFromList })
export const openBatches = (): void => open({ kind: 'batches' })
export const closeRepair = (): void => useRepair.setState({ dialog: null })
