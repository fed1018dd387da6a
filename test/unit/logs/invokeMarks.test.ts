import { describe, expect, it } from 'vitest'
import { type LogPiece, withInvokeMarks } from '../../../electron/logs/invokeMarks.ts'

const attempt = { requestId: '1-a-b-c', startedAtMs: 100, endedAtMs: 200, errorType: null, isFirst: true, isLast: true }
const piece = (text: string): LogPiece => ({ stream: 'stdout', atMs: 150, text })
const texts = (pieces: LogPiece[]) => pieces.map(({ text }) => text)

describe("FC's marks around an attempt's output", () => {
  it('stand before the first and after the last line', () => {
    expect(withInvokeMarks([piece('hello\n')], attempt)).toEqual([
      { stream: 'system', atMs: 100, text: 'FC Invoke Start RequestId: 1-a-b-c\n' },
      { stream: 'stdout', atMs: 150, text: 'hello\n' },
      { stream: 'system', atMs: 200, text: 'FC Invoke End RequestId: 1-a-b-c\n' },
    ])
  })

  it('are there for an attempt without output', () => {
    expect(texts(withInvokeMarks([], attempt))).toEqual([
      'FC Invoke Start RequestId: 1-a-b-c\n',
      'FC Invoke End RequestId: 1-a-b-c\n',
    ])
  })

  it('begin a line of their own after output without a line break', () => {
    expect(texts(withInvokeMarks([piece('no break')], attempt)).at(-1)).toBe('\nFC Invoke End RequestId: 1-a-b-c\n')
  })

  it('only stand in the slices that hold the ends', () => {
    expect(texts(withInvokeMarks([piece('a\n')], { ...attempt, isFirst: false, isLast: false }))).toEqual(['a\n'])
    expect(texts(withInvokeMarks([piece('a\n')], { ...attempt, isFirst: false }))).toHaveLength(2)
  })

  it('have no end while the attempt runs and no start before it does', () => {
    expect(texts(withInvokeMarks([], { ...attempt, endedAtMs: null }))).toEqual([
      'FC Invoke Start RequestId: 1-a-b-c\n',
    ])
    expect(withInvokeMarks([], { ...attempt, startedAtMs: null, endedAtMs: null })).toEqual([])
  })

  it.each([
    ['HandledInvocationError', 'FC Invoke End RequestId: 1-a-b-c, Error: Handled function error\n'],
    ['UnhandledInvocationError', 'FC Invoke End RequestId: 1-a-b-c, Error: Unhandled function error\n'],
    ['InitializationError', 'FC Initialize End RequestId: 1-a-b-c\n'],
  ] as const)('name %s at the end', (errorType, text) => {
    expect(texts(withInvokeMarks([], { ...attempt, errorType })).at(-1)).toBe(text)
  })
})
