import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startText, text } from '../../../renderer/i18n/text.ts'
import { dayText, namesText, shortPath } from '../../../renderer/screens/welcome/folderTexts.ts'
import { countQuery, queryOf, SYSTEM_VIEWS } from '../../../renderer/stores/savedViews.ts'
import { readFilter } from '../../../shared/query/toFilter.ts'
import { connectToFake } from '../../support/fakeLink.ts'

const root = { documentElement: { lang: '' } }
beforeAll(async () => {
  Object.assign(globalThis, { document: root })
  await startText('en')
})
afterAll(() => Reflect.deleteProperty(globalThis, 'document'))

const t = ((key: never, values: never) => text(key, values)) as typeof text

describe('a path on Welcome', () => {
  it('keeps its end, from a separator on', () => {
    expect(shortPath('/home/ada/shop')).toBe('/home/ada/shop')
    const long = `/home/ada/${'deep/'.repeat(20)}shop`
    expect(shortPath(long)).toMatch(/^…\/(?:deep\/)+shop$/)
    expect(shortPath(long).length).toBeLessThanOrEqual(52)
    expect(shortPath('x'.repeat(80))).toBe(`…${'x'.repeat(51)}`)
  })
})

describe('the day of a recent project', () => {
  const nowMs = new Date(2026, 10, 24, 0, 30).getTime()
  const at = (...day: [number, number, number, number]) =>
    dayText({ atMs: new Date(...day).getTime(), nowMs, language: 'en', t })

  it('is a word where there is one, by the calendar and not by hours', () => {
    expect(at(2026, 10, 24, 0)).toBe('today')
    expect(at(2026, 10, 23, 1)).toBe('yesterday')
    expect(at(2026, 10, 22, 23)).toBe('Nov 22')
    expect(at(2025, 10, 22, 23)).toBe('Nov 22, 2025')
  })
})

describe('a list of names', () => {
  it('says how many it leaves out', () => {
    expect(namesText(['a', 'b'], t)).toBe('a, b')
    expect(namesText(['a', 'b', 'c', 'd', 'e', 'f'], t)).toBe('a, b, c, d and 2 more')
  })
})

describe('the views in the rail', () => {
  it('are filters that the filter bar can read', () => {
    for (const view of SYSTEM_VIEWS) {
      const { filter, problems } = readFilter(queryOf(view, Date.now()), Date.now())
      expect({ view, problems, isPossible: filter !== null }).toEqual({ view, problems: [], isPossible: true })
    }
  })

  it('count failures of today from midnight here', () => {
    const nowMs = new Date(2026, 10, 24, 23, 59).getTime()
    const { filter } = readFilter(queryOf('failedToday', nowMs), nowMs)
    expect(filter?.submittedFromMs).toBe(new Date(2026, 10, 24).getTime())
  })

  it('add up the slices of a count, up to ten thousand', async () => {
    let left = 3
    const link = connectToFake({ 'tasks.count': () => ({ count: 2_000, nextCursor: --left > 0 ? `${left}` : null }) })
    expect(await countQuery('status:failed', 0)).toEqual({ count: 6_000, isExact: true })
    left = 100
    expect(await countQuery('status:failed', 0)).toEqual({ count: 10_000, isExact: false })
    expect(link.calls.length).toBe(8)
  })

  it('count nothing where nothing can match', async () => {
    const link = connectToFake({})
    expect(await countQuery('status:failed status:running', 0)).toEqual({ count: 0, isExact: true })
    expect(link.calls).toEqual([])
  })
})
