/** Shapes that dead letters, repairs and deliveries share. */
import { z } from 'zod'

export const codeHash = z.string()

export const groupState = z.enum(['New', 'Acknowledged', 'Ignored', 'Resolved', 'Regressed'])
export type GroupState = z.output<typeof groupState>

/** Whichever comes first; all null: for good. */
export const ignoredUntil = z.object({
  atMs: z.int().nullable(),
  moreCount: z.int().nullable(), // letters that may still come
  untilCodeChanges: z.boolean(),
})

export const deliveryKind = z.enum(['function', 'queue', 'http', 'unsupported'])
export type DeliveryKind = z.output<typeof deliveryKind>
export const deliveryState = z.enum(['Pending', 'Succeeded', 'Failed'])
export type DeliveryState = z.output<typeof deliveryState>
export const deliveryCause = z.enum(['success', 'failure', 'test'])

/** What resolved a dead letter. */
export const resolvedBy = z.enum(['replay', 'compensation', 'hand'])

/** Which tasks: some, the newest first, or every open letter of a group as it was at an instant. */
export const repairSelection = z.union([
  z.strictObject({ seqs: z.array(z.int()).min(1).max(10_000) }),
  z.strictObject({ groupId: z.int(), lastLetterId: z.int().optional() }), // without: as it is now
])
export type RepairSelection = z.output<typeof repairSelection>
