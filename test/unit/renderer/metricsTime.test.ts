/** From a time in the charts to the filter of the task list, and back; and how the address keeps both. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { metricsRouteOf, tasksQueryOf } from '../../../renderer/stores/metricsTime.ts'
import { formatRoute, type MetricsRoute, parseRoute } from '../../../renderer/stores/route.ts'
import { readFilter } from '../../../shared/query/toFilter.ts'

const at = (text: string) => new Date(text).getTime()
const NOW_MS = at('2026-11-24T15:00:00')
const span = { fromMs: at('2026-11-24T14:00:00'), beforeMs: at('2026-11-24T14:05:30') }

describe('the tasks of a selected time', () => {
  it('are those that were triggered in it', () => {
    expect(tasksQueryOf(span, null)).toBe('since:2026-11-24T14:00 until:2026-11-24T14:05:30')
  })

  it('are those of the function that is shown', () => {
    expect(tasksQueryOf(span, 'order-charge')).toBe('fn:order-charge since:2026-11-24T14:00 until:2026-11-24T14:05:30')
  })

  it('lose none to parts of a second', () => {
    expect(tasksQueryOf({ fromMs: span.fromMs + 400, beforeMs: span.beforeMs - 400 }, null)).toBe(
      tasksQueryOf(span, null),
    )
  })

  it('are filtered by exactly that time, whatever it is', () => {
    const second = fc.integer({ min: at('2026-06-01T00:00:00') / 1_000, max: at('2026-09-01T00:00:00') / 1_000 })
    fc.assert(
      fc.property(second, fc.integer({ min: 1, max: 700_000 }), (first, length) => {
        const time = { fromMs: first * 1_000, beforeMs: (first + length) * 1_000 }
        const { filter } = readFilter(tasksQueryOf(time, null), NOW_MS)
        expect(filter).toMatchObject({ submittedFromMs: time.fromMs, submittedBeforeMs: time.beforeMs })
      }),
    )
  })
})

describe('the charts of a filter', () => {
  it('zoom into its time, of its function if it is exactly one', () => {
    expect(metricsRouteOf(tasksQueryOf(span, 'order-charge'), NOW_MS)).toEqual({
      screen: 'metrics',
      functionName: 'order-charge',
      range: null,
      zoom: span,
    })
    expect(metricsRouteOf(`fn:a,b ${tasksQueryOf(span, null)}`, NOW_MS)).toMatchObject({ functionName: null })
    expect(metricsRouteOf(`fn:order-* ${tasksQueryOf(span, null)}`, NOW_MS)).toMatchObject({ functionName: null })
  })

  it('show the same range when the filter has one', () => {
    expect(metricsRouteOf('status:failed since:24h', NOW_MS)).toEqual({
      screen: 'metrics',
      functionName: null,
      range: '24h',
    })
  })

  it('end now when the filter has no end', () => {
    expect(metricsRouteOf('since:2026-11-24T14:00', NOW_MS)).toMatchObject({
      zoom: { fromMs: span.fromMs, beforeMs: NOW_MS },
    })
  })

  it.each([
    [''],
    ['status:failed'],
    ['until:1h'],
    ['since:tomorrow'],
    ['since:2026-11-24T14:00 until:2026-11-24T13:00'],
  ])('are none for %j', (query) => {
    expect(metricsRouteOf(query, NOW_MS)).toBeNull()
  })
})

describe('the address of the metrics', () => {
  it.each<[string, MetricsRoute]>([
    ['#/metrics', { screen: 'metrics', functionName: null, range: null }],
    ['#/metrics?scope=account', { screen: 'metrics', functionName: null, range: null, isAccount: true }],
    ['#/metrics/order-charge?range=24h', { screen: 'metrics', functionName: 'order-charge', range: '24h' }],
    [
      '#/metrics?zoom=1000-5000&time=2000-3000',
      {
        screen: 'metrics',
        functionName: null,
        range: null,
        zoom: { fromMs: 1_000, beforeMs: 5_000 },
        selection: { fromMs: 2_000, beforeMs: 3_000 },
      },
    ],
  ])('%s says what is shown', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route)
    expect(formatRoute(route)).toBe(hash)
  })

  it('leaves out a time that is none', () => {
    expect(parseRoute('#/metrics?time=5-1&zoom=x')).toEqual({ screen: 'metrics', functionName: null, range: null })
  })

  it('keeps the range of the overview', () => {
    expect(parseRoute('#/overview?range=15m')).toEqual({ screen: 'overview', range: '15m' })
    expect(formatRoute({ screen: 'overview', range: '15m' })).toBe('#/overview?range=15m')
  })
})
