/** A host with groups of dead letters in the test's hands, for the stores of the inbox. */
import { onTestFinished, vi } from 'vitest'
import { leaveGroup } from '../../../renderer/stores/inboxGroup.ts'
import { forgetGroups } from '../../../renderer/stores/inboxGroups.ts'
import { type InboxShow, isShownIn } from '../../../renderer/stores/inboxState.ts'
import { forgetInboxTotals } from '../../../renderer/stores/inboxTotals.ts'
import { startLive } from '../../../renderer/stores/live.ts'
import type { DeadGroup } from '../../../shared/contract/inbox.contract.ts'
import { AppError } from '../../../shared/errors.ts'
import { connectToFake, type FakeLink } from '../../support/fakeLink.ts'

const NOW_MS = Date.UTC(2026, 10, 24, 15)

export const aGroup = (groupId: number, change: Partial<DeadGroup> = {}): DeadGroup => ({
  groupId,
  errorClass: 'CardDeclined',
  message: `issuer code ${groupId}`,
  frame: 'index.js charge',
  state: 'Acknowledged',
  stateAtMs: NOW_MS,
  ignoredUntil: null,
  functions: ['order-charge'],
  openCount: 3,
  totalCount: 3,
  firstSeenMs: NOW_MS - groupId * 60_000,
  lastSeenMs: NOW_MS - groupId * 1_000,
  history: [0, 3],
  historyStepMs: 60_000,
  ...change,
})

/** Never the same twice, in whatever test. */
let revision = 0

export class FakeInbox {
  groups: DeadGroup[] = []
  readonly link: FakeLink

  constructor(...groups: DeadGroup[]) {
    vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
    vi.useFakeTimers({ now: NOW_MS })
    onTestFinished(() => void vi.useRealTimers())
    onTestFinished(() => void vi.unstubAllGlobals())
    this.groups = groups
    this.link = connectToFake(this.#answers as never)
    onTestFinished(startLive())
    onTestFinished(leaveGroup)
    onTestFinished(forgetGroups)
    onTestFinished(forgetInboxTotals)
  }

  change(groupId: number, change: Partial<DeadGroup>): void {
    this.groups = this.groups.map((group) => (group.groupId === groupId ? { ...group, ...change } : group))
  }

  /** It was met just now: the first in the order of the host. */
  meet(group: DeadGroup): void {
    this.groups = [group, ...this.groups.filter(({ groupId }) => groupId !== group.groupId)]
  }

  remove(groupId: number): void {
    this.groups = this.groups.filter((group) => group.groupId !== groupId)
  }

  /** Something has changed, and everything that follows from it has happened. */
  async tick(): Promise<void> {
    this.link.tick({ tasks: ++revision, logs: 0, host: 0, instances: 0, terminals: 0, metrics: 0 })
    await settle()
  }

  inputs(name: string): unknown[] {
    return this.link.calls.filter((call) => call.name === name).map(({ input }) => input)
  }

  fail(name: string, error: AppError): void {
    this.link.answers[name] = () => {
      throw error
    }
  }

  #totals = () => ({
    openGroups: this.groups.filter((group) => isShownIn('open', group)).length,
    unreadGroups: this.groups.filter(({ state }) => state === 'New' || state === 'Regressed').length,
    ignoredGroups: this.groups.filter(({ state }) => state === 'Ignored').length,
    resolvedGroups: this.groups.filter(({ state }) => state === 'Resolved').length,
    openLetters: this.groups.reduce((sum, { openCount }) => sum + openCount, 0),
  })

  #set = ({ groupIds, state }: { groupIds: number[]; state: DeadGroup['state'] }) => {
    for (const id of groupIds) this.change(id, { state, ...(state === 'Resolved' && { openCount: 0 }) })
    return { changedCount: groupIds.length }
  }

  readonly #answers = {
    'inbox.totals': () => this.#totals(),
    'inbox.groups': ({
      show,
      text,
      limit,
      cursor,
    }: {
      show: InboxShow
      text?: string
      limit: number
      cursor?: string
    }) => {
      const all = this.groups.filter(
        (group) => isShownIn(show, group) && (text === undefined || group.message.includes(text)),
      )
      const start = Number(cursor ?? 0)
      const end = start + limit
      return {
        groups: all.slice(start, end),
        nextCursor: end < all.length ? String(end) : null,
        totals: this.#totals(),
      }
    },
    'inbox.group': ({ groupId }: { groupId: number }) => {
      const group = this.groups.find((one) => one.groupId === groupId)
      if (group === undefined) throw new AppError('group_not_found', `there is no group ${groupId}`)
      return { ...group, versions: [], shared: [], lookedAtCount: group.openCount, sample: null, lastSuccess: null }
    },
    'inbox.setState': this.#set,
    'inbox.ignore': ({ groupIds }: { groupIds: number[] }) => this.#set({ groupIds, state: 'Ignored' }),
  }
}

/** All that is under way, and the pauses between two reads. */
export const settle = () => vi.advanceTimersByTimeAsync(2_500)
