/**
 * How a shortcut is written for the user: `Mod+K` is ⌘K on a Mac and Ctrl K elsewhere. A sequence
 * ("g f") and single letters stay what they are.
 */
export type KeyboardKind = 'mac' | 'other'

export function thisKeyboard(): KeyboardKind {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform) ? 'mac' : 'other'
}

const SHARED: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
}
const NAMES: Record<KeyboardKind, Record<string, string>> = {
  mac: { ...SHARED, Mod: '⌘', Alt: '⌥', Shift: '⇧', Ctrl: '⌃', Enter: '↵', Backspace: '⌫' },
  other: { ...SHARED, Mod: 'Ctrl' },
}

/** Keys are joined by `+`; the plus key itself is written `Plus`. */
export function formatShortcut(keys: string, keyboard: KeyboardKind = thisKeyboard()): string {
  const names = NAMES[keyboard]
  const parts = keys.split('+').map((key) => {
    if (key === 'Plus') return '+'
    return names[key] ?? (key.length === 1 && keys.includes('+') ? key.toUpperCase() : key)
  })
  return parts.join(keyboard === 'mac' ? '' : ' ')
}

/** The same for assistive technology (`aria-keyshortcuts`). */
export function ariaShortcut(keys: string, keyboard: KeyboardKind = thisKeyboard()): string {
  return keys.replaceAll('Mod', keyboard === 'mac' ? 'Meta' : 'Control').replaceAll('Ctrl', 'Control')
}
