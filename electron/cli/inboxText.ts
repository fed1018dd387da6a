/** Groups of the inbox as `taskyard inbox` prints them for people. */
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { DeadGroup, inboxContract } from '../../shared/contract/inbox.contract.ts'
import { formatAgo } from '../../shared/format/ago.ts'
import { formatInstant } from '../../shared/format/instant.ts'
import { textTable } from './textTable.ts'

type Page = Pick<OutputOf<(typeof inboxContract)['inbox.groups']>, 'groups' | 'totals'>
export type Show = 'open' | 'ignored' | 'resolved'

const HEAD = ['GROUP', 'STATE', 'OPEN', 'ALL', 'LAST SEEN', 'FUNCTIONS', 'FAILURE']
const MAX_FAILURE_LENGTH = 100
const EMPTY: Record<Show, string> = {
  open: 'The inbox is empty: no task has failed for good that is not resolved or ignored.',
  ignored: 'No group is ignored.',
  resolved: 'No group is resolved.',
}

/** The one that was met last first. */
export function inboxText({ groups, totals }: Page, { show, nowMs }: { show: Show; nowMs: number }): string {
  const others = othersText(totals, show)
  if (groups.length === 0) return [EMPTY[show], others].filter((line) => line !== '').join('\n')
  const table = textTable([HEAD, ...groups.map((group) => cellsOf(group, nowMs))])
  return [table, '', sumText(totals, show), others].filter((line, at) => at === 1 || line !== '').join('\n')
}

function cellsOf(group: DeadGroup, nowMs: number): string[] {
  return [
    String(group.groupId),
    stateText(group),
    String(group.openCount),
    String(group.totalCount),
    `${formatAgo(nowMs - group.lastSeenMs)} ago`,
    group.functions.join(', '),
    failureText(group),
  ]
}

function stateText({ state, ignoredUntil }: DeadGroup): string {
  if (state !== 'Ignored' || ignoredUntil === null) return state
  const { atMs, moreCount, untilCodeChanges } = ignoredUntil
  const ends = [
    ...(atMs === null ? [] : [formatInstant(atMs, { withDate: true })]),
    ...(moreCount === null ? [] : [`${moreCount} more`]),
    ...(untilCodeChanges ? ['other code'] : []),
  ]
  return ends.length === 0 ? state : `${state} until ${ends.join(' or ')}`
}

function failureText({ errorClass, message, frame }: DeadGroup): string {
  const error = errorClass === null ? message : `${errorClass}: ${message}`
  const text = error.length > MAX_FAILURE_LENGTH ? `${error.slice(0, MAX_FAILURE_LENGTH - 1)}…` : error
  return frame === null ? text : `${text} (${frame})`
}

function sumText({ openGroups, openLetters }: Page['totals'], show: Show): string {
  if (show !== 'open') return ''
  return `${counted(openLetters, 'dead letter')} in ${counted(openGroups, 'group')}.`
}

function othersText({ ignoredGroups, resolvedGroups, openGroups }: Page['totals'], show: Show): string {
  const parts = [
    ...(show !== 'open' && openGroups > 0 ? [`${openGroups} open`] : []),
    ...(show !== 'ignored' && ignoredGroups > 0 ? [`${ignoredGroups} ignored (--ignored)`] : []),
    ...(show !== 'resolved' && resolvedGroups > 0 ? [`${resolvedGroups} resolved (--resolved)`] : []),
  ]
  return parts.length === 0 ? '' : `Also ${parts.join(', ')}.`
}

export const counted = (count: number, one: string) => (count === 1 ? `1 ${one}` : `${count} ${one}s`)
