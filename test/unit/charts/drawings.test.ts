/** Paths of sparklines, and the places of the labels of marks. */
import { describe, expect, it } from 'vitest'
import { placeMarks } from '../../../renderer/charts/markLayout.ts'
import { barsPath, linePath } from '../../../renderer/charts/sparklinePaths.ts'

const box = { width: 60, height: 14 }

describe('the line of a sparkline', () => {
  it('goes over the whole width, the largest value at the top', () => {
    expect(linePath([0, 5, 10], box)).toBe('M0 14L30 7L60 0')
  })

  it('has a gap where nothing was measured, and a short line for a value alone', () => {
    expect(linePath([0, 10, null, 10], box)).toBe('M0 14L20 0M59 0h2')
  })

  it('lies on the ground when all is zero, and is empty without values', () => {
    expect(linePath([0, 0], box)).toBe('M0 14L60 14')
    expect(linePath([], box)).toBe('')
  })
})

describe('the bars of a sparkline', () => {
  it('stand on the ground, one for each value above zero', () => {
    expect(barsPath([10, 0, 5], box)).toBe('M0 0h14v14h-14zM40 7h14v7h-14z')
  })

  it('are seen however small the value is', () => {
    expect(barsPath([1_000, 1], box)).toContain('M30 12.5h21v1.5')
  })

  it('are none for zeros and gaps', () => {
    expect(barsPath([0, null], box)).toBe('')
  })
})

describe('labels of marks', () => {
  const room = { plotWidth: 400, gap: 6, rows: 2 }

  it('stand left of their line, and right of it at the left edge', () => {
    const [first, second] = placeMarks([10, 300], { ...room, widths: [80, 80] })
    expect(first).toMatchObject({ isLabelRight: true, row: 0 })
    expect(second).toMatchObject({ isLabelRight: false, row: 0 })
  })

  it('go down a row when they would touch, the latest on top, and are left out when no row is free', () => {
    const placed = placeMarks([290, 295, 300], { ...room, widths: [80, 80, 80] })
    expect(placed.map(({ isLabelled, row }) => (isLabelled ? row : null))).toEqual([null, 1, 0])
  })

  it('are left out when they are wider than the chart', () => {
    expect(placeMarks([10], { ...room, widths: [500] })[0]).toMatchObject({ isLabelled: false })
  })
})
