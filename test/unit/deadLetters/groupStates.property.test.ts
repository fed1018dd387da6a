/** A group's state, counts and letters after any sequence of failures, verbs, time and changes of code. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DeadGroup } from '../../../shared/contract/inbox.contract.ts'
import { HOUR_MS, MINUTE_MS } from '../../../shared/units/time.ts'
import { ACCOUNT_ID, definition } from '../../support/openTestStore.ts'
import { errorBody, ONE_ATTEMPT, openInbox } from './inboxStore.ts'

type Step =
  | { kind: 'fail'; group: 0 | 1; count: number; isOldCode: boolean }
  | { kind: 'state'; group: 0 | 1; state: 'New' | 'Acknowledged' | 'Resolved' }
  | { kind: 'ignore'; group: 0 | 1; forMs: number | null; moreCount: number | null; untilCodeChanges: boolean }
  | { kind: 'resolve'; letter: number }
  | { kind: 'wait'; ms: number }
  | { kind: 'code' }

const group = fc.constantFrom(0 as const, 1 as const)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('fail' as const),
      group,
      count: fc.integer({ min: 1, max: 4 }),
      isOldCode: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('state' as const),
      group,
      state: fc.constantFrom('New', 'Acknowledged', 'Resolved'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('ignore' as const),
      group,
      forMs: fc.option(fc.constantFrom(MINUTE_MS, HOUR_MS)),
      moreCount: fc.option(fc.integer({ min: 1, max: 5 })),
      untilCodeChanges: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('resolve' as const),
      letter: fc.nat(30),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(0, 1, MINUTE_MS, 2 * HOUR_MS) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('code' as const) }) },
)

type Letter = { seq: number; resolvedBy: 'hand' | 'sweep' | null }
/** In the words of the screen, without any of the ways in which it is stored. */
class Model {
  state: DeadGroup['state'] = 'New'
  untilMs: number | null = null
  untilCount: number | null = null
  knownCode: Set<string> | null = null
  lastCode = ''
  letters: Letter[] = []
  /** Letters that the last resolution of the whole group has resolved, as long as it is Resolved by that. */
  swept: Letter[] = []

  at(nowMs: number) {
    return this.state === 'Ignored' && this.untilMs !== null && nowMs >= this.untilMs ? 'New' : this.state
  }
  open = () => this.letters.filter(({ resolvedBy }) => resolvedBy === null)
  enter(state: DeadGroup['state']) {
    Object.assign(this, { state, untilMs: null, untilCount: null, knownCode: null, swept: [] })
  }
  fail(letter: Letter, { code, nowMs }: { code: string; nowMs: number }) {
    this.letters.push(letter)
    this.lastCode = code
    const state = this.at(nowMs)
    const isCounted = this.untilCount !== null && this.letters.length >= this.untilCount
    const isOther = this.knownCode !== null && !this.knownCode.has(code)
    if (state === 'Resolved') this.enter('Regressed')
    else if (state !== this.state) this.enter(state)
    else if (state === 'Ignored' && (isCounted || isOther)) this.enter('New')
  }
  set(wanted: 'New' | 'Acknowledged' | 'Resolved', nowMs: number) {
    const before = this.at(nowMs)
    if (before === wanted && (wanted !== 'Resolved' || this.open().length === 0)) return
    if (wanted === 'Resolved') {
      const open = this.open()
      for (const letter of open) letter.resolvedBy = 'sweep'
      this.enter('Resolved')
      this.swept = open
    } else {
      if (before === 'Resolved') for (const letter of this.swept) letter.resolvedBy = null
      this.enter(wanted)
    }
  }
  resolve(letter: Letter) {
    if (letter.resolvedBy !== null) return
    letter.resolvedBy = 'hand'
    if (this.open().length === 0 && this.state !== 'Resolved') this.enter('Resolved')
  }
}

const MESSAGES = ['no card', 'no stock'] as const

describe('a group of dead letters', () => {
  it('is what its failures, verbs, time and code say, after any sequence of them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
        const test = openInbox()
        const { create, fail, instance, scheduler, settled, store, clock, queries, list } = test
        const functionId = await create('pay', ONE_ATTEMPT)
        const models = [new Model(), new Model()] as const
        let codeCount = 1
        instance(scheduler, { id: 'hash-0', functionId, codeHash: 'hash-0' })
        instance(scheduler, { id: 'hash-1', functionId, codeHash: 'hash-1' })
        const groupIdOf = (at: 0 | 1): number =>
          test.db.prepare<[string], { id: number }>('SELECT id FROM dead_group WHERE message = ?').get(MESSAGES[at])
            ?.id ?? 0

        for (const one of steps) {
          clock.advanceMs(1) // as any two things that a person does
          const nowMs = clock.nowMs()
          if (one.kind === 'fail') {
            const code = one.isOldCode ? `hash-${codeCount - 1}` : `hash-${codeCount}`
            const seqs = await fail('pay', new Array(one.count).fill(errorBody(MESSAGES[one.group])), code)
            for (const seq of seqs) models[one.group].fail({ seq, resolvedBy: null }, { code, nowMs })
          } else if (one.kind === 'wait') {
            clock.advanceMs(one.ms)
          } else if (one.kind === 'code') {
            codeCount += 1
            const hash = `hash-${codeCount}`
            await settled(
              store.commands.updateFunction(
                { accountId: ACCOUNT_ID, functionName: 'pay' },
                { code: { ...definition('pay').code, hash } },
              ),
            )
            instance(scheduler, { id: hash, functionId, codeHash: hash })
          } else if (one.kind === 'resolve') {
            const letters = models.flatMap(({ letters }) => letters)
            const letter = letters[one.letter % Math.max(letters.length, 1)]
            if (letter === undefined) continue
            await settled(store.commands.resolveLetters({ accountId: ACCOUNT_ID, seqs: [letter.seq] }))
            models.find(({ letters }) => letters.includes(letter))?.resolve(letter)
          } else {
            const groupIds = [groupIdOf(one.group)]
            if (groupIds[0] === 0) continue
            const model = models[one.group]
            if (one.kind === 'state') {
              await settled(store.commands.setGroupState({ accountId: ACCOUNT_ID, groupIds, state: one.state }))
              model.set(one.state, nowMs)
            } else {
              const { moreCount, untilCodeChanges } = one
              const untilMs = one.forMs === null ? null : nowMs + one.forMs
              await settled(
                store.commands.ignoreGroups({ accountId: ACCOUNT_ID, groupIds, untilMs, moreCount, untilCodeChanges }),
              )
              model.enter('Ignored')
              model.untilMs = untilMs
              model.untilCount = moreCount === null ? null : model.letters.length + moreCount
              model.knownCode = untilCodeChanges ? new Set([model.lastCode, `hash-${codeCount}`]) : null
            }
          }

          const page = await list()
          const isOpen = new Map(test.letters().map(({ taskSeq, resolvedAtMs }) => [taskSeq, resolvedAtMs === null]))
          for (const at of [0, 1] as const) {
            const model = models[at]
            const shown = page.groups.find(({ message }) => message === MESSAGES[at])
            expect(shown === undefined).toBe(model.letters.length === 0)
            if (shown === undefined) continue
            expect({ state: shown.state, open: shown.openCount, total: shown.totalCount }).toEqual({
              state: model.at(clock.nowMs()),
              open: model.open().length,
              total: model.letters.length,
            })
            for (const { seq, resolvedBy } of model.letters) expect(isOpen.get(seq)).toBe(resolvedBy === null)
          }
          const inState = (...states: string[]) => page.groups.filter(({ state }) => states.includes(state))
          expect(await queries.inboxTotals(ACCOUNT_ID)).toEqual({
            openGroups: inState('New', 'Acknowledged', 'Regressed').length,
            unreadGroups: inState('New', 'Regressed').length,
            ignoredGroups: inState('Ignored').length,
            resolvedGroups: inState('Resolved').length,
            openLetters: page.groups.reduce(
              (sum, { state, openCount }) => sum + (state === 'Ignored' ? 0 : openCount),
              0,
            ),
          })
        }
        test.db.close()
      }),
      { numRuns: 60 },
    )
  })
})
