import { describe, expect, it } from 'vitest'
import { decodeFrame, encodeInvocation } from '../../../electron/engine/instances/frames.ts'
import { LineSplitter } from '../../../electron/engine/instances/lineSplitter.ts'
import type { Invocation } from '../../../electron/engine/messages.ts'

const invocation = (change: Partial<Invocation>): Invocation => ({
  key: 7,
  functionId: 1,
  requestId: '1-00000000-00000000-000000000000',
  taskId: null,
  attempt: 1,
  retryCount: 2,
  payload: 'a "text"\n',
  wantsLogTail: false,
  ...change,
})

describe('a frame to an instance', () => {
  it('is one line of JSON that carries the payload as text', () => {
    const line = encodeInvocation(5, invocation({}))
    expect(line.indexOf('\n')).toBe(line.length - 1)
    expect(JSON.parse(line)).toEqual({ i: 5, q: '1-00000000-00000000-000000000000', n: 2, p: 'a "text"\n' })
  })

  it('carries bytes that are no text, and says when a synchronous caller wants the log tail', () => {
    const line = encodeInvocation(5, invocation({ key: -1, payload: Uint8Array.of(0xff, 0), wantsLogTail: true }))
    expect(JSON.parse(line)).toMatchObject({ s: 1, l: 1, b: '/wA=' })
  })
})

describe('a frame from an instance', () => {
  it.each([
    ['{"i":1,"d":0.5,"r":"done"}', { kind: 'result', id: 1, runMs: 0.5, streams: 0, isOk: true, result: 'done' }],
    [
      '{"i":1,"d":0,"w":3,"e":"handled","m":"{}"}',
      {
        kind: 'result',
        id: 1,
        runMs: 0,
        streams: 3,
        isOk: false,
        errorType: 'HandledInvocationError',
        errorBody: '{}',
      },
    ],
    ['{"t":"hello"}', { kind: 'hello' }],
    ['{"t":"memory","bytes":12}', { kind: 'memory', bytes: 12 }],
    ['{"t":"back","ids":[3,4]}', { kind: 'back', ids: [3, 4] }],
  ])('is understood: %s', (line, frame) => {
    expect(decodeFrame(line)).toEqual(frame)
  })

  it('gives bytes that are no text as bytes', () => {
    expect(decodeFrame('{"i":1,"d":0,"b":"/wA="}')).toMatchObject({ result: Uint8Array.of(0xff, 0) })
  })

  it.each([
    'hello',
    '[]',
    'null',
    '{}',
    '{"t":"unknown"}',
    '{"i":"1","d":0,"r":""}',
    '{"i":1,"d":0,"e":"what","m":""}',
  ])('that our bootstrap never sends is refused: %s', (line) => {
    expect(decodeFrame(line)).toBeNull()
  })
})

describe('a line splitter', () => {
  it('joins a line that comes in pieces', () => {
    const lines: string[] = []
    const splitter = new LineSplitter((line) => lines.push(line))
    for (const chunk of ['a', 'b', 'c\nd\n', '\ne']) splitter.push(chunk)
    expect(lines).toEqual(['abc', 'd', ''])
  })
})
