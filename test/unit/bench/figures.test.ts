import { describe, expect, it } from 'vitest'
import type { Bench, Subject } from '../../bench/bench.ts'
import { figuresOf, jsonLines, judged, percentile, type Sample } from '../../bench/figures.ts'

const subject = (name: string, kind: Subject['kind']): Subject => ({ name, kind, measure: async () => ({}) })
const bench: Bench = {
  name: 'drain',
  about: 'a backlog',
  notes: [],
  subjects: [subject('taskyard', 'ours'), subject('plainjob', 'peer')],
  targets: [],
}
const samples: Sample[] = [30, 10, 20].flatMap((value) => [
  { subject: 'taskyard', measurement: { tasks_per_second: value, alone_ms: 1 } },
  { subject: 'plainjob', measurement: { tasks_per_second: value / 2 } },
])
const figures = figuresOf(bench, samples)

describe('the figures of several runs', () => {
  it('are the median, the least and the most of each subject', () => {
    expect(figures[0]).toEqual({
      figure: 'tasks_per_second',
      subject: 'taskyard',
      kind: 'ours',
      median: 20,
      min: 10,
      max: 30,
      runs: 3,
    })
  })

  it('are lines of JSON that set ours against each of the others', () => {
    expect(jsonLines(bench, figures)).toEqual([
      '{"bench":"drain","figure":"tasks_per_second","median":20,"min":10,"max":30,"runs":3,"against":"plainjob","ratio":2}',
      '{"bench":"drain","figure":"alone_ms","median":1,"min":1,"max":1,"runs":3}',
    ])
  })
})

describe('a target', () => {
  it('is met by more where more is better', () => {
    const target = { figure: 'tasks_per_second', times: 1.5, against: 'plainjob' }
    expect(judged(target, figures)).toEqual({ value: 2, isMet: true })
  })

  it('is met by less where less is better', () => {
    expect(judged({ figure: 'alone_ms', times: 0.5, against: null }, figures)).toEqual({ value: 1, isMet: false })
  })

  it('is not judged when somebody was not measured', () => {
    expect(judged({ figure: 'tasks_per_second', times: 1, against: 'BullMQ' }, figures)).toBeNull()
  })
})

describe('a percentile', () => {
  it('is the value that so many do not exceed', () => {
    expect([0.5, 0.99, 1].map((ratio) => percentile([4, 1, 3, 2], ratio))).toEqual([3, 4, 4])
  })

  it('does not exist of nothing', () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError)
  })
})
