import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EndSample, endsPerSecond, RATE_WINDOW_MS, withSample } from '../../../renderer/stores/endRate.ts'
import { idIn } from '../../../renderer/stores/findTask.ts'
import type { FunctionSummary } from '../../../renderer/stores/functions.ts'
import { DEFAULT_PREFERENCES } from '../../../renderer/stores/preferences.ts'
import { placeOf, problemsOf } from '../../../renderer/stores/problems.ts'
import { countsByFamily, executingCount, familyOf, TASK_FAMILIES } from '../../../renderer/stores/taskFamilies.ts'
import { preferences } from '../../../shared/contract/preferences.ts'
import { taskStates } from '../../../shared/domain/taskStates.ts'

describe('the families of states', () => {
  it('hold every state once', () => {
    expect(Object.values(TASK_FAMILIES).flat().toSorted()).toEqual([...taskStates.states].toSorted())
    for (const state of taskStates.states) expect(TASK_FAMILIES[familyOf(state)]).toContain(state)
  })

  it('count all functions, or one', () => {
    const totals = [
      { functionName: 'resize', state: 'Enqueued' as const, count: 3 },
      { functionName: 'resize', state: 'Retrying' as const, count: 1 },
      { functionName: 'charge', state: 'Retrying' as const, count: 2 },
      { functionName: 'charge', state: 'Dequeued' as const, count: 4 },
      { functionName: 'charge', state: 'Expired' as const, count: 5 },
    ]
    expect(countsByFamily(totals)).toEqual({ Waiting: 10, Running: 0, Succeeded: 0, Failed: 0, Ended: 5 })
    expect(countsByFamily(totals, 'resize')).toEqual({ Waiting: 4, Running: 0, Succeeded: 0, Failed: 0, Ended: 0 })
    expect(executingCount(totals)).toBe(4)
  })
})

describe('the rate of ends', () => {
  const feed = (samples: EndSample[]) => samples.reduce<EndSample[]>((kept, sample) => withSample(kept, sample), [])

  it('is that of the last five seconds', () => {
    const samples = feed(Array.from({ length: 21 }, (_, index) => ({ atMs: index * 500, endedCount: index * 10 })))
    expect(endsPerSecond(samples, 10_000)).toBe(20)
    expect(samples.length).toBeLessThan(13) // older ones are let go
  })

  it('falls to nothing when nothing ends, without being told', () => {
    const samples = feed([
      { atMs: 0, endedCount: 0 },
      { atMs: 1_000, endedCount: 50 },
    ])
    expect(endsPerSecond(samples, 2_000)).toBe(25)
    expect(endsPerSecond(samples, 1_000 + RATE_WINDOW_MS)).toBe(0)
    expect(endsPerSecond(samples, 60_000)).toBe(0)
  })

  it('is never negative, endless or unknown', () => {
    const sample = fc.record({ atMs: fc.nat(20_000), endedCount: fc.nat(1_000) })
    fc.assert(
      fc.property(fc.array(sample), fc.nat(30_000), (samples, nowMs) => {
        const rate = endsPerSecond(feed(samples.toSorted((a, b) => a.atMs - b.atMs)), nowMs)
        expect(rate >= 0 && Number.isFinite(rate)).toBe(true)
      }),
    )
  })
})

describe('a pasted text', () => {
  it('is an id when it is one word of an id, with white space around it', () => {
    expect(idIn(' 1-692c1f04-5cbef92ea8fca7d4\n')).toBe('1-692c1f04-5cbef92ea8fca7d4')
    expect(idIn('receipt_A-88207')).toBe('receipt_A-88207')
  })

  it('is none when it is anything else', () => {
    for (const text of ['', 'two words', '{"id":1}', 'https://example.com/', 'a'.repeat(129)]) {
      expect(idIn(text), text).toBe(null)
    }
  })
})

describe('the problems', () => {
  const notice = { level: 'error' as const, code: 'x', source: 'store' }
  const problem = { code: 'project_invalid' as const, message: 's.yaml:3: no', data: { file: '/p/s.yaml', line: 3 } }

  it('are those of the project first, then what the host says, the newest first', () => {
    const found = problemsOf({
      project: { dir: '/p', file: '/p/s.yaml', name: 'p', problems: [problem] },
      notices: [
        { ...notice, message: 'older', atMs: 1 },
        { ...notice, message: 's.yaml:3: no', atMs: 2 },
        { ...notice, level: 'info', message: 'told', atMs: 3 },
        { ...notice, level: 'notice', message: 'newer', atMs: 4 },
      ],
    })
    expect(found.map(({ message, place, atMs }) => ({ message, place, atMs }))).toEqual([
      { message: 's.yaml:3: no', place: { file: '/p/s.yaml', line: 3 }, atMs: 2 },
      { message: 'newer', place: null, atMs: 4 },
      { message: 'older', place: null, atMs: 1 },
    ])
    expect(new Set(found.map(({ key }) => key)).size).toBe(3)
  })

  it('of the project are over when its files are right again, whatever was told of them before', () => {
    const project = { dir: '/p', file: '/p/s.yaml', name: 'p', problems: [] }
    const told = { ...notice, code: 'project_invalid', source: 'gateway', message: 's.yaml:3: no', atMs: 1 }
    const notices = [
      told,
      { ...told, message: 'busy', code: 'internal', atMs: 2 },
      { ...told, source: 'store', atMs: 3 },
    ]
    expect(problemsOf({ project, notices }).map(({ atMs }) => atMs)).toEqual([3, 2])
    const still = problemsOf({ project: { ...project, problems: [problem] }, notices: [{ ...told, message: 'older' }] })
    expect(still.map(({ message }) => message)).toEqual(['s.yaml:3: no'])
    expect(problemsOf({ project: null, notices: [told] })).toHaveLength(1)
  })

  it('count functions that cannot run, but not twice what the project says', () => {
    const one = (functionName: string, problem: string | null) => ({ functionName, problem }) as FunctionSummary
    const found = problemsOf({
      project: { dir: '/p', file: '/p/s.yaml', name: 'p', problems: [problem] },
      notices: [],
      functions: [one('resize', 'no Python'), one('charge', null), one('broken', 's.yaml:3: no')],
    })
    expect(found.map(({ level, message, source }) => [level, message, source])).toEqual([
      ['error', 's.yaml:3: no', null],
      ['error', 'no Python', 'resize'],
    ])
  })

  it('have a place only where the data is one', () => {
    for (const data of [undefined, null, 'text', {}, { file: 1, line: 2 }, { file: 'a' }]) {
      expect(placeOf({ code: 'internal', message: '', data })).toBe(null)
    }
  })
})

describe('preferences before the host has answered', () => {
  it("are the contract's", () => {
    expect(DEFAULT_PREFERENCES).toEqual(preferences.parse({}))
  })
})
