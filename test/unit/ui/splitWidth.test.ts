/** What keys do to the width of a pane. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clampWidth, widthAfterKey } from '../../../renderer/ui/layout/splitWidth.ts'

const limits = { minPixels: 360, maxPixels: 900 }
const widthAfter = (key: string, widthPixels: number, hasShift = false) =>
  widthAfterKey({ key, hasShift, widthPixels }, limits)

describe('the pane at the right of a split', () => {
  it('grows to the left and shrinks to the right, in larger steps with Shift', () => {
    expect([widthAfter('ArrowLeft', 500), widthAfter('ArrowRight', 500)]).toEqual([516, 484])
    expect([widthAfter('ArrowLeft', 500, true), widthAfter('ArrowRight', 500, true)]).toEqual([596, 404])
  })

  it('goes to its least and its most', () => {
    expect([widthAfter('Home', 500), widthAfter('End', 500)]).toEqual([360, 900])
  })

  it('takes no notice of other keys', () => {
    expect([widthAfter('a', 500), widthAfter('ArrowUp', 500)]).toEqual([null, null])
  })

  it('never leaves its limits, and keeps its least where there is no room', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom('ArrowLeft', 'ArrowRight', 'Home', 'End'), (widthPixels, key) => {
        const width = widthAfter(key, widthPixels, true) ?? Number.NaN
        expect(width >= 360 && width <= 900).toBe(true)
      }),
    )
    expect(clampWidth(500, { minPixels: 360, maxPixels: 200 })).toBe(360)
  })
})
