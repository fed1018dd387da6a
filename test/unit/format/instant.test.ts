/** Instants in the user's language. */
import { describe, expect, it } from 'vitest'
import { formatInstant } from '../../../shared/format/instant.ts'

const atMs = Date.UTC(2026, 10, 24, 0, 2, 7, 81)

describe('an instant', () => {
  it('is a time of 24 hours, with leading zeros', () => {
    expect(formatInstant(atMs, { timeZone: 'UTC' })).toBe('00:02:07')
  })

  it('has its date and milliseconds on request', () => {
    const text = formatInstant(atMs, { timeZone: 'UTC', withDate: true, withMs: true })
    expect(text).toBe('Nov 24, 2026, 00:02:07.081')
  })

  it('is written in the language and the zone that are asked for', () => {
    const text = formatInstant(atMs, { timeZone: 'Asia/Shanghai', withDate: true, language: 'zh-CN' })
    expect(text).toBe('2026年11月24日 08:02:07')
  })
})
