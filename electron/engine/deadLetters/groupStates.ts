/**
 * The states of a group of dead letters and what moves it from one to another (UX.md section 6). Pure: it
 * changes the row that it is given, nothing else.
 *
 * A letter makes a Resolved group Regressed; an Ignored one stays so until its time has passed, so many more
 * have come, or code that it was not ignored with fails: then it is New. The last open letter that is resolved
 * resolves its group.
 */
import type { DeadGroupRow, DeadGroupState } from '../../storage/deadLetters.sql.ts'

export type GroupFields = Pick<
  DeadGroupRow,
  | 'state'
  | 'stateAtMs'
  | 'ignoredUntilMs'
  | 'ignoredUntilCount'
  | 'ignoredCode'
  | 'totalCount'
  | 'openCount'
  | 'canReopen'
  | 'sweep'
>
/** Code hashes by function id that a group was ignored with. */
export type IgnoredCode = Record<string, string[]>
/** Whichever comes first; all null: for good. */
export type IgnoredUntil = { atMs: number | null; moreCount: number | null; code: IgnoredCode | null }

type StoredState = Pick<DeadGroupRow, 'state' | 'stateAtMs' | 'ignoredUntilMs'>

/** What the group is at an instant, and since when: time passes without anybody writing it down. */
export function stateAt({ state, stateAtMs, ignoredUntilMs }: StoredState, nowMs: number) {
  const isOver = state === 'Ignored' && ignoredUntilMs !== null && ignoredUntilMs <= nowMs
  return isOver ? { state: 'New' as const, atMs: ignoredUntilMs } : { state, atMs: stateAtMs }
}

export const isOpenState = (state: DeadGroupState) =>
  state === 'New' || state === 'Acknowledged' || state === 'Regressed'

export function enterState(group: GroupFields, state: DeadGroupState, atMs: number): void {
  group.state = state
  group.stateAtMs = atMs
  group.ignoredUntilMs = null
  group.ignoredUntilCount = null
  group.ignoredCode = null
  group.canReopen = 0
}

export function ignore(group: GroupFields, until: IgnoredUntil, nowMs: number): void {
  enterState(group, 'Ignored', nowMs)
  group.ignoredUntilMs = until.atMs
  group.ignoredUntilCount = until.moreCount === null ? null : group.totalCount + until.moreCount
  group.ignoredCode = until.code === null ? null : JSON.stringify(until.code)
}

/** `codeHash`: of the code that failed or, when none ran, of the function as it is now; null: nobody knows. */
export function letterCame(
  group: GroupFields,
  { functionId, codeHash, nowMs }: { functionId: number; codeHash: string | null; nowMs: number },
): void {
  group.totalCount += 1
  group.openCount += 1
  const { state, atMs } = stateAt(group, nowMs)
  if (state === 'Resolved') return enterState(group, 'Regressed', nowMs)
  if (state !== group.state) return enterState(group, state, atMs)
  if (state !== 'Ignored') return
  const isCounted = group.ignoredUntilCount !== null && group.totalCount >= group.ignoredUntilCount
  if (isCounted || isOtherCode(group.ignoredCode, functionId, codeHash)) enterState(group, 'New', nowMs)
}

/** An open letter was repaired. */
export function letterResolved(group: GroupFields, nowMs: number): void {
  group.openCount -= 1
  if (group.openCount === 0 && group.sweep !== 'reopen' && group.state !== 'Resolved') {
    enterState(group, 'Resolved', nowMs)
  }
}

function isOtherCode(ignoredCode: string | null, functionId: number, codeHash: string | null): boolean {
  if (ignoredCode === null || codeHash === null) return false
  const known = JSON.parse(ignoredCode) as IgnoredCode // written by `ignore`
  return !(known[functionId]?.includes(codeHash) ?? false)
}
