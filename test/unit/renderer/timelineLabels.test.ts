import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AxisLabel, LABEL_GAP_CH, placeLabels } from '../../../renderer/stores/timelineLabels.ts'

const tick = (atRatio: number, text: string): AxisLabel => ({ kind: 'tick', atRatio, text })
const cut = (atRatio: number, text: string): AxisLabel => ({ kind: 'cut', atRatio, text })
const textsOf = (labels: AxisLabel[], axisCh: number) => placeLabels(labels, axisCh).map(({ text }) => text)

describe('the labels under a timeline', () => {
  it('stand where they belong as long as there is room', () => {
    const [first, middle, last] = placeLabels([tick(0, '14:00:04'), tick(0.5, ':30'), tick(1, ':46')], 100)
    expect(first).toMatchObject({ fromRatio: 0, align: 'start' })
    expect(middle).toMatchObject({ fromRatio: 0.485, widthRatio: 0.03, align: 'center' })
    expect(last).toMatchObject({ fromRatio: 0.97, align: 'end' })
  })

  it('move what is said of a cut beside the first instant', () => {
    const labels = [tick(0, '13:22:09'), cut(1 / 6, '// 1 m 0 s'), tick(1 / 3, ':09'), tick(1, ':10')]
    const [first, moved] = placeLabels(labels, 50)
    expect(first).toMatchObject({ text: '13:22:09', fromRatio: 0 })
    expect(moved).toMatchObject({ text: '// 1 m 0 s', fromRatio: 9 / 50 })
    expect(textsOf(labels, 50)).toEqual(['13:22:09', '// 1 m 0 s', ':10'])
  })

  it('name the ends before what is between, and the beginning before all', () => {
    expect(textsOf([tick(0, '14:00:04'), tick(0.96, ':45'), tick(1, ':46')], 50)).toEqual(['14:00:04', ':46'])
    expect(textsOf([tick(0, '14:00:04'), tick(1, ':46')], 9)).toEqual(['14:00:04'])
  })

  const anyLabel = fc.record({
    kind: fc.constantFrom('tick' as const, 'cut' as const),
    atRatio: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
    text: fc.string({ minLength: 1, maxLength: 14 }),
  })

  it('never overlap and never leave the axis', () => {
    fc.assert(
      fc.property(fc.array(anyLabel, { maxLength: 20 }), fc.integer({ min: 1, max: 160 }), (labels, axisCh) => {
        let freeFromCh = 0
        for (const { fromRatio, widthRatio } of placeLabels(labels, axisCh)) {
          expect(fromRatio * axisCh).toBeGreaterThanOrEqual(freeFromCh - 1e-6)
          expect(fromRatio + widthRatio).toBeLessThanOrEqual(1 + 1e-9)
          freeFromCh = (fromRatio + widthRatio) * axisCh + LABEL_GAP_CH
        }
      }),
    )
  })
})
