import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ErrorSpans } from '../../../electron/terminal/errorSpans.ts'

const writes = fc.array(fc.record({ isError: fc.boolean(), byteCount: fc.integer({ min: 1, max: 9 }) }), {
  maxLength: 40,
})

describe('the spans of errors among output', () => {
  it('are those bytes that were written as errors, wherever one reads and whatever was forgotten', () => {
    fc.assert(
      fc.property(writes, fc.nat(200), fc.nat(60), fc.nat(100), (all, fromByte, length, firstByte) => {
        const spans = new ErrorSpans()
        const isError: boolean[] = []
        for (const write of all) {
          const beforeByte = isError.length + write.byteCount
          if (write.isError) spans.add({ fromByte: isError.length, beforeByte })
          for (let n = 0; n < write.byteCount; n++) isError.push(write.isError)
        }
        spans.forget(firstByte)
        const from = Math.max(fromByte, firstByte)
        const found = new Set<number>()
        for (const span of spans.within({ fromByte: from, beforeByte: from + length })) {
          for (let at = span.fromByte; at < span.beforeByte; at++) found.add(at)
        }
        const expected = isError.flatMap((one, at) => (one && at >= from && at < from + length ? [at] : []))
        expect([...found]).toEqual(expected)
      }),
    )
  })
})
