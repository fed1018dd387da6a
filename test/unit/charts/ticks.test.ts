/** Labels of the axes: few, round, and around all values. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shortCount, shortDuration, timeLabel, timeTicks, valueAxis } from '../../../renderer/charts/ticks.ts'

const labels = (scale: 'count' | 'duration' | 'logDuration', ...values: (number | null)[]) =>
  valueAxis(scale, [values]).ticks.map(({ label }) => label)

describe('the axis of values', () => {
  it.each([
    [[0], ['0', '1', '2']],
    [[1], ['0', '1', '2']],
    [[3], ['0', '1', '2', '3']],
    [[7], ['0', '3', '6', '9']],
    [[250], ['0', '100', '200', '300']],
    [[1_300], ['0', '500', '1,000', '1,500']],
    [[29_000], ['0', '10k', '20k', '30k']],
  ])('has round counts for %j', (values, expected) => {
    expect(labels('count', ...values)).toEqual(expected)
  })

  it('has whole lengths of time', () => {
    expect(labels('duration', 65_000)).toEqual(['0', '30 s', '1 m', '1.5 m'])
    expect(labels('duration', null)).toEqual(['0', '1 ms', '2 ms'])
  })

  it('has powers on a logarithmic scale, at most four', () => {
    expect(labels('logDuration', 12, 90, 8_000)).toEqual(['10 ms', '100 ms', '1 s', '10 s'])
    expect(labels('logDuration', 0.5, 3_600_000).length).toBeLessThanOrEqual(4)
  })

  it('holds every value, with three or four labels', () => {
    const value = fc.double({ min: 0, max: 1e9, noNaN: true })
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1 }),
        fc.constantFrom('count', 'duration', 'logDuration'),
        (values, scale) => {
          const { min, max, ticks } = valueAxis(scale, [values])
          const drawn = scale === 'logDuration' ? values.map((one) => Math.log10(Math.max(0.1, one))) : values
          for (const one of drawn) {
            expect(one).toBeGreaterThanOrEqual(min - 1e-9)
            expect(one).toBeLessThanOrEqual(max * (1 + 1e-9) + 1e-9)
          }
          expect(ticks.length).toBeGreaterThanOrEqual(2)
          expect(ticks.length).toBeLessThanOrEqual(4)
        },
      ),
    )
  })
})

describe('the axis of time', () => {
  const at = (text: string) => new Date(text).getTime()

  it('has round times, at most four of them', () => {
    const { ticks, stepMs } = timeTicks(at('2026-11-24T13:02:00'), at('2026-11-24T14:02:00'))
    expect(ticks.map((atMs) => timeLabel(atMs, { stepMs, language: 'en' }))).toEqual([
      '13:15',
      '13:30',
      '13:45',
      '14:00',
    ])
  })

  it('names days where days apart, and seconds where seconds', () => {
    const week = timeTicks(at('2026-11-17T14:00:00'), at('2026-11-24T14:00:00'))
    expect(week.ticks.map((atMs) => timeLabel(atMs, { stepMs: week.stepMs, language: 'en' }))[0]).toMatch(/^Nov \d+$/)
    const short = timeTicks(at('2026-11-24T14:00:00'), at('2026-11-24T14:00:20'))
    expect(timeLabel(short.ticks[1] ?? 0, { stepMs: short.stepMs, language: 'en' })).toBe('14:00:05')
  })

  it('begins days at midnight here', () => {
    const { ticks } = timeTicks(at('2026-11-17T14:00:00'), at('2026-11-24T14:00:00'))
    for (const tick of ticks) expect(new Date(tick).getHours()).toBe(0)
  })
})

describe('a short value', () => {
  it('is never wider than the gutter', () => {
    expect([shortCount(9_999), shortCount(10_000), shortCount(2_500_000)]).toEqual(['9,999', '10k', '2.5M'])
    expect([0, 100, 2_000, 60_000, 7_200_000, 172_800_000].map(shortDuration)).toEqual([
      '0',
      '100 ms',
      '2 s',
      '1 m',
      '2 h',
      '2 d',
    ])
  })
})
