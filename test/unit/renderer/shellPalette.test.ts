import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Entry, markedPieces, paletteGroups } from '../../../renderer/screens/palette/paletteItems.ts'

const command = (name: string): Entry => ({ id: name, kind: 'command', name, icon: 'sun', run: () => {} })
const offer = {
  commands: [command('Theme: Dark'), command('Theme: Light'), command('Open a folder…')],
  screens: [command('Tasks'), command('Functions')],
  functions: Array.from({ length: 12 }, (_, index) => command(`resize-${index}`)).concat(command('order-theme')),
  found: [command('found')],
  recent: [command('recent')],
}
const shown = (text: string) =>
  paletteGroups({ ...offer, text }).map(({ id, entries }) => [id, ...entries.map(({ name }) => name)])

describe('the palette', () => {
  it('starts with where one likely goes, at most eight functions', () => {
    expect(shown('').map(([id, ...names]) => [id, names.length])).toEqual([
      ['recentTasks', 1],
      ['functions', 8],
      ['screens', 2],
      ['commands', 3],
    ])
  })

  it('shows what has all the words, in any order and case, after the tasks of that id', () => {
    expect(shown('DARK theme')).toEqual([
      ['tasks', 'found'],
      ['commands', 'Theme: Dark'],
    ])
  })

  it('puts names that begin with the text first', () => {
    const entries = [command('a-light'), command('light-b')]
    const [group] = paletteGroups({ ...offer, found: [], screens: [], functions: entries, text: 'light' })
    expect(group?.entries.map(({ name }) => name)).toEqual(['light-b', 'a-light'])
  })

  it('has no empty groups', () => {
    expect(paletteGroups({ ...offer, found: [], text: 'no such thing' })).toEqual([])
  })

  it('marks what was typed and keeps every letter of the name', () => {
    expect(markedPieces('order-charge', 'char')).toEqual([
      { text: 'order-', isMarked: false },
      { text: 'char', isMarked: true },
      { text: 'ge', isMarked: false },
    ])
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (name, text) => {
        expect(
          markedPieces(name, text)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(name)
      }),
    )
  })
})
