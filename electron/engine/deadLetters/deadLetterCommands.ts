/** The commands of `deadLetterPorts.ts`, each inside turns of the store. Many groups or letters take several. */
import type { OperationAction } from '../../../shared/domain/operations.ts'
import type { DeadGroupRow } from '../../storage/deadLetters.sql.ts'
import type { StoreState } from '../tasks/storeState.ts'
import type { InTurn } from '../tasks/taskStore.ts'
import type { DeadLetterCommands } from './deadLetterPorts.ts'
import { groupNotFound } from './groupNotFound.ts'
import { enterState, type IgnoredCode, type IgnoredUntil, ignore, stateAt } from './groupStates.ts'
import { importFailure } from './importFailure.ts'

/** About 5 ms each. */
const MAX_GROUPS_PER_TURN = 200
const MAX_LETTERS_PER_TURN = 500

const ACTIONS = {
  New: 'inbox.reopen',
  Acknowledged: 'inbox.acknowledge',
  Resolved: 'inbox.resolve',
} as const satisfies Record<string, OperationAction>

export function deadLetterCommands(state: StoreState, inTurn: InTurn): DeadLetterCommands {
  const { letters, operations } = state.followUps

  return {
    async setGroupState({ accountId, groupIds, state: wanted }) {
      const change = (group: DeadGroupRow, nowMs: number) => setState(group, { wanted, nowMs })
      const action = ACTIONS[wanted]
      return { changedCount: await changeGroups({ accountId, groupIds, action, detail: {}, change }) }
    },

    async ignoreGroups({ accountId, groupIds, untilMs, moreCount, untilCodeChanges }) {
      const change = (group: DeadGroupRow, nowMs: number) => {
        const until: IgnoredUntil = { atMs: untilMs, moreCount, code: untilCodeChanges ? codeOf(group) : null }
        ignore(group, until, nowMs)
        return true
      }
      const detail = { untilMs, moreCount, untilCodeChanges }
      return { changedCount: await changeGroups({ accountId, groupIds, action: 'inbox.ignore', detail, change }) }
    },

    async resolveLetters({ accountId, seqs }) {
      let changedCount = 0
      for (const part of parts([...new Set(seqs)], MAX_LETTERS_PER_TURN)) {
        changedCount += await inTurn((nowMs) => {
          const resolved = part.filter(
            (seq) => isOf(accountId, seq) && letters.resolve(seq, { by: 'hand', seq: null, atMs: nowMs }),
          )
          const count = resolved.length
          if (count > 0) operations.record({ accountId, action: 'inbox.resolve', target: lettersText(count), count })
          return count
        })
      }
      return { changedCount }
    },

    importFailure: (failure) => inTurn(() => importFailure(state, failure)),
  }

  type Change = {
    accountId: number
    groupIds: number[]
    action: OperationAction
    detail: Record<string, unknown>
    /** False: it was so already. */
    change(group: DeadGroupRow, nowMs: number): boolean
  }

  /** All groups are looked for before the first is changed. */
  async function changeGroups({ accountId, groupIds, action, detail, change }: Change): Promise<number> {
    const ids = [...new Set(groupIds)]
    let changedCount = 0
    for (const [at, part] of parts(ids, MAX_GROUPS_PER_TURN).entries()) {
      changedCount += await inTurn((nowMs) => {
        for (const id of at === 0 ? ids : part) groupOf(accountId, id)
        const changed = part.map((id) => groupOf(accountId, id)).filter((group) => change(group, nowMs))
        const [first] = changed
        if (first === undefined) return 0
        const count = changed.length
        const target = count === 1 ? groupText(first) : `${count} groups`
        operations.record({
          accountId,
          action,
          target,
          count,
          detail: { ...detail, groupIds: changed.map(({ id }) => id) },
        })
        return count
      })
    }
    return changedCount
  }

  /** Throws group_not_found. */
  function groupOf(accountId: number, id: number): DeadGroupRow {
    const group = letters.groups.byId(id)
    if (group === undefined || group.accountId !== accountId) throw groupNotFound(id)
    return group
  }

  function setState(group: DeadGroupRow, { wanted, nowMs }: { wanted: keyof typeof ACTIONS; nowMs: number }): boolean {
    const { state: before } = stateAt(group, nowMs)
    if (before === wanted && (wanted !== 'Resolved' || group.openCount === 0)) return false
    if (wanted === 'Resolved') {
      letters.sweeps.resolveAll(group, nowMs)
      return true
    }
    if (before === 'Resolved') letters.sweeps.reopenAll(group)
    enterState(group, wanted, nowMs)
    return true
  }

  /** What its functions are now, and what of them failed last. */
  function codeOf(group: DeadGroupRow): IgnoredCode {
    const code: IgnoredCode = {}
    for (const { functionId, codeHash } of letters.sql.latestVersions.all({ groupId: group.id })) {
      const current = state.functions.byId(functionId)?.record.code.hash
      code[functionId] = [...new Set([codeHash, ...(current === undefined ? [] : [current])])].filter(
        (hash) => hash !== '',
      )
    }
    return code
  }

  function isOf(accountId: number, taskSeq: number): boolean {
    const letter = letters.sql.letter.get({ taskSeq })
    return letter !== undefined && letters.groups.byId(letter.groupId)?.accountId === accountId
  }
}

const lettersText = (count: number) => (count === 1 ? '1 dead letter' : `${count} dead letters`)
const groupText = ({ errorClass, message }: DeadGroupRow) =>
  errorClass === null ? message : `${errorClass}: ${message}`

function parts<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size))
}
