import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { CountName, MetricSecond } from '../../../electron/base/metricMessages.ts'
import type { TestScheduler } from '../../support/openTestStore.ts'
import { ACCOUNT_ID, failed, openTestStore, succeeded } from '../../support/openTestStore.ts'

const NAMES = ['limited', 'free'] as const
type Step =
  | { kind: 'submit'; name: (typeof NAMES)[number]; delaySeconds: number }
  | { kind: 'start' | 'succeed' | 'fail' | 'refuse' | 'release' | 'stop'; pick: number }
  | { kind: 'advance'; ms: number }
  | { kind: 'replaceScheduler' | 'restartHost' | 'failTurn' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('submit' as const),
      name: fc.constantFrom(...NAMES),
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
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('advance' as const),
      ms: fc.constantFrom(1, 300, 999, 1_000, 1_700, 10_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('replaceScheduler' as const, 'restartHost' as const, 'failTurn' as const),
    }),
  },
)

it('the sums over all seconds equal the counters, and gauges what is there, for any order of events', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
      const seconds: MetricSecond[] = []
      const open = (options: Parameters<typeof openTestStore>[0]) => {
        const opened = openTestStore({ machineConcurrency: 3, ...options })
        opened.store.connectLog((message) => {
          seconds.push(message.second)
          opened.store.metricsStored(message.number)
        })
        return opened
      }
      let t = open({})
      await t.create('limited', {
        reservedConcurrency: 1,
        async: { maxAsyncRetryAttempts: 1, maxAsyncEventAgeInSeconds: 60 },
      })
      await t.create('free')
      let scheduler: TestScheduler = t.connect()
      let held = new Map<number, { taskId: string; functionName: string }>()
      const take = () => {
        for (const { key, taskId, functionId } of scheduler.take()) {
          held.set(key, { taskId: taskId!, functionName: NAMES[functionId - 1]! })
        }
      }
      for (const step of steps) {
        if (step.kind === 'submit') await t.submit(step.name, { delaySeconds: step.delaySeconds })
        else if (step.kind === 'advance') t.advanceMs(step.ms)
        else if (step.kind === 'failTurn') {
          const request = { accountId: ACCOUNT_ID, functionName: 'free', payload: '', taskId: null, delaySeconds: 0 }
          await t.failTurn(() => void t.store.commands.submit(request).catch(() => {}))
        } else if (step.kind === 'restartHost') {
          t.store.close()
          t = open({ db: t.db, clock: t.clock })
          held = new Map()
          scheduler = t.connect()
        } else if (step.kind === 'replaceScheduler') {
          held = new Map()
          scheduler = t.connect()
        } else if ('pick' in step) {
          const key = [...held.keys()][step.pick % Math.max(1, held.size)]
          if (key === undefined) continue
          if (step.kind === 'start') t.report(scheduler, { started: [key] })
          else if (step.kind === 'stop') await t.stop(held.get(key)!.functionName, held.get(key)!.taskId)
          else {
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
      }
      t.store.close()

      for (const [index, name] of NAMES.entries()) {
        const functionId = index + 1
        const mine = seconds.flatMap(({ functions }) => functions.filter((one) => one.functionId === functionId))
        const total = (count: CountName) => mine.reduce((sum, { values }) => sum + values[count], 0)
        const inState = (...states: string[]) =>
          states.reduce(
            (sum, state) =>
              sum +
              (t.db
                .prepare<[number, string], { n: number }>(
                  'SELECT count(*) AS n FROM task WHERE function_id = ? AND state = ?',
                )
                .get(functionId, state)?.n ?? 0),
            0,
          )
        const rows = t.db
          .prepare<[number], { n: number }>('SELECT count(*) AS n FROM task WHERE function_id = ?')
          .get(functionId)?.n
        expect({ name, submitted: total('submitted') }).toEqual({ name, submitted: rows })
        expect({
          succeeded: total('succeeded'),
          failed: total('failed'),
          stopped: total('stopped'),
          expired: total('expired'),
          invalid: total('invalid'),
        }).toEqual({
          succeeded: inState('Succeeded'),
          failed: inState('Failed'),
          stopped: inState('Stopped'),
          expired: inState('Expired'),
          invalid: inState('Invalid'),
        })
        const last = seconds.at(-1)?.functions.find((one) => one.functionId === functionId)?.now
        expect(last?.backlog ?? 0).toBe(inState('Enqueued', 'Retrying'))
        expect(last?.inProcess ?? 0).toBe(inState('Dequeued', 'Running', 'Stopping'))
        for (const { values } of mine) {
          const numbers = Object.values(values).filter((value) => typeof value === 'number')
          expect(numbers.every((value) => value >= 0 && Number.isFinite(value))).toBe(true)
        }
      }
      const gauges = (second: MetricSecond | undefined) => ({ backlog: 0, inProcess: 0, ...second?.everything })
      for (const second of seconds) {
        const own = second.functions.map(({ values }) => values)
        expect(gauges(second).backlog).toBeLessThanOrEqual(own.reduce((sum, { backlog }) => sum + backlog, 0))
        expect(gauges(second).backlog).toBeGreaterThanOrEqual(Math.max(0, ...own.map(({ backlog }) => backlog)))
      }
      expect(seconds.map(({ atMs }) => atMs)).toEqual(seconds.map(({ atMs }) => atMs).toSorted((a, b) => a - b))
    }),
    { numRuns: 80 },
  )
})
