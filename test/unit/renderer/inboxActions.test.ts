/** What the user does with groups: at once in the window, back if the host refuses, and back with Undo. */
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  acknowledgeGroups,
  type Done,
  ignoreGroups,
  reopenGroups,
  resolveGroups,
} from '../../../renderer/stores/inboxActions.ts'
import { showGroup, useOpenGroup } from '../../../renderer/stores/inboxGroup.ts'
import { showGroups } from '../../../renderer/stores/inboxGroups.ts'
import { followGroups } from '../../../renderer/stores/inboxLive.ts'
import { chosenGroups, moveGroupFocus, selectGroupsTo, toggleGroup } from '../../../renderer/stores/inboxSelection.ts'
import { useInbox } from '../../../renderer/stores/inboxState.ts'
import { AppError } from '../../../shared/errors.ts'
import { aGroup, FakeInbox, settle } from './inboxFakeHost.ts'

const states = () => useInbox.getState().ids.map((id) => useInbox.getState().groups.get(id)?.group.state)

async function openInbox(): Promise<FakeInbox> {
  const host = new FakeInbox(
    aGroup(1, { state: 'New' }),
    aGroup(2, { state: 'Regressed' }),
    aGroup(3),
    aGroup(4, { state: 'New' }),
  )
  onTestFinished(followGroups())
  void showGroups('open')
  await settle()
  return host
}

/** What an action gives once all that it set off has happened. */
async function done(action: Promise<Done>): Promise<Done> {
  void action.catch(() => {})
  await settle()
  return await action
}

describe('a verb', () => {
  it('shows at once what it makes, before the host has answered', async () => {
    await openInbox()
    const action = acknowledgeGroups([1])
    expect(states()).toEqual(['Acknowledged', 'Regressed', 'Acknowledged', 'New'])
    await done(action)
    expect(states()).toEqual(['Acknowledged', 'Regressed', 'Acknowledged', 'New'])
  })

  it('leaves the rows in their place, marked as of another tab', async () => {
    await openInbox()
    await done(resolveGroups([1, 3]))
    expect(useInbox.getState().ids).toEqual([1, 2, 3, 4])
    expect(useInbox.getState().groups.get(3)).toMatchObject({ match: 'no', group: { state: 'Resolved', openCount: 0 } })
  })

  it('changes the open group, too', async () => {
    await openInbox()
    showGroup(1)
    await settle()
    void resolveGroups([1])
    expect(useOpenGroup.getState().group).toMatchObject({ state: 'Resolved', openCount: 0 })
    await settle()
  })

  it('shows what was before when the host refuses', async () => {
    const host = await openInbox()
    host.fail('inbox.setState', new AppError('unavailable', 'the host is stopping'))
    await expect(done(resolveGroups([1]))).rejects.toMatchObject({ code: 'unavailable' })
    expect(states()).toEqual(['New', 'Regressed', 'Acknowledged', 'New'])
    expect(useInbox.getState().groups.get(1)).toMatchObject({ match: 'yes', group: { openCount: 3 } })
  })

  it('is not taken back by an answer that is older than it', async () => {
    const host = await openInbox()
    let answer: (value: unknown) => void = () => {}
    const old = await host.link.answers['inbox.groups']?.({ show: 'open', limit: 100 } as never)
    const answers = host.link.answers['inbox.groups']
    host.link.answers['inbox.groups'] = () => new Promise((resolve) => (answer = resolve))
    await host.tick() // a read is under way
    if (answers !== undefined) host.link.answers['inbox.groups'] = answers
    await done(acknowledgeGroups([1]))
    answer(old)
    await settle()
    expect(states()[0]).toBe('Acknowledged')
  })

  it('ignores until what the user chose', async () => {
    const host = await openInbox()
    await done(ignoreGroups([2], { moreCount: 10 }))
    expect(host.inputs('inbox.ignore')).toEqual([{ groupIds: [2], moreCount: 10 }])
    expect(states()[1]).toBe('Ignored')
  })
})

describe('Undo', () => {
  it('puts each group back into the state that it had', async () => {
    const host = await openInbox()
    const { undo } = await done(resolveGroups([1, 3]))
    void undo()
    await settle()
    expect(host.inputs('inbox.setState').slice(1)).toEqual([
      { groupIds: [1], state: 'New' },
      { groupIds: [3], state: 'Acknowledged' },
    ])
    expect(states()).toEqual(['New', 'Regressed', 'Acknowledged', 'New'])
  })

  it('ignores again what was ignored, until the same', async () => {
    const host = new FakeInbox(
      aGroup(1, { state: 'Ignored', ignoredUntil: { atMs: 99, moreCount: 4, untilCodeChanges: true } }),
    )
    void showGroups('ignored')
    await settle()
    const { undo } = await done(reopenGroups([1]))
    void undo()
    await settle()
    expect(host.inputs('inbox.ignore')).toEqual([{ groupIds: [1], untilMs: 99, moreCount: 4, untilCodeChanges: true }])
  })
})

describe('the selection of groups', () => {
  it('is what the verbs are about, or without one the open group', async () => {
    await openInbox()
    expect(chosenGroups(useInbox.getState(), 2)).toEqual([2])
    toggleGroup(1)
    selectGroupsTo(3)
    expect(chosenGroups(useInbox.getState(), 2)).toEqual([1, 2, 3])
    expect(chosenGroups({ selected: new Set() }, null)).toEqual([])
  })

  it('survives a change of the list; the keyboard stays within it', async () => {
    const host = await openInbox()
    toggleGroup(4)
    host.meet(aGroup(9))
    await host.tick()
    expect([...useInbox.getState().selected]).toEqual([4])
    expect([moveGroupFocus(1), moveGroupFocus(-1), moveGroupFocus(-9)]).toEqual([4, 3, 1])
  })
})
