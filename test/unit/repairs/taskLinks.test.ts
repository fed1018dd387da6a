import { describe, expect, it } from 'vitest'
import { ACCOUNT_ID } from '../../support/openTestStore.ts'
import { CHARGE, openRepairs, REFUND } from './openRepairs.ts'

describe('the links of a task', () => {
  it('lead to the inbox, and to what resolved it there', async () => {
    const { die, compensate, running, end, open, letter } = await openRepairs()
    await compensate({ seqs: [await die('a')] })
    const key = running()[0]?.taskId ?? ''
    const groupId = letter('a')?.groupId
    const openLetter = { groupId, groupState: 'New', resolvedAtMs: null, resolvedBy: null, resolvedByTask: null }
    expect((await open('a')).letter).toEqual(openLetter)
    end(key, 'succeeded')
    expect((await open('a')).letter).toMatchObject({
      groupId,
      resolvedAtMs: expect.any(Number),
      resolvedBy: 'compensation',
      resolvedByTask: { functionName: REFUND, taskId: key },
    })
    expect((await open(key, REFUND)).letter).toBeNull()
  })

  it('lead from a result to what a destination made of it, and back', async () => {
    const { submit, end, running, open, store, settled } = await openRepairs()
    const destinationConfig = { onSuccess: { destination: `acs:fc:::functions/${REFUND}` } }
    const asyncConfig = { asyncTask: true, maxAsyncRetryAttempts: 0, maxAsyncEventAgeInSeconds: 60, destinationConfig }
    const target = { accountId: ACCOUNT_ID, functionName: CHARGE }
    await settled(store.commands.updateFunction(target, { asyncConfig }))
    await submit(CHARGE, { taskId: 'a' })
    end('a', 'succeeded')
    const made = { functionName: REFUND, taskId: running()[0]?.taskId ?? '' }
    const { deliveries } = await open('a')
    expect(deliveries).toMatchObject([
      { cause: 'success', kind: 'function', state: 'Succeeded', made, messageId: null },
    ])
    const back = { functionName: CHARGE, taskId: 'a', deliveryId: deliveries[0]?.deliveryId }
    expect((await open(made.taskId, REFUND)).deliveryOf).toEqual(back)
  })

  it('say of a failure that was brought home that it was', async () => {
    const { settled, store, open } = await openRepairs()
    const home = await settled(
      store.commands.importFailure({
        accountId: ACCOUNT_ID,
        functionName: CHARGE,
        requestId: 'cloud-1',
        functionArn: 'acs:fc:cn-hangzhou:1:functions/charge',
        failedAtMs: 1_000,
        attemptCount: 1,
        errorType: 'UnhandledInvocationError',
        payload: '{}',
        errorBody: '{}',
      }),
    )
    expect(await open(home.taskId)).toMatchObject({ isImported: true, letter: { groupId: home.groupId } })
  })

  it('are none for a task that only ran', async () => {
    const { submit, open } = await openRepairs()
    await submit(CHARGE, { taskId: 'a' })
    expect(await open('a')).toMatchObject({
      replayOf: null,
      replays: [],
      compensationOf: null,
      compensations: [],
      deliveryOf: null,
      deliveries: [],
      letter: null,
      isImported: false,
    })
  })
})
