/** What the faces may ask about dead letters. */
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { inboxContract } from '../../../shared/contract/inbox.contract.ts'
import type { TaskAddress } from '../ports.ts'

type Outputs = { [M in keyof typeof inboxContract]: OutputOf<(typeof inboxContract)[M]> }

/** A failure of the cloud, read from the body that its destination got (FC.md section 2.6). */
export type ImportedFailure = {
  accountId: number
  functionName: string
  requestId: string
  functionArn: string
  failedAtMs: number
  attemptCount: number
  errorType: string
  payload: string
  errorBody: string
}

export type DeadLetterCommands = {
  /** group_not_found */
  setGroupState(request: {
    accountId: number
    groupIds: number[]
    state: 'New' | 'Acknowledged' | 'Resolved'
  }): Promise<Outputs['inbox.setState']>
  /** group_not_found */
  ignoreGroups(request: {
    accountId: number
    groupIds: number[]
    untilMs: number | null
    moreCount: number | null
    untilCodeChanges: boolean
  }): Promise<Outputs['inbox.ignore']>
  resolveLetters(request: { accountId: number; seqs: number[] }): Promise<Outputs['inbox.resolveLetters']>
  /** function_not_found, payload_too_large */
  importFailure(failure: ImportedFailure): Promise<Outputs['inbox.import']>
}
export const DEAD_LETTER_COMMANDS = ['setGroupState', 'ignoreGroups', 'resolveLetters', 'importFailure'] as const

export type DeadLetterQueries = {
  /** invalid_input for a cursor that is none */
  listGroups(query: {
    accountId: number
    show: 'open' | 'ignored' | 'resolved' | 'all'
    text: string | null
    limit: number
    cursor: string | null
  }): Promise<Outputs['inbox.groups']>
  /** group_not_found */
  getGroup(query: { accountId: number; groupId: number }): Promise<Outputs['inbox.group']>
  inboxTotals(accountId: number): Promise<Outputs['inbox.totals']>
  /** What a cloud command needs to know of a task. function_not_found, task_not_found */
  failureOf(query: { accountId: number } & TaskAddress): Promise<{ payload: string; functionArn: string | null }>
}
export const DEAD_LETTER_QUERIES = ['listGroups', 'getGroup', 'inboxTotals', 'failureOf'] as const
