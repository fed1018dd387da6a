/** The inbox in the window: what it opens on, and how it follows the host without moving a row. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { showGroup, useOpenGroup } from '../../../renderer/stores/inboxGroup.ts'
import { loadMoreGroups, refreshGroups, setGroupText, showGroups } from '../../../renderer/stores/inboxGroups.ts'
import { followGroups } from '../../../renderer/stores/inboxLive.ts'
import { membersQuery } from '../../../renderer/stores/inboxMembers.ts'
import { groupTitle, selectOpening, useInbox } from '../../../renderer/stores/inboxState.ts'
import { selectUnread, startInboxTotals, useInboxTotals } from '../../../renderer/stores/inboxTotals.ts'
import { AppError } from '../../../shared/errors.ts'
import { aGroup, FakeInbox, settle } from './inboxFakeHost.ts'

const inbox = () => useInbox.getState()
const rowOf = (id: number) => inbox().groups.get(id)
const upTo = (count: number) => Array.from({ length: count }, (_, index) => aGroup(index + 1))

/** The inbox on the screen, with what it shows read. */
async function openInbox(...groups: ReturnType<typeof aGroup>[]): Promise<FakeInbox> {
  const host = new FakeInbox(...groups)
  onTestFinished(followGroups())
  void showGroups('open')
  await settle()
  return host
}

describe('the inbox', () => {
  it('opens on the newest new group, though others came later', async () => {
    await openInbox(aGroup(1), aGroup(2, { state: 'Regressed' }), aGroup(3, { state: 'New' }))
    expect(selectOpening(inbox())).toBe(2)
  })

  it('opens on the newest group when nothing is new', async () => {
    await openInbox(aGroup(1), aGroup(2))
    expect(selectOpening(inbox())).toBe(1)
  })

  it('finds the newest new group behind pages of others', async () => {
    await openInbox(...upTo(640), aGroup(700, { state: 'New' }))
    expect(selectOpening(inbox())).toBe(700)
  })

  it('reads no further page when nothing is new', async () => {
    const host = await openInbox(...upTo(640))
    expect(inbox().ids).toHaveLength(100)
    expect(host.inputs('inbox.groups').every((input) => !('cursor' in Object(input)))).toBe(true)
  })

  it('opens on what came meanwhile when the user comes back to it', async () => {
    const host = await openInbox(aGroup(1))
    host.meet(aGroup(7, { state: 'New' }))
    void showGroups('open')
    await settle()
    expect([inbox().ids, selectOpening(inbox())]).toEqual([[7, 1], 7])
  })

  it('has nothing to open where there is no group', async () => {
    await openInbox()
    expect([selectOpening(inbox()), inbox().load]).toEqual([null, 'ready'])
  })

  it('loads the next page when it is asked for', async () => {
    await openInbox(...upTo(150))
    await loadMoreGroups()
    expect([inbox().ids.length, inbox().cursor]).toEqual([150, null])
  })

  it('finds groups by a text, on the host', async () => {
    const host = await openInbox(aGroup(1), aGroup(22))
    await setGroupText(' code 22 ')
    expect(inbox().ids).toEqual([22])
    expect(host.inputs('inbox.groups').at(-1)).toMatchObject({ text: 'code 22' })
  })

  it('says why it could not be read, and reads again with the next connection', async () => {
    const host = new FakeInbox(aGroup(1))
    const answer = host.link.answers['inbox.groups']
    host.fail('inbox.groups', new AppError('unavailable', 'a thread is being replaced'))
    onTestFinished(followGroups())
    void showGroups('open')
    await settle()
    expect([inbox().load, inbox().error?.message]).toEqual(['failed', 'a thread is being replaced'])
    if (answer !== undefined) host.link.answers['inbox.groups'] = answer
    host.link.lose()
    await settle()
    expect([inbox().load, inbox().ids]).toEqual(['ready', [1]])
  })
})

describe('groups that change', () => {
  it('are patched where they are, whatever the order of the host is now', async () => {
    const host = await openInbox(aGroup(1), aGroup(2))
    host.meet(aGroup(2, { openCount: 9 }))
    await host.tick()
    expect(inbox().ids).toEqual([1, 2])
    expect(rowOf(2)?.group.openCount).toBe(9)
  })

  it('leave the others as they are, so that these are not drawn again', async () => {
    const host = await openInbox(aGroup(1), aGroup(2))
    const before = rowOf(1)
    host.change(2, { openCount: 9 })
    await host.tick()
    expect(rowOf(1)).toBe(before)
  })

  it('are counted when they are new, and shown when the user asks', async () => {
    const host = await openInbox(aGroup(1), aGroup(2))
    host.meet(aGroup(7, { state: 'New' }))
    await host.tick()
    expect([inbox().ids, inbox().newCount]).toEqual([[1, 2], 1])
    await refreshGroups()
    expect([inbox().ids, inbox().newCount]).toEqual([[7, 1, 2], 0])
  })

  it('are shown at once in an inbox that was empty', async () => {
    const host = await openInbox()
    host.meet(aGroup(1, { state: 'New' }))
    await host.tick()
    expect([inbox().ids, inbox().newCount]).toEqual([[1], 0])
  })

  it('stay and say what became of them when they were resolved elsewhere', async () => {
    const host = await openInbox(aGroup(1), aGroup(2))
    host.change(2, { state: 'Resolved', openCount: 0 })
    await host.tick()
    expect(inbox().ids).toEqual([1, 2])
    expect(rowOf(2)).toMatchObject({ match: 'no', group: { state: 'Resolved' } })
  })

  it('come to life in their place when they regress', async () => {
    const host = await openInbox(aGroup(1), aGroup(2))
    host.change(2, { state: 'Resolved', openCount: 0 })
    await host.tick()
    host.meet(aGroup(2, { state: 'Regressed' }))
    await host.tick()
    expect([inbox().ids, inbox().newCount]).toEqual([[1, 2], 0])
    expect(rowOf(2)).toMatchObject({ match: 'yes', group: { state: 'Regressed' } })
  })

  it('stay and say so when they were deleted', async () => {
    const host = await openInbox(aGroup(1), aGroup(2))
    host.remove(2)
    await host.tick()
    expect(rowOf(2)?.match).toBe('gone')
  })
})

describe('the open group', () => {
  it('is read again when something changed', async () => {
    const host = await openInbox(aGroup(1))
    showGroup(1)
    await settle()
    host.change(1, { openCount: 8 })
    await host.tick()
    expect(useOpenGroup.getState()).toMatchObject({ load: 'ready', group: { openCount: 8 } })
  })

  it('keeps the last one until the next is there', async () => {
    await openInbox(aGroup(1), aGroup(2))
    showGroup(1)
    await settle()
    showGroup(2)
    expect(useOpenGroup.getState()).toMatchObject({ groupId: 2, load: 'loading', group: { groupId: 1 } })
    await settle()
    expect(useOpenGroup.getState()).toMatchObject({ load: 'ready', group: { groupId: 2 } })
  })

  it('says that it is gone', async () => {
    await openInbox(aGroup(1))
    showGroup(99)
    await settle()
    expect(useOpenGroup.getState().load).toBe('gone')
  })

  it('lists open letters to the end where there were some when it was opened', async () => {
    const host = await openInbox(aGroup(1))
    showGroup(1)
    await settle()
    host.change(1, { state: 'Resolved', openCount: 0 })
    await host.tick()
    expect(useOpenGroup.getState().hasOpenLetters).toBe(true)
  })

  it('lists all its letters where none was open', async () => {
    await openInbox(aGroup(1, { state: 'Resolved', openCount: 0 }))
    showGroup(1)
    await settle()
    expect(useOpenGroup.getState().hasOpenLetters).toBe(false)
  })
})

describe('the members of a group', () => {
  it('are its open letters, and what the user adds', () => {
    expect(membersQuery({ groupId: 7, hasOpenLetters: true, query: '' })).toBe('group:7 letter:open')
    expect(membersQuery({ groupId: 7, hasOpenLetters: true, query: ' attempt:>1 ' })).toBe(
      'group:7 letter:open attempt:>1',
    )
  })

  it('are all of them where none is open', () => {
    expect(membersQuery({ groupId: 7, hasOpenLetters: false, query: '' })).toBe('group:7')
  })

  it('are those that the user names', () => {
    expect(membersQuery({ groupId: 7, hasOpenLetters: true, query: 'letter:resolved' })).toBe('group:7 letter:resolved')
  })
})

describe('the badge', () => {
  it('counts groups that nobody has looked after', async () => {
    const host = new FakeInbox(aGroup(1, { state: 'New' }), aGroup(2, { state: 'Regressed' }), aGroup(3))
    onTestFinished(startInboxTotals())
    await settle()
    expect(selectUnread(useInboxTotals.getState())).toBe(2)
    host.change(1, { state: 'Acknowledged' })
    await host.tick()
    expect(selectUnread(useInboxTotals.getState())).toBe(1)
  })

  it('asks once at a time and at most once a second, however much changes', async () => {
    const host = new FakeInbox()
    onTestFinished(startInboxTotals())
    await settle()
    const before = host.inputs('inbox.totals').length
    for (let tick = 0; tick < 20; tick++)
      host.link.tick({ tasks: 1e6 + tick, logs: 0, host: 0, instances: 0, terminals: 0, metrics: 0 })
    expect(host.inputs('inbox.totals').length - before).toBeLessThanOrEqual(1)
  })
})

describe('the title of a group', () => {
  it('is its class and its message, or what there is of them', () => {
    expect(groupTitle({ errorClass: 'TypeError', message: 'x is N' })).toBe('TypeError: x is N')
    expect(groupTitle({ errorClass: null, message: 'Expired' })).toBe('Expired')
    expect(groupTitle({ errorClass: 'TypeError', message: '' })).toBe('TypeError')
  })
})
