import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OutputTap } from '../../../electron/engine/instances/outputTap.ts'

const TOKEN = '0123456789abcdef'
const begin = (id: number) => `\0${TOKEN}S${id}\0`
const end = (id: number) => `\0${TOKEN}E${id}\0`

/** Neighbouring pieces of one attempt as one; ends as `[id, null]`. */
function tapped(chunks: (string | Buffer)[]): [number, string | null][] {
  const seen: [number, string | null][] = []
  const tap = new OutputTap(TOKEN, {
    text(id, text) {
      const last = seen.at(-1)
      if (last?.[0] === id && last[1] !== null) last[1] += text
      else seen.push([id, text])
    },
    end: (id) => seen.push([id, null]),
  })
  for (const chunk of chunks) tap.push(Buffer.from(chunk as string))
  tap.flush()
  return seen
}

describe('the tap on an output stream', () => {
  it('attributes what stands between marks and takes the marks out', () => {
    expect(tapped([`loose${begin(3)}three${end(3)}more`])).toEqual([
      [0, 'loose'],
      [3, 'three'],
      [3, null],
      [0, 'more'],
    ])
  })

  it('changes its owner without an end when attempts run at once', () => {
    expect(tapped([`${begin(1)}a${begin(2)}b${begin(1)}c${end(2)}d${end(1)}`])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [1, 'c'],
      [2, null],
      [1, 'd'],
      [1, null],
    ])
  })

  it('leaves alone what only looks like a mark', () => {
    const lookalike = `a\0b\0${TOKEN}S${'9'.repeat(40)}\0c\0${TOKEN.slice(0, 8)}`
    expect(tapped([lookalike])).toEqual([[0, lookalike]])
  })

  it('never cuts a character in two', () => {
    const bytes = Buffer.from(`${begin(1)}né世界${end(1)}`)
    const single = Array.from(bytes, (byte) => Buffer.of(byte))
    expect(tapped(single)).toEqual([
      [1, 'né世界'],
      [1, null],
    ])
  })

  it('gives the same whatever the pieces in which the bytes arrive', () => {
    const part = fc.oneof(fc.string(), fc.constant('\0'), fc.nat(9).map(begin), fc.nat(9).map(end))
    fc.assert(
      fc.property(fc.array(part), fc.array(fc.nat(200)), (parts, cuts) => {
        const bytes = Buffer.from(parts.join(''))
        const ats = [0, ...cuts.filter((at) => at < bytes.length).sort((a, b) => a - b), bytes.length]
        const pieces = ats.slice(1).map((at, index) => bytes.subarray(ats[index], at))
        expect(tapped(pieces)).toEqual(tapped([bytes]))
      }),
    )
  })
})
