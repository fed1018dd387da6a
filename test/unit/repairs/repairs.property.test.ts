import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHARGE, openRepairs } from './openRepairs.ts'

const MACHINE = 2
/** So few that every batch of some letters is refused in between, and goes on later. */
const BACKLOG = 3

type Step =
  | { kind: 'die' | 'succeed' | 'fail'; pick: number }
  | { kind: 'replay' | 'compensate'; picks: number[] }
  | { kind: 'replayGroup' | 'compensateGroup' | 'advance' | 'restart' | 'failTurn' }

const one = <K extends string>(...kinds: K[]) => fc.constantFrom(...kinds)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: one('die'), pick: fc.nat() }) },
  { weight: 10, arbitrary: fc.record({ kind: one('succeed', 'fail', 'fail'), pick: fc.nat() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: one('replay', 'compensate'),
      picks: fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: one('replayGroup', 'compensateGroup', 'advance', 'restart') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('failTurn' as const) }) },
)
type Repairs = Awaited<ReturnType<typeof openRepairs>>

async function openTight(): Promise<Repairs> {
  const test = await openRepairs({ machineConcurrency: MACHINE })
  test.db.prepare('UPDATE account SET backlog_limit = ?').run(BACKLOG)
  return reopen(test)
}
const reopen = ({ db, clock }: Repairs) => openRepairs({ db, clock, machineConcurrency: MACHINE })

const seqsOf = ({ db }: Repairs, sql: string) =>
  db
    .prepare<[], { seq: number }>(sql)
    .all()
    .map(({ seq }) => seq)
const countOf = ({ db }: Repairs, sql: string) => db.prepare<[], { count: number }>(sql).get()?.count

/** A letter whatever became of it is at the bottom of a family of links; each of those has one task under way at most. */
function checkNothingRunsTwice(test: Repairs): void {
  const roots = new Map<number, number>()
  const links = test.db
    .prepare<[], { old: number; made: number; kind: string; state: string; place: number }>(`
      SELECT old_seq AS old, new_seq AS made, kind, state, place FROM task_link JOIN task ON seq = new_seq ORDER BY new_seq`)
    .all()
  const underWay = new Map<number, number>()
  const succeeded = new Map<string, number>()
  for (const { old, made, kind, state, place } of links) {
    const root = roots.get(old) ?? old
    roots.set(made, root)
    if (place < 3) underWay.set(root, (underWay.get(root) ?? 0) + 1)
    if (state === 'Succeeded') succeeded.set(`${kind} of ${old}`, (succeeded.get(`${kind} of ${old}`) ?? 0) + 1)
  }
  expect([...underWay.values(), ...succeeded.values()].filter((count) => count > 1)).toEqual([])
}

function checkLetters(test: Repairs): void {
  const unresolved = seqsOf(
    test,
    `SELECT old_seq AS seq FROM task_link JOIN task ON seq = new_seq JOIN dead_letter ON task_seq = old_seq
      WHERE task.state = 'Succeeded' AND resolved_at_ms IS NULL`,
  )
  const forNothing = seqsOf(
    test,
    `SELECT task_seq AS seq FROM dead_letter LEFT JOIN task ON seq = resolved_seq
      WHERE resolved_at_ms IS NOT NULL AND ifnull(state, '') <> 'Succeeded'`,
  )
  expect({ unresolved, forNothing }).toEqual({ unresolved: [], forNothing: [] })
}

/** Nothing was made outside of a batch, and no batch has lost anything. */
function checkBatches(test: Repairs): void {
  const made = "FROM batch_item WHERE outcome = 'made'"
  expect(countOf(test, `SELECT count(DISTINCT made_seq) AS count ${made}`)).toBe(
    countOf(test, 'SELECT count(*) AS count FROM task_link'),
  )
  expect(countOf(test, `SELECT count(*) AS count ${made}`)).toBe(
    countOf(test, 'SELECT count(*) AS count FROM task_link'),
  )
  const wrong = test.db
    .prepare(`
      SELECT id FROM batch
       WHERE made_count <> (SELECT count(*) FROM batch_item WHERE batch_id = id AND outcome = 'made')
          OR failed_count <> (SELECT count(*) FROM batch_item WHERE batch_id = id AND outcome = 'failed')
          OR (state = 'Done' AND made_count + skipped_count + failed_count <> total_count)`)
    .all()
  expect(wrong).toEqual([])
}

async function take(test: Repairs, step: Step, number: number): Promise<Repairs> {
  const dead = seqsOf(test, 'SELECT task_seq AS seq FROM dead_letter ORDER BY id')
  const groupId = countOf(test, 'SELECT max(group_id) AS count FROM dead_letter') ?? 0
  const refused = () => {}
  switch (step.kind) {
    case 'die':
      await test.submit(CHARGE, { taskId: `t${number}` }).catch(refused) // the backlog may be full
      break
    case 'succeed':
    case 'fail': {
      const running = test.running()
      const ended = running[step.pick % Math.max(1, running.length)]
      if (ended) test.end(ended.taskId ?? '', step.kind === 'succeed' ? 'succeeded' : 'failed')
      break
    }
    case 'replay':
    case 'compensate': {
      const seqs = step.picks.flatMap((pick) => dead[pick % Math.max(1, dead.length)] ?? [])
      if (seqs.length > 0) await test[step.kind]({ seqs }).catch(refused)
      break
    }
    case 'replayGroup':
      await test.replay({ groupId }).catch(refused)
      break
    case 'compensateGroup':
      await test.compensate({ groupId }).catch(refused)
      break
    case 'advance':
      test.advanceMs(1_000)
      break
    case 'restart':
      return reopen(test)
    case 'failTurn':
      if (countOf(test, 'SELECT count(*) AS count FROM task WHERE place < 2') === 0) await test.failTurn(() => {})
  }
  return test
}

describe('replays and compensations under any order of clicks, ends and crashes', () => {
  it('run nothing twice, forget nothing, and resolve what they repaired', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
        let test = await openTight()
        for (const [number, next] of steps.entries()) {
          test = await take(test, next, number)
          test.clock.advanceMs(1)
          checkNothingRunsTwice(test)
          checkLetters(test)
          checkBatches(test)
        }
        for (let rounds = 0; rounds < 1_000; rounds++) {
          for (const { taskId } of test.running()) test.end(taskId ?? '', 'succeeded')
          if (countOf(test, "SELECT count(*) AS count FROM batch WHERE state = 'Running'") === 0) break
          test.advanceMs(1_000)
        }
        checkNothingRunsTwice(test)
        checkLetters(test)
        checkBatches(test)
        expect(countOf(test, 'SELECT count(*) AS count FROM batch_item WHERE outcome IS NULL')).toBe(0)
        expect(countOf(test, "SELECT count(*) AS count FROM batch WHERE state <> 'Done'")).toBe(0)
      }),
      { numRuns: 40 },
    )
  })
})
