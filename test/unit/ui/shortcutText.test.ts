/** Shortcuts as the user's keyboard names them. */
import { describe, expect, it } from 'vitest'
import { ariaShortcut, formatShortcut } from '../../../renderer/ui/status/shortcutText.ts'

describe('a shortcut', () => {
  it.each([
    ['Mod+K', '⌘K', 'Ctrl K'],
    ['Mod+Enter', '⌘↵', 'Ctrl Enter'],
    ['Alt+ArrowLeft', '⌥←', 'Alt ←'],
    ['Shift+x', '⇧X', 'Shift X'],
    ['Escape', 'Esc', 'Esc'],
    ['Mod+Plus', '⌘+', 'Ctrl +'],
    ['/', '/', '/'],
    ['g f', 'g f', 'g f'],
  ])('%s is %s on a Mac and %s elsewhere', (keys, mac, other) => {
    expect([formatShortcut(keys, 'mac'), formatShortcut(keys, 'other')]).toEqual([mac, other])
  })

  it('is told to assistive technology by the names of the platform', () => {
    expect(ariaShortcut('Mod+K', 'mac')).toBe('Meta+K')
    expect(ariaShortcut('Mod+K', 'other')).toBe('Control+K')
  })
})
