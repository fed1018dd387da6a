import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bodyOf,
  type Draft,
  jsonHintOf,
  NEW_DRAFT,
  payloadOfFile,
  problemsOf,
  sizeBytesOf,
  textPayload,
} from '../../../renderer/stores/submitDraft.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const problems = (part: Partial<Draft>) =>
  Object.entries(problemsOf({ ...NEW_DRAFT, ...part }))
    .filter(([, isWrong]) => isWrong)
    .map(([name]) => name)

describe('what is wrong with a draft', () => {
  it('is nothing in a new one', () => {
    expect(problems({})).toEqual([])
  })

  it('is a size beyond 128 KiB, in bytes and not in characters', () => {
    expect(problems({ payload: textPayload('a'.repeat(131_072)) })).toEqual([])
    expect(problems({ payload: textPayload('a'.repeat(131_073)) })).toEqual(['isTooLarge'])
    expect(problems({ payload: textPayload('é'.repeat(65_537)) })).toEqual(['isTooLarge'])
  })

  it('is a size beyond 32 MiB for a call that waits', () => {
    expect(problems({ mode: 'sync', payload: textPayload('a'.repeat(131_073)) })).toEqual([])
    const bytes = new Uint8Array(32 * 1_048_576 + 1)
    expect(problems({ mode: 'sync', payload: { kind: 'bytes', bytes, name: 'a' } })).toEqual(['isTooLarge'])
  })

  it('is an id that breaks the rule, where there is one to send', () => {
    expect(['a', '_', 'A-1', 'a'.repeat(128)].flatMap((taskId) => problems({ taskId }))).toEqual([])
    for (const taskId of ['1a', '-a', 'a b', 'ü', 'a'.repeat(129)])
      expect(problems({ taskId })).toEqual(['isTaskIdWrong'])
    expect(problems({ mode: 'sync', taskId: '1a' })).toEqual([])
  })

  it('is a delay that is no whole number from 0 to 3600', () => {
    expect([0, 1, 3_600, null].flatMap((delaySeconds) => problems({ delaySeconds }))).toEqual([])
    for (const delaySeconds of [-1, 3_601, 0.5, Number.NaN])
      expect(problems({ delaySeconds })).toEqual(['isDelayWrong'])
  })
})

describe('a file', () => {
  it('is sent byte for byte, whatever is in it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.string().map(bytesOf)), (bytes) => {
        const body = bodyOf(payloadOfFile({ name: 'a', bytes }))
        expect(typeof body === 'string' ? bytesOf(body) : body).toEqual(bytes)
        expect(sizeBytesOf(payloadOfFile({ name: 'a', bytes }))).toBe(bytes.length)
      }),
    )
  })

  it('is text in the editor only if the editor changes none of its bytes', () => {
    expect(payloadOfFile({ name: 'a', bytes: bytesOf('{"a": 1}\n') })).toEqual(textPayload('{"a": 1}\n'))
    for (const text of ['a\r\nb', '\ufeff{}', 'a\0b']) {
      expect(payloadOfFile({ name: 'a', bytes: bytesOf(text) }).kind).toBe('bytes')
    }
    expect(payloadOfFile({ name: 'a', bytes: new Uint8Array([0xc3]) }).kind).toBe('bytes')
  })
})

describe('the hint about JSON', () => {
  it('says where text stops being JSON, and nothing about bytes and very long text', () => {
    expect(jsonHintOf(textPayload('{"a":1}'))).toEqual({ kind: 'json' })
    expect(jsonHintOf(textPayload('order 7'))).toEqual({ kind: 'text', errorAt: 0 })
    expect(jsonHintOf({ kind: 'bytes', bytes: new Uint8Array([1]), name: 'a' })).toEqual({ kind: 'unknown' })
    expect(jsonHintOf(textPayload('a'.repeat(1_048_577)))).toEqual({ kind: 'unknown' })
  })
})
