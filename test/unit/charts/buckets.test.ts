/** Steps of a chart: what is drawn whole, dashed or as a dot, and which time they are. */
import { describe, expect, it } from 'vitest'
import {
  dashedValues,
  liveIndex,
  lonelyIndices,
  solidValues,
  spanOf,
  stepsIn,
  withOther,
} from '../../../renderer/charts/buckets.ts'
import type { ChartSeries } from '../../../renderer/charts/chartData.ts'

const series = (id: string, values: (number | null)[], more: Partial<ChartSeries> = {}): ChartSeries => ({
  id,
  label: id,
  tone: 'cat-1',
  values,
  ...more,
})

describe('a step that is not over yet', () => {
  it('is left out of the solid line, and the dashed one goes from the last whole step into it', () => {
    expect(solidValues([1, 2, 3], true)).toEqual([1, 2, null])
    expect(dashedValues([1, 2, 3], true)).toEqual([null, 2, 3])
  })

  it('changes nothing when the last step is over', () => {
    expect(solidValues([1, 2, 3], false)).toEqual([1, 2, 3])
    expect(dashedValues([1, 2, 3], false)).toEqual([null, null, null])
  })

  it('is not what the legend shows of a count, but of a level it is', () => {
    expect(liveIndex(series('failed', [4, 5, 1], { isCount: true }), true)).toBe(1)
    expect(liveIndex(series('backlog', [4, 5, 1]), true)).toBe(2)
    expect(liveIndex(series('failed', [4, 5, 1], { isCount: true }), false)).toBe(2)
    expect(liveIndex(series('failed', [4], { isCount: true }), true)).toBe(0)
  })
})

describe('a gap', () => {
  it('leaves dots for values that no line goes through', () => {
    expect(lonelyIndices([1, null, 2, 3, null, null, 4])).toEqual([0, 6])
    expect(lonelyIndices([1, 2])).toEqual([])
    expect(lonelyIndices([null, null])).toEqual([])
  })
})

describe('more series than a chart takes', () => {
  it('are the largest as they are, in their order, and the rest added up', () => {
    const all = [1, 9, 2, 8, 7, 3].map((size, index) => series(`f${index}`, [size, size, null]))
    const shown = withOther(all, { label: 'other', limit: 4 })
    expect(shown.map(({ id }) => id)).toEqual(['f1', 'f3', 'f4', 'other'])
    expect(shown.at(-1)).toMatchObject({ label: 'other', values: [6, 6, null] })
  })

  it('are left alone while there is room', () => {
    const all = [series('a', [1]), series('b', [2])]
    expect(withOther(all, { label: 'other' })).toEqual(all)
  })

  it('have a value in the rest where any of them has one', () => {
    const all = [series('a', [9, 9]), series('b', [null, 1]), series('c', [null, null])]
    expect(withOther(all, { label: 'other', limit: 2 }).at(-1)?.values).toEqual([null, 1])
  })
})

describe('selected steps', () => {
  const steps = { atMs: [1_000, 2_000, 3_000, 4_000], stepMs: 1_000 }

  it('are a time from the begin of the first to the end of the last, whichever way they were selected', () => {
    expect(spanOf(steps, { first: 1, last: 2 })).toEqual({ fromMs: 2_000, beforeMs: 4_000 })
    expect(spanOf(steps, { first: 2, last: 1 })).toEqual({ fromMs: 2_000, beforeMs: 4_000 })
    expect(spanOf(steps, { first: -1, last: 99 })).toEqual({ fromMs: 1_000, beforeMs: 5_000 })
  })

  it('are found again by their time', () => {
    expect(stepsIn(steps, { fromMs: 2_000, beforeMs: 4_000 })).toEqual({ first: 1, last: 2 })
    expect(stepsIn(steps, { fromMs: 2_500, beforeMs: 3_001 })).toEqual({ first: 1, last: 2 })
  })

  it('are none when the time has left the chart', () => {
    expect(stepsIn(steps, { fromMs: 0, beforeMs: 1_000 })).toBeNull()
    expect(stepsIn(steps, { fromMs: 5_000, beforeMs: 6_000 })).toBeNull()
    expect(spanOf({ atMs: [], stepMs: 1_000 }, { first: 0, last: 0 })).toBeNull()
  })
})
