import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attach, detach } from '../../../shared/contract/attachments.ts'

const bytes = fc.uint8Array({ maxLength: 64 })
const message = fc.letrec((tie) => ({
  part: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    bytes,
    fc.array(tie('part'), { maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie('part'), { maxKeys: 4 }),
  ),
})).part

describe('a message with bytes in it', () => {
  it('comes out as it went in, whatever it holds', () => {
    void fc.assert(
      fc.property(message, (sent) => {
        const { text, attachments } = detach(sent)
        expect(attach({ text, attachments })).toEqual(normal(sent))
      }),
    )
  })

  it('keeps its bytes out of the text', () => {
    const { text, attachments } = detach({ payload: new Uint8Array([0, 255]), name: 'a' })
    expect({ text, attachments }).toEqual({
      text: '{"payload":{"$attachment":0},"name":"a"}',
      attachments: [new Uint8Array([0, 255])],
    })
  })

  it.each([
    ['is not JSON', '{"a":', /not JSON/],
    ['names bytes that did not come', '{"$attachment":1}', /bytes number 1, which did not come/],
    ['names bytes by no number', '{"$attachment":"length"}', /did not come/],
    ['names bytes before the first', '{"$attachment":-1}', /did not come/],
  ])('is refused when it %s', (_what, text, message) => {
    expect(() => attach({ text, attachments: [new Uint8Array()] })).toThrow(
      expect.objectContaining({ code: 'invalid_input', message: expect.stringMatching(message) }),
    )
  })
})

/** JSON has neither -0 nor a prototype. */
const normal = (value: unknown): unknown =>
  value instanceof Uint8Array
    ? value
    : Array.isArray(value)
      ? value.map(normal)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, normal(part)]))
        : Object.is(value, -0)
          ? 0
          : value
