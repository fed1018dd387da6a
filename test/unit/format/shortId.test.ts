/** Ids in rows. */
import { describe, expect, it } from 'vitest'
import { shortId } from '../../../shared/format/shortId.ts'

describe('an id in a row', () => {
  it('keeps its first twelve and its last four characters', () => {
    expect(shortId('1-692c1f04de-8d31c0ffee00a7d4')).toBe('1-692c1f04de…a7d4')
  })

  it('ends in no dash before the dots', () => {
    expect(shortId('1-692c1f04d-16309a7c-8d31c0ffa7d4')).toBe('1-692c1f04d…a7d4')
  })

  it('stays whole when there is nothing to win', () => {
    expect(shortId('order-A-8812-ab')).toBe('order-A-8812-ab')
    expect(shortId('a'.repeat(17))).toBe('a'.repeat(17))
    expect(shortId('a'.repeat(18))).toHaveLength(17)
  })
})
