import { describe, expect, it } from 'vitest'
import { Attempt } from '../../../electron/engine/instances/attempt.ts'
import { Deadlines } from '../../../electron/engine/instances/deadlines.ts'
import { JudgedTime } from '../../../electron/engine/instances/judgedTime.ts'
import { FakeClock } from '../../support/fakeClock.ts'
import { testSpec } from '../../support/testSpec.ts'

function started() {
  const clock = new FakeClock()
  const time = new JudgedTime(clock)
  const initializer = { handler: 'index.init', timeoutMs: 5_000 }
  const deadlines = new Deadlines(testSpec({ timeoutMs: 3_000, idleTimeoutMs: 60_000, initializer }), time)
  return {
    deadlines,
    pass(ms: number) {
      for (let left = ms; left > 0; left -= 1_000) {
        clock.advanceMs(Math.min(1_000, left))
        time.tick()
      }
    },
    begin(id: number) {
      const attempt = new Attempt(id, {
        key: id,
        functionId: 1,
        requestId: 'r',
        taskId: null,
        attempt: 1,
        retryCount: 0,
        payload: '',
        wantsLogTail: false,
      })
      attempt.begunJudgedMs = time.nowMs
      return attempt
    },
  }
}

describe('the deadlines of an instance', () => {
  it('give it ten seconds to come up', () => {
    const { deadlines, pass } = started()
    pass(9_999)
    expect(deadlines.overdue([])).toBeNull()
    pass(1)
    expect(deadlines.overdue([])).toEqual({ kind: 'start', reason: 'it did not come up within 10 s' })
  })

  it('give two minutes to load the code, from the first invocation on', () => {
    const { deadlines, pass, begin } = started()
    deadlines.enter('loading')
    pass(50_000)
    deadlines.becomesBusy()
    const attempt = begin(1)
    pass(119_999)
    expect(deadlines.overdue([attempt])).toBeNull()
    pass(1)
    expect(deadlines.overdue([attempt])).toMatchObject({ kind: 'attempts', attempts: [attempt] })
  })

  it('give the initializer its own time', () => {
    const { deadlines, pass, begin } = started()
    const attempt = begin(1)
    deadlines.enter('initializing')
    pass(4_999)
    expect(deadlines.overdue([attempt])).toBeNull()
    pass(1)
    const overdue = deadlines.overdue([attempt])
    expect(overdue?.kind === 'attempts' && overdue.error(0).errorType).toBe('InitializationError')
  })

  it('name the attempts that have run too long, and only those', () => {
    const { deadlines, pass, begin } = started()
    deadlines.enter('prepared')
    const early = begin(1)
    pass(1_000)
    const late = begin(2)
    pass(1_999)
    expect(deadlines.overdue([early, late])).toBeNull()
    pass(1)
    const overdue = deadlines.overdue([early, late])
    expect(overdue).toMatchObject({ kind: 'attempts', attempts: [early] })
  })

  it('end an idle instance, and begin anew with each task', () => {
    const { deadlines, pass } = started()
    deadlines.enter('prepared')
    pass(59_000)
    deadlines.becomesIdle()
    pass(59_999)
    expect(deadlines.overdue([])).toBeNull()
    pass(1)
    expect(deadlines.overdue([])).toEqual({ kind: 'idle', reason: 'idle for 60 s' })
  })

  it('never end an idle instance that somebody looks at; its time begins anew afterwards', () => {
    const { deadlines, pass } = started()
    deadlines.enter('prepared')
    expect(deadlines.idleLeftMs).toBe(60_000)
    deadlines.keep(true)
    pass(200_000)
    expect([deadlines.overdue([]), deadlines.idleLeftMs]).toEqual([null, null])
    deadlines.keep(false)
    pass(59_999)
    expect([deadlines.overdue([]), deadlines.idleLeftMs]).toEqual([null, 1])
    pass(1)
    expect(deadlines.overdue([])).toEqual({ kind: 'idle', reason: 'idle for 60 s' })
  })
})
