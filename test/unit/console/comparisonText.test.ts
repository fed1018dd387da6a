import { describe, expect, it } from 'vitest'
import { sideOf } from '../../../electron/cli/compare.ts'
import { type Comparison, comparisonText, diffText } from '../../../electron/cli/comparisonText.ts'

const SIDE: Comparison['left'] = {
  functionName: 'charge',
  taskId: 'order-17',
  state: 'Failed',
  attempt: 1,
  attemptCount: 2,
  instanceId: 'c-1',
  outcome: 'Failed',
  startedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5),
  durationMs: 12,
  peakMemoryBytes: 41 * 1_048_576,
  codeHash: '0123456789abcdef0123456789abcdef',
  interpreterVersion: 'v20.1.0',
  payload: '{}',
  result: 'boom',
  log: 'charging\n',
  isLogCut: false,
  logProblem: null,
}
const comparison = (change: Partial<Comparison> = {}): Comparison => ({
  headline: 'Same payload; index.js changed between them',
  reason: { differences: [], hasSameOutcome: false, neverRan: [], isEnvironmentKnown: true },
  left: SIDE,
  right: { ...SIDE, attempt: 2, outcome: 'Succeeded', codeHash: 'fedcba9876543210fedcba9876543210', result: '"done"' },
  isSamePayload: true,
  isSameLog: true,
  files: [{ path: 'index.js', change: 'changed', left: 'a\nb\n', right: 'a\nc\n' }],
  environment: [{ name: 'API_KEY', left: '', right: '', isSecret: true }],
  configuration: [{ name: 'timeout', left: '3', right: null }],
  ...change,
})

describe('a comparison that is printed', () => {
  it('has the headline, what is the same in a word, and what differs', () => {
    const text = comparisonText(comparison())
    expect(text.split('\n')[0]).toBe('Same payload; index.js changed between them.')
    expect(text).toContain('attempt      1 of 2')
    expect(text).toContain('Payload: the same')
    expect(text).toContain('Code:\n  index.js (changed)\n    a\n  - b\n  + c')
    expect(text).toContain('Environment:\n  API_KEY: changed, a secret')
    expect(text).toContain('Configuration:\n  timeout: "3" → not set')
    expect(text).toContain('Log, apart from times, ids and addresses: the same')
  })

  it('says what is not known instead of nothing', () => {
    const text = comparisonText(comparison({ files: null, environment: null, configuration: null }))
    expect(text).toContain('it differs; the files of one of the versions were not kept')
    expect(text.match(/not known: one of them ran in no instance/g)).toHaveLength(2)
  })
})

describe('a difference that is printed', () => {
  it('has two equal lines around it, and leaves the others out', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`)
    const changed = lines.with(10, 'other').with(0, 'first')
    expect(diffText(lines.join('\n'), changed.join('\n'))).toBe(
      [
        '  - line 0',
        '  + first',
        '    line 1',
        '    line 2',
        '  …',
        '    line 8',
        '    line 9',
        '  - line 10',
        '  + other',
        '    line 11',
        '    line 12',
      ].join('\n'),
    )
  })

  it('ends at eighty lines, and says how many are left out', () => {
    const of = (prefix: string) => Array.from({ length: 60 }, (_, index) => `${prefix}${index}`).join('\n')
    expect(diffText(of('a'), of('b')).split('\n').at(-1)).toBe('  … 40 more lines (--json has them all)')
  })
})

describe('a side of a comparison', () => {
  it('is function/task, with the attempt after an "@"', () => {
    expect(sideOf('charge/order-17')).toEqual({ functionName: 'charge', taskId: 'order-17' })
    expect(sideOf('charge/order-17@3')).toEqual({ functionName: 'charge', taskId: 'order-17', attempt: 3 })
  })

  it.each(['charge', 'charge/', '/order', 'charge/order@0', 'charge/order@x'])('is not %j', (text) =>
    expect(() => sideOf(text)).toThrow('It is like charge/order-17'),
  )
})
