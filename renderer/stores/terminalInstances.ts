/**
 * What the window's terminals need to know of their instances: whether they live, work, or have left something
 * behind. A cache; one that was never asked for is not in it, one that the host does not know is null.
 */
import { create } from 'zustand'
import type { InstanceRow } from '../../shared/contract/instances.contract.ts'
import { instanceStates } from '../../shared/domain/instanceStates.ts'
import { SECOND_MS } from '../../shared/units/time.ts'
import { client } from '../bridge/client.ts'
import { follow, useLive } from './live.ts'
import { paced } from './paced.ts'
import { asAppError } from './taskLog.ts'
import { type Terminal, useTerminals } from './terminals.ts'

export type InstanceFacts = Pick<InstanceRow, 'state' | 'heldUntilMs'> & { isWorking: boolean }
type Known = Record<string, InstanceFacts | null>

export const useTerminalInstances = create<Known>(() => ({}))

/** It has failed, and what is left of it can still be logged in to. */
export const isHeld = (facts: InstanceFacts | null | undefined, nowMs: number): boolean =>
  facts !== null && facts !== undefined && facts.heldUntilMs !== null && facts.heldUntilMs > nowMs

/** The terminal is in what is left of an instance: it was opened there, or has stayed when the instance failed. */
export const isInRemains = (terminal: Terminal, facts: InstanceFacts | null | undefined): boolean =>
  terminal.isHeld ||
  (facts !== null && facts !== undefined && facts.heldUntilMs !== null && instanceStates.isFinal(facts.state))

/** An ended one is asked for again after this time, because it may be held a moment after its end. */
const ASK_AGAIN_AFTER_MS = 3 * SECOND_MS
const askedAtMs = new Map<string, number>()

/** Follows those of the terminals; ends when the returned function is called. */
export function followTerminalInstances(): () => void {
  const stopRows = follow('instances', paced(pull))
  const stopNew = useTerminals.subscribe((now, before) => {
    if (now.terminals !== before.terminals) void pull().catch(() => {})
  })
  return () => {
    stopRows()
    stopNew()
  }
}

async function pull(): Promise<void> {
  const ids = new Set(useTerminals.getState().terminals.map(({ instanceId }) => instanceId))
  if (ids.size === 0 || useLive.getState().isPaused) return
  const { living } = await client['instances.list']({ endedLimit: 0 })
  const known: Known = {}
  for (const row of living) {
    if (ids.delete(row.instanceId)) known[row.instanceId] = factsOf(row)
  }
  keep(known)
  await Promise.all([...ids].map(askAgain))
}

async function askAgain(instanceId: string): Promise<void> {
  const nowMs = performance.now()
  if (nowMs - (askedAtMs.get(instanceId) ?? Number.NEGATIVE_INFINITY) >= ASK_AGAIN_AFTER_MS) await askFor(instanceId)
}

/** One that may have no terminal. */
export async function askFor(instanceId: string): Promise<void> {
  askedAtMs.set(instanceId, performance.now())
  try {
    keep({ [instanceId]: factsOf(await client['instances.get']({ instanceId })) })
  } catch (error) {
    if (asAppError(error).code === 'instance_not_found') keep({ [instanceId]: null })
  }
}

const factsOf = ({ state, heldUntilMs, runs }: InstanceRow): InstanceFacts => ({
  state,
  heldUntilMs,
  isWorking: runs.length > 0,
})

/** What is the same as before stays the same object, so that nothing is drawn again for it. */
function keep(facts: Known): void {
  const before = useTerminalInstances.getState()
  const changed = Object.entries(facts).filter(([id, one]) => !isSame(before[id], one))
  if (changed.length > 0) useTerminalInstances.setState(Object.fromEntries(changed))
}

function isSame(a: InstanceFacts | null | undefined, b: InstanceFacts | null): boolean {
  if (a === undefined || a === null || b === null) return a === b
  return a.state === b.state && a.heldUntilMs === b.heldUntilMs && a.isWorking === b.isWorking
}
