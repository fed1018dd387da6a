/**
 * The keyboard of the window as data: what each shortcut does, on which keys, and where it is listed. Keys are
 * written `Mod+K`; Mod is Command on a Mac and Control elsewhere. Letters and digits are those of the keyboard
 * that is in use, or, where it has other letters, those at the same place.
 */

export const SHORTCUT_GROUPS = ['window', 'task', 'list'] as const
export type ShortcutGroup = (typeof SHORTCUT_GROUPS)[number]

type Shortcut = {
  keys: readonly [string, ...string[]] // the first is the one that menus and tooltips show
  group: ShortcutGroup
  /** Also while a field is typed in: only where the keys type nothing. */
  isGlobal?: true
  canRepeat?: true
}

const TABLE = {
  search: { keys: ['Mod+K'], group: 'window', isGlobal: true },
  filter: { keys: ['/'], group: 'list' },
  help: { keys: ['?'], group: 'window' },
  goOverview: { keys: ['1'], group: 'window' },
  goTasks: { keys: ['2'], group: 'window' },
  goInbox: { keys: ['3'], group: 'window' },
  goInstances: { keys: ['5'], group: 'window' },
  goFunctions: { keys: ['6'], group: 'window' },
  goLogs: { keys: ['7'], group: 'window' },
  goMetrics: { keys: ['8'], group: 'window' },
  goDeliveries: { keys: ['9'], group: 'window' },
  goOperations: { keys: ['0'], group: 'window' },
  back: { keys: ['Alt+ArrowLeft'], group: 'window' },
  forward: { keys: ['Alt+ArrowRight'], group: 'window' },
  rail: { keys: ['Mod+B'], group: 'window', isGlobal: true },
  dock: { keys: ['Mod+J'], group: 'window', isGlobal: true },
  leaveTerminal: { keys: ['Mod+F6'], group: 'window', isGlobal: true },
  openFolder: { keys: ['Mod+O'], group: 'window', isGlobal: true },
  next: { keys: ['J', 'ArrowDown'], group: 'list', canRepeat: true },
  previous: { keys: ['K', 'ArrowUp'], group: 'list', canRepeat: true },
  open: { keys: ['Enter'], group: 'list' },
  close: { keys: ['Escape'], group: 'list' },
  pause: { keys: ['P'], group: 'list' },
  newTask: { keys: ['N'], group: 'list' },
  fullPage: { keys: ['F'], group: 'task' },
  replay: { keys: ['R'], group: 'task' },
  compensate: { keys: ['M'], group: 'task' },
  resolve: { keys: ['E'], group: 'task' },
  stop: { keys: ['S'], group: 'task' },
  copyId: { keys: ['C'], group: 'task' },
  log: { keys: ['L'], group: 'task' },
  terminal: { keys: ['T'], group: 'task' },
  find: { keys: ['Mod+F'], group: 'list', isGlobal: true },
  nextMatch: { keys: ['F3'], group: 'list', isGlobal: true, canRepeat: true },
  previousMatch: { keys: ['Shift+F3'], group: 'list', isGlobal: true, canRepeat: true },
  previousAttempt: { keys: ['['], group: 'task' },
  nextAttempt: { keys: [']'], group: 'task' },
  submit: { keys: ['Mod+Enter'], group: 'task', isGlobal: true },
} as const satisfies Record<string, Shortcut>

export type ShortcutId = keyof typeof TABLE
export const SHORTCUTS: Readonly<Record<ShortcutId, Shortcut>> = TABLE
export const SHORTCUT_IDS = Object.keys(TABLE) as ShortcutId[] // the keys of a literal

/** Keys of the list itself, while one of its rows has the focus; the sheet lists them with the others. */
export const ROW_KEYS = {
  select: ['X'],
  selectRange: ['Shift+X', 'Shift+ArrowDown', 'Shift+ArrowUp'],
  selectAll: ['Mod+A'],
  newest: ['Home', '.'],
  oldest: ['End'],
  page: ['PageUp', 'PageDown'],
} as const satisfies Record<string, readonly string[]>
export type RowKeyId = keyof typeof ROW_KEYS
export const ROW_KEY_IDS = Object.keys(ROW_KEYS) as RowKeyId[] // the keys of a literal

/** For menus, tooltips and the sheet: `Mod+K`. */
export const shortcutOf = (id: ShortcutId): string => SHORTCUTS[id].keys[0]

/** What a press of a key says, of a KeyboardEvent. */
export type KeyPress = {
  key: string
  code: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

/** Which shortcut these keys are, if any. */
export function shortcutFor(press: KeyPress, isMac: boolean): ShortcutId | null {
  return SHORTCUT_IDS.find((id) => SHORTCUTS[id].keys.some((keys) => matches(keys, { press, isMac }))) ?? null
}

function matches(keys: string, { press, isMac }: { press: KeyPress; isMac: boolean }): boolean {
  const parts = keys.split('+')
  const key = parts.at(-1) ?? ''
  const isMod = parts.includes('Mod')
  if (isSign(key)) {
    // a sign may need Shift or AltGr to be typed, and AltGr is Control and Alt on some systems
    return press.key === key && !press.metaKey && press.ctrlKey === (press.altKey && press.ctrlKey)
  }
  return (
    isSameKey(key, press) &&
    (isMac ? press.metaKey : press.ctrlKey) === isMod &&
    !(isMac ? press.ctrlKey : press.metaKey) &&
    press.altKey === parts.includes('Alt') &&
    press.shiftKey === parts.includes('Shift')
  )
}

function isSameKey(key: string, press: KeyPress): boolean {
  if (press.key.toUpperCase() === key.toUpperCase()) return true
  if (!/^[A-Z0-9]$/.test(key) || /^[a-z0-9]$/i.test(press.key)) return false
  return press.code === `Key${key}` || press.code === `Digit${key}`
}

const isSign = (key: string) => key.length === 1 && !/[A-Z0-9]/.test(key)
