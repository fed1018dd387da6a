import { describe, expect, it } from 'vitest'
import { openTestStore, succeeded } from '../../support/openTestStore.ts'

/** The store's revision now. */
const revisionOf = ({ store }: ReturnType<typeof openTestStore>) => store.revision.revisionAfter(-1)

describe('the revision of the store', () => {
  it('grows with each thing that was committed, and is answered to who waits', async () => {
    const test = openTestStore()
    const { create, submit, stop, connect, report, clock, store } = test
    const seen = [await revisionOf(test)]
    const step = async () => void seen.push(await revisionOf(test))
    await create('f')
    await step()
    const waiting = store.revision.revisionAfter(seen.at(-1)!)
    await submit('f', { taskId: 'a', delaySeconds: 60 })
    expect(await waiting).toBe(await revisionOf(test))
    await step()
    await stop('f', 'a')
    await step()
    const scheduler = connect()
    await submit('f', { taskId: 'b' })
    await step()
    report(scheduler, { ended: [{ key: scheduler.take()[0]!.key, end: succeeded(clock) }] })
    await step()
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => a - b))
    expect(seen).toHaveLength(6)
  })

  it('stays when a turn changed nothing, or everything in it was refused', async () => {
    const test = openTestStore()
    await test.create('f')
    await test.submit('f', { taskId: 'a' })
    const before = await revisionOf(test)
    await expect(test.submit('f', { taskId: 'a' })).rejects.toMatchObject({ code: 'task_exists' })
    await expect(test.stop('f', 'none')).rejects.toMatchObject({ code: 'task_not_found' })
    test.turn()
    expect(await revisionOf(test)).toBe(before)
  })
})
