import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { taskStates } from '../../../shared/domain/taskStates.ts'
import type { TestScheduler } from '../../support/openTestStore.ts'
import { failed, openTestStore, succeeded } from '../../support/openTestStore.ts'

const RESERVED = 2
const MACHINE = 4

type Step =
  | { kind: 'submit'; functionIndex: number; delaySeconds: number }
  | { kind: 'start' | 'succeed' | 'fail' | 'refuse' | 'release' | 'stop'; pick: number }
  | { kind: 'advance'; seconds: number }
  | { kind: 'replaceScheduler' | 'restartHost' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('submit' as const),
      functionIndex: fc.nat(2),
      delaySeconds: fc.constantFrom(0, 0, 0, 5),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'start' as const,
        'succeed' as const,
        'fail' as const,
        'refuse' as const,
        'release' as const,
        'stop' as const,
      ),
      pick: fc.nat(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('advance' as const), seconds: fc.nat(90) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('replaceScheduler' as const, 'restartHost' as const) }) },
)

/** Every rule that must hold after every turn, checked against the rows themselves. */
function checkInvariants(t: ReturnType<typeof openTestStore>): void {
  const counted = t.db
    .prepare('SELECT function_id, state, count FROM task_counter WHERE count <> 0 ORDER BY 1, 2')
    .all()
  const scanned = t.db
    .prepare('SELECT function_id, state, count(*) AS count FROM task GROUP BY 1, 2 ORDER BY 1, 2')
    .all()
  expect(counted).toEqual(scanned)

  const held = t.db
    .prepare<[], { function_id: number; count: number }>(
      'SELECT function_id, count(*) AS count FROM task WHERE place = 2 GROUP BY 1',
    )
    .all()
  const limited = held.find(({ function_id }) => function_id === 1)
  expect(limited?.count ?? 0).toBeLessThanOrEqual(RESERVED)
  expect(held.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(MACHINE)

  const wrongAttempts = t.db
    .prepare(
      'SELECT id FROM task WHERE attempt_count < (SELECT count(*) FROM attempt WHERE task_seq = seq) OR attempt_count < 0',
    )
    .all()
  expect(wrongAttempts).toEqual([])
}

describe('the task store under any order of events', () => {
  it('keeps exact counts, never exceeds a limit, and brings every task to one final state', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80, size: 'max' }), async (steps) => {
        let t = openTestStore({ machineConcurrency: MACHINE })
        await t.create('limited', { reservedConcurrency: RESERVED, async: { maxAsyncRetryAttempts: 1 } })
        await t.create('free')
        await t.create('brief', { async: { maxAsyncEventAgeInSeconds: 30 } })
        const names = ['limited', 'free', 'brief']
        let scheduler: TestScheduler = t.connect()
        let held = new Map<number, string>()
        const ends = new Map<string, string>()
        const take = () => {
          for (const { key, taskId } of scheduler.take()) held.set(key, taskId!)
        }
        const watchEnds = () => {
          for (const { id, state } of t.db
            .prepare<[], { id: string; state: 'Failed' }>('SELECT id, state FROM task')
            .all()) {
            if (!taskStates.isFinal(state)) expect(ends.get(id)).toBeUndefined()
            else expect(ends.set(id, ends.get(id) ?? state).get(id)).toBe(state)
          }
        }

        for (const step of steps) {
          const keys = [...held.keys()]
          if (step.kind === 'submit') await t.submit(names[step.functionIndex]!, { delaySeconds: step.delaySeconds })
          else if (step.kind === 'advance') t.advanceMs(step.seconds * 1_000)
          else if (step.kind === 'replaceScheduler' || step.kind === 'restartHost') {
            if (step.kind === 'restartHost')
              t = openTestStore({ db: t.db, clock: t.clock, machineConcurrency: MACHINE })
            held = new Map()
            scheduler = t.connect()
          } else if ('pick' in step && keys.length > 0) {
            const key = keys[step.pick % keys.length]!
            if (step.kind === 'start') t.report(scheduler, { started: [key] })
            else if (step.kind === 'stop') {
              const name =
                names[
                  (t.db.prepare<[number], { f: number }>('SELECT function_id AS f FROM task WHERE seq = ?').get(key)
                    ?.f ?? 1) - 1
                ]!
              await t.stop(name, held.get(key)!)
            } else {
              held.delete(key)
              const end = {
                succeed: succeeded(t.clock),
                fail: failed(t.clock),
                refuse: { outcome: 'refused' as const, reason: 'busy' },
                release: { outcome: 'released' as const },
              }[step.kind]
              t.report(scheduler, { ended: [{ key, end }] })
            }
          }
          take()
          checkInvariants(t)
          watchEnds()
        }

        for (let round = 0; round < 400 && t.db.prepare('SELECT 1 FROM task WHERE place < 3').get(); round++) {
          for (const key of held.keys()) t.report(scheduler, { ended: [{ key, end: succeeded(t.clock) }] })
          held.clear()
          t.advanceMs(60_000)
          take()
        }
        watchEnds()
        expect(t.db.prepare('SELECT id, state FROM task WHERE place < 3').all()).toEqual([])
        checkInvariants(t)
      }),
      { numRuns: 60 },
    )
  })
})
