/** Curves and figures as the stores keep them: pulled on news and as time moves on, held when the host errs. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startLive } from '../../../renderer/stores/live.ts'
import {
  type FunctionFigures,
  loadMetricFunctions,
  useMetricFunctions,
} from '../../../renderer/stores/metricsFunctions.ts'
import { ownRange } from '../../../renderer/stores/metricsRange.ts'
import {
  followMetricSeries,
  loadMetricSeries,
  type MetricQuestion,
  selectAnswer,
  timeOf,
  useMetricSeries,
} from '../../../renderer/stores/metricsSeries.ts'
import { loadLatestFailures, useLatestFailures } from '../../../renderer/stores/overviewFailures.ts'
import { AppError } from '../../../shared/errors.ts'
import { connectToFake } from '../../support/fakeLink.ts'
import { until } from '../../support/until.ts'

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
const stops: (() => void)[] = []
beforeEach(() => {
  page.visibilityState = 'visible'
  vi.stubGlobal('document', page)
  vi.stubGlobal('window', { location: { hash: '' }, history: {} })
})
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  useMetricSeries.setState({}, true)
  useMetricFunctions.setState(useMetricFunctions.getInitialState(), true)
  useLatestFailures.setState({}, true)
  vi.unstubAllGlobals()
})

const question: MetricQuestion = { scope: { kind: 'everything' }, range: '15m', zoom: null }
const answerOf = (stepSeconds: number) => ({ stepSeconds, atMs: [0], columns: {}, isLastPartial: true, marks: [] })
const shown = () => selectAnswer(question)(useMetricSeries.getState())
const revisions = (metrics: number) => ({ tasks: 0, logs: 0, host: 0, instances: 0, terminals: 0, metrics })

describe('the time of a range', () => {
  it('begins at a whole step and ends now, in no more steps than its length has', () => {
    const nowMs = new Date('2026-11-24T14:02:33.400').getTime()
    const { fromMs, beforeMs, maxPoints } = timeOf({ range: '1h', zoom: null }, nowMs)
    expect(new Date(fromMs)).toEqual(new Date('2026-11-24T13:03:00'))
    expect(new Date(beforeMs)).toEqual(new Date('2026-11-24T14:02:34'))
    expect(maxPoints).toBe(60)
    expect(Math.ceil(beforeMs / 60_000) - Math.floor(fromMs / 60_000)).toBeLessThanOrEqual(maxPoints)
  })

  it('is what was zoomed into', () => {
    expect(timeOf({ range: '1h', zoom: { fromMs: 5_000, beforeMs: 9_000 } }, 99_000)).toMatchObject({
      fromMs: 5_000,
      beforeMs: 9_000,
    })
  })

  it('is a quarter of an hour while the host has not run for longer', () => {
    expect(ownRange(0, 10 * 60_000)).toBe('15m')
    expect(ownRange(0, 20 * 60_000)).toBe('1h')
  })
})

describe('curves', () => {
  it('are pulled at first and when something was measured', async () => {
    let step = 10
    const link = connectToFake({ 'metrics.series': () => answerOf(step) })
    stops.push(startLive(), followMetricSeries(question))
    await until(() => shown().series?.stepSeconds === 10, { what: 'the first curves' })
    step = 20
    link.tick(revisions(1))
    await until(() => shown().series?.stepSeconds === 20, { what: 'the curves after news' })
  })

  it('move on when a step is over without news', async () => {
    const link = connectToFake({ 'metrics.series': () => answerOf(1) })
    stops.push(startLive(), followMetricSeries(question))
    const count = () => link.calls.filter(({ name }) => name === 'metrics.series').length
    await until(() => count() >= 3, { what: 'two more answers' })
  })

  it('are not asked for while nobody sees them', async () => {
    page.visibilityState = 'hidden'
    const link = connectToFake({ 'metrics.series': () => answerOf(1), 'metrics.functions': () => null })
    stops.push(startLive(), followMetricSeries(question))
    link.tick(revisions(1))
    expect(link.calls).toEqual([])
    page.visibilityState = 'visible'
    page.dispatchEvent(new Event('visibilitychange'))
    await until(() => shown().series !== null, { what: 'the curves' })
  })

  it('stay when the host errs, with the error beside them', async () => {
    const link = connectToFake({ 'metrics.series': () => answerOf(10) })
    stops.push(startLive())
    await loadMetricSeries(question)
    link.answers['metrics.series'] = () => {
      throw new AppError('internal', 'the log database is damaged')
    }
    await loadMetricSeries(question)
    expect(shown()).toMatchObject({ series: { stepSeconds: 10 }, error: { message: 'the log database is damaged' } })
    link.answers['metrics.series'] = () => answerOf(10)
    await loadMetricSeries(question)
    expect(shown().error).toBeNull()
  })
})

describe('figures of functions', () => {
  it('are those of the range that was asked for last', async () => {
    const first = Promise.withResolvers<object>()
    const link = connectToFake({ 'metrics.functions': () => first.promise })
    stops.push(startLive())
    const earlier = loadMetricFunctions('1h')
    await until(() => link.calls.length === 1, { what: 'the first question' })
    link.answers['metrics.functions'] = () => ({ functions: [], marks: [] })
    await loadMetricFunctions('15m')
    first.resolve({ functions: [{ functionName: 'late' }], marks: [] })
    await earlier
    expect(useMetricFunctions.getState()).toMatchObject({ range: '15m', functions: [] })
    expect(link.calls.map(({ input }) => input)).toEqual([
      { minutes: 60, parts: 30 },
      { minutes: 15, parts: 30 },
    ])
  })
})

describe('the latest failure of a function', () => {
  it('is asked for again only when it failed more often', async () => {
    const link = connectToFake({ 'tasks.list': () => ({ tasks: [{ taskId: 'guest_1' }], nextCursor: null }) })
    stops.push(startLive())
    const figures = (failedAttempts: number) =>
      [{ functionName: 'order-charge', failedAttempts }] as unknown as FunctionFigures[] // what is read of them
    await loadLatestFailures(figures(2))
    await loadLatestFailures(figures(2))
    expect(link.calls).toHaveLength(1)
    await loadLatestFailures(figures(3))
    expect(link.calls).toHaveLength(2)
    await loadLatestFailures(figures(0))
    expect(link.calls).toHaveLength(2)
    expect(useLatestFailures.getState()['order-charge']?.task?.taskId).toBe('guest_1')
  })
})
