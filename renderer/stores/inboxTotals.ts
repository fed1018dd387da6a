/** How many groups and dead letters the inbox has: for its badge, its tabs and the overview. The last numbers stay. */
import { create } from 'zustand'
import type { ConsoleContract } from '../../shared/contract/console.contract.ts'
import type { OutputOf } from '../../shared/contract/contract.ts'
import { client } from '../bridge/client.ts'
import { follow } from './live.ts'
import { paced } from './paced.ts'
import { whileVisible } from './visibility.ts'

export type InboxTotals = OutputOf<ConsoleContract['inbox.totals']>

/** Null: not heard of yet. */
export const useInboxTotals = create<{ totals: InboxTotals | null }>(() => ({ totals: null }))

/** Once, after `connect`: one call at a time, and at most one a second. Ends when the returned function is called. */
export const startInboxTotals = (): (() => void) => whileVisible(() => follow('tasks', paced(pull)))

/** Also with each page of groups, which says them as well. Nothing is drawn again when they are the same. */
export function takeInboxTotals(totals: InboxTotals): void {
  if (JSON.stringify(totals) !== JSON.stringify(useInboxTotals.getState().totals)) useInboxTotals.setState({ totals })
}

/** They are another project's. */
export const forgetInboxTotals = (): void => useInboxTotals.setState({ totals: null })

/** Groups that nobody has looked after yet; 0 while that is not known. */
export const selectUnread = ({ totals }: { totals: InboxTotals | null }): number => totals?.unreadGroups ?? 0

async function pull(): Promise<void> {
  takeInboxTotals(await client['inbox.totals']({}))
}
