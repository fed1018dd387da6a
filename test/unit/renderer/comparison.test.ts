import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { comparisonHeadline } from '../../../electron/api/console/comparisonHeadline.ts'
import { startText, text } from '../../../renderer/i18n/text.ts'
import { headlineText } from '../../../renderer/screens/compare/headlineText.ts'
import {
  type Comparison,
  followComparison,
  formatSide,
  lastSuccess,
  openComparison,
  parsePair,
  parseSide,
  swapSides,
  useComparison,
} from '../../../renderer/stores/comparison.ts'
import { startLive } from '../../../renderer/stores/live.ts'
import { parseRoute, useRoute } from '../../../renderer/stores/route.ts'
import { AppError } from '../../../shared/errors.ts'
import { connectToFake } from '../../support/fakeLink.ts'
import { until } from '../../support/until.ts'

const NO_REVISIONS = { tasks: 0, logs: 0, host: 0, instances: 0, terminals: 0, metrics: 0 }
const LEFT = { functionName: 'charge', taskId: 'a' }
const RIGHT = { functionName: 'charge', taskId: 'b', attempt: 2 }

beforeEach(() => {
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible', documentElement: {} }))
  const history: string[] = []
  vi.stubGlobal('window', {
    location: { hash: '' },
    history: {
      pushState: (_: null, __: string, url: string) => history.push(url),
      replaceState: (_: null, __: string, url: string) => history.splice(-1, 1, url),
    },
  })
  useComparison.setState({ pair: null, comparison: null, error: null })
})

const side = (fields: Partial<Comparison['left']> = {}) =>
  ({
    functionName: 'charge',
    taskId: 'a',
    state: 'Failed',
    attempt: 1,
    outcome: 'Failed',
    ...fields,
  }) as Comparison['left']
const comparison = (right: Partial<Comparison['left']> = {}) =>
  ({ headline: 'Same', left: side(), right: side(right) }) as Comparison

describe('a side in the address', () => {
  it.each([LEFT, RIGHT])('is read as it was written: %j', (target) =>
    expect(parseSide(formatSide(target))).toEqual(target),
  )

  it.each(['', 'charge', 'charge/', '/a', 'charge/a/0', 'charge/a/x', 'charge/a/1/2'])('is not %j', (written) => {
    expect(parseSide(written)).toBeNull()
    expect(parsePair({ left: written, right: 'charge/a' })).toBeNull()
  })

  it('is part of a link that leads back to the same two', () => {
    openComparison(LEFT, RIGHT)
    expect(useRoute.getState()).toEqual({ screen: 'compare', left: 'charge/a', right: 'charge/b/2' })
    expect(parseRoute('#/compare?left=charge%2Fa&right=charge%2Fb%2F2')).toEqual(useRoute.getState())
    swapSides({ left: LEFT, right: RIGHT })
    expect(useRoute.getState()).toEqual({ screen: 'compare', left: 'charge/b/2', right: 'charge/a' })
  })
})

describe('a comparison in the window', () => {
  const open = (answer: (input: unknown) => unknown) => {
    const link = connectToFake({ 'comparisons.get': answer })
    onTestFinished(startLive())
    onTestFinished(followComparison({ left: LEFT, right: RIGHT }))
    return { link, asked: () => link.calls.filter(({ name }) => name === 'comparisons.get') }
  }
  const known = () => until(() => useComparison.getState().comparison, { what: 'the comparison' })

  it('is not asked for again when both have ended, also when the screen comes back to it', async () => {
    const { link, asked } = open(() => comparison())
    await known()
    link.answers['tasks.list'] = () => ({ tasks: [], nextCursor: null })
    onTestFinished(followComparison({ left: LEFT, right: RIGHT })) // pulls at once
    await lastSuccess(LEFT) // a round trip after that
    expect(asked().map(({ input }) => input)).toEqual([{ left: LEFT, right: RIGHT }])
    onTestFinished(followComparison({ left: RIGHT, right: LEFT })) // another pair
    await until(() => asked().length === 2, { what: 'the other comparison' })
  })

  it('is read again while one of them runs', async () => {
    let outcome: Comparison['left']['outcome'] = null
    const { link } = open(() => comparison({ outcome, state: outcome === null ? 'Running' : 'Succeeded' }))
    await known()
    outcome = 'Succeeded'
    link.tick({ ...NO_REVISIONS, tasks: 8 })
    await until(() => useComparison.getState().comparison?.right.outcome === 'Succeeded', { what: 'the end' })
  })

  it('says why it cannot be', async () => {
    open(() => {
      throw new AppError('invalid_input', 'charge/b has no attempt 2: it has had 1')
    })
    const error = await until(() => useComparison.getState().error, { what: 'the refusal' })
    expect(error).toMatchObject({ code: 'invalid_input', message: 'charge/b has no attempt 2: it has had 1' })
  })
})

describe('the last success of a function', () => {
  const open = (taskIds: string[]) =>
    connectToFake({
      'tasks.list': () => ({ tasks: taskIds.map((taskId) => ({ functionName: 'charge', taskId })), nextCursor: null }),
    })

  it('is the latest that is not the task itself', async () => {
    const link = open(['a', 'old'])
    expect(await lastSuccess(LEFT)).toEqual({ functionName: 'charge', taskId: 'old' })
    expect(link.calls[0]?.input).toMatchObject({ filter: { functions: ['charge'], states: ['Succeeded'] } })
  })

  it('is nothing when there is none', async () => {
    open(['a'])
    expect(await lastSuccess(LEFT)).toBeNull()
  })
})

describe('the headline', () => {
  type Reason = Comparison['reason']
  const kinds = ['function', 'payload', 'code', 'environment', 'configuration', 'interpreter'] as const
  const difference = (kind: (typeof kinds)[number], names: string[], count = names.length) => ({ kind, names, count })
  const reason = (differences: Reason['differences'], change: Partial<Reason> = {}): Reason => ({
    differences,
    hasSameOutcome: false,
    neverRan: [],
    isEnvironmentKnown: true,
    ...change,
  })
  const reasons: Reason[] = [
    ...kinds.flatMap((kind) => [
      reason([difference(kind, ['A', 'B'])]),
      reason([difference('code', []), difference(kind, ['A', 'B'])]),
    ]),
    reason([difference('payload', [])]),
    reason([
      difference('code', ['a.js', 'b.js', 'c.js'], 9),
      difference('environment', ['A']),
      difference('interpreter', ['1', '2']),
    ]),
    reason([]),
    reason([], { hasSameOutcome: true }),
    reason([], { isEnvironmentKnown: false }),
    reason([], { neverRan: ['left'] }),
    reason([], { neverRan: ['right'] }),
    reason([], { neverRan: ['left', 'right'] }),
  ]

  it('says in the window what it says on the command line', async () => {
    await startText('en')
    expect(reasons.map((one) => headlineText(one, text))).toEqual(reasons.map(comparisonHeadline))
  })

  it('says it in Chinese, too', async () => {
    await startText('zh-CN')
    expect(headlineText(reason([difference('code', ['index.js'])]), text)).toBe('请求参数相同，其间 index.js 有改动')
    for (const one of reasons) expect(headlineText(one, text)).toMatch(/[\u4e00-\u9fff]/)
  })
})
