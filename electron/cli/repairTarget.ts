/** Which tasks `taskyard replay` and `taskyard compensate` are about: some of a function, or a group of the inbox. */
import { InvalidArgumentError } from 'commander'
import type { RepairSelection } from '../../shared/contract/repairShapes.ts'
import { AppError } from '../../shared/errors.ts'
import type { ConsoleClient } from './consoleClient.ts'

export type RepairTarget = { functionName: string | undefined; taskIds: string[]; groupId: number | undefined }

/** Throws invalid_input, task_not_found. */
export async function selectionOf(client: ConsoleClient, target: RepairTarget): Promise<RepairSelection> {
  const { functionName, taskIds, groupId } = target
  if (groupId !== undefined) {
    if (functionName === undefined) return { groupId }
    throw new AppError('invalid_input', '--group goes without the name of a function')
  }
  if (functionName === undefined || taskIds.length === 0) {
    throw new AppError('invalid_input', 'say which: a function and the ids of its tasks, or --group <number>')
  }
  const seqs: number[] = []
  for (const taskId of taskIds) seqs.push((await client['tasks.get']({ functionName, taskId })).seq)
  return { seqs }
}

/** For commander: a number of a list, such as a group's. */
export function numberOf(what: string) {
  return (text: string): number => {
    if (!/^\d{1,16}$/.test(text)) throw new InvalidArgumentError(`It is the number of a ${what}.`)
    return Number(text)
  }
}
