/** What one task is linked with: replays, compensations, deliveries, and its place in the inbox. */
import type { TaskState } from '../../../shared/domain/taskStates.ts'
import type { LinkReads } from '../../storage/repairs.sql.ts'
import { MADE_BY } from '../../storage/tasks.sql.ts'
import type { OpenedTask, TaskAddress } from '../ports.ts'

/** Of each kind; more of them are found through the lists. */
const MAX_LINKS = 20

export type LinkedTask = TaskAddress & { state: TaskState; endedAtMs: number | null }
type Links = Pick<
  OpenedTask,
  'replayOf' | 'replays' | 'compensationOf' | 'compensations' | 'deliveryOf' | 'deliveries' | 'letter' | 'isImported'
>

/** `linked`: null for a task whose record is no longer kept, which is then left out. */
export function taskLinks(
  reads: LinkReads,
  { seq, linked }: { seq: number; linked(seq: number): LinkedTask | null },
): Links {
  const addressOf = (one: number | null | undefined): TaskAddress | null => {
    const task = one === null || one === undefined ? null : linked(one)
    return task === null ? null : { functionName: task.functionName, taskId: task.taskId }
  }
  const made = (kind: 'replay' | 'compensation') =>
    reads.made.all({ seq, kind, limit: MAX_LINKS }).flatMap((row) => linked(row.seq) ?? [])

  const madeBy = reads.madeBy.get({ seq })?.madeBy ?? null
  const delivery = madeBy === MADE_BY.delivery ? reads.deliveryOf.get({ seq }) : undefined
  const deliveredTask = addressOf(delivery?.seq)
  return {
    replayOf: addressOf(reads.origin.get({ seq, kind: 'replay' })?.seq),
    replays: made('replay').map(({ functionName, taskId, state }) => ({ functionName, taskId, state })),
    compensationOf: addressOf(reads.origin.get({ seq, kind: 'compensation' })?.seq),
    compensations: made('compensation'),
    deliveryOf:
      delivery === undefined || deliveredTask === null ? null : { ...deliveredTask, deliveryId: delivery.deliveryId },
    deliveries: reads.deliveries.all({ seq, limit: MAX_LINKS }).map(({ madeSeq, ...one }) => ({
      ...one,
      made: addressOf(madeSeq),
    })),
    letter: letterOf(),
    isImported: madeBy === MADE_BY.import,
  }

  function letterOf(): Links['letter'] {
    const letter = reads.letter.get({ seq })
    if (letter === undefined) return null
    const { resolvedSeq, ...rest } = letter
    return { ...rest, resolvedByTask: addressOf(resolvedSeq) }
  }
}
