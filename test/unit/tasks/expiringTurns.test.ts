/** A backlog that is too old to run ends in short turns, though each of its tasks makes a dead letter and a delivery. */
import { describe, expect, it } from 'vitest'
import { functionArn } from '../../../shared/domain/destinationTarget.ts'
import { ACCOUNT_ID, openTestStore } from '../../support/openTestStore.ts'
import { watchCommits } from '../deadLetters/inboxStore.ts'

const COUNT = 500
const MAX_ENDED_PER_TURN = 100

describe('a backlog that expires', () => {
  it('ends whole, at most a hundred tasks in a turn', async () => {
    const t = openTestStore()
    const onFailure = { destination: functionArn('sink') }
    await t.create('old', { async: { maxAsyncEventAgeInSeconds: 60, destinationConfig: { onFailure } } })
    await t.create('sink', { reservedConcurrency: 0 })
    const request = { accountId: ACCOUNT_ID, functionName: 'old', payload: '{}', taskId: null, delaySeconds: 0 }
    const submits = Array.from({ length: COUNT }, () => t.store.commands.submit(request))
    await t.settled(Promise.all(submits))
    t.clock.advanceMs(120_000)

    const letterCount = () =>
      t.db.prepare<[], { count: number }>('SELECT count(*) AS count FROM dead_letter').get()?.count ?? 0
    const counts: number[] = [0]
    watchCommits(t.db, { run: () => void t.connect(), committed: () => counts.push(letterCount()) })
    const byTurn = counts.slice(1).map((count, at) => count - (counts[at] ?? 0))
    expect(letterCount()).toBe(COUNT)
    expect(Math.max(...byTurn)).toBeLessThanOrEqual(MAX_ENDED_PER_TURN)
  })
})
