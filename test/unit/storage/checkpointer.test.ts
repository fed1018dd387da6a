import { describe, expect, it } from 'vitest'
import { CAUGHT_UP_BELOW_MS, checkpointUntilCaughtUp, MAX_PASSES } from '../../../electron/storage/checkpointer.ts'
import { openTaskDatabase } from '../../../electron/storage/taskDatabase.ts'
import { testFolder } from '../../support/openTestLogs.ts'

/** A stopwatch that shows the given length for each pass; the last one goes on. */
function passesOf(...lengthsMs: number[]): () => number {
  let nowMs = 0
  let isRunning = false
  return () => {
    if (isRunning) nowMs += (lengthsMs.length > 1 ? lengthsMs.shift() : lengthsMs[0])!
    isRunning = !isRunning
    return nowMs
  }
}

function openStore() {
  const workspaceDir = testFolder()
  const store = openTaskDatabase(workspaceDir, 'normal')
  return { workspaceDir, store }
}

describe('the checkpointer', () => {
  it('repeats its passes until one is short', async () => {
    const { workspaceDir, store } = openStore()
    expect(await checkpointUntilCaughtUp(workspaceDir, passesOf(90, CAUGHT_UP_BELOW_MS, 3))).toEqual({
      passes: 3,
      lastPassMs: 3,
    })
    store.close()
  })

  it('gives up when the writer stays faster', async () => {
    const { workspaceDir, store } = openStore()
    expect(await checkpointUntilCaughtUp(workspaceDir, passesOf(50))).toEqual({ passes: MAX_PASSES, lastPassMs: 50 })
    store.close()
  })

  it('never makes a writer wait that is in the middle of a transaction', async () => {
    const { workspaceDir, store } = openStore()
    store.exec("BEGIN IMMEDIATE; INSERT INTO setting (name, value) VALUES ('a', 1)")
    await checkpointUntilCaughtUp(workspaceDir, () => performance.now())
    store.exec('COMMIT')
    expect(store.prepare('SELECT value FROM setting').pluck().all()).toEqual([1])
    store.close()
  })
})
