import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type KeyPress, SHORTCUT_IDS, SHORTCUTS, shortcutFor } from '../../../renderer/stores/shortcutKeys.ts'
import { answer, onShortcut } from '../../../renderer/stores/shortcuts.ts'

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
})
const off: (() => void)[] = []
afterEach(() => {
  for (const stop of off.splice(0)) stop()
})

function registered(id: Parameters<typeof onShortcut>[0]) {
  const handler = vi.fn<() => void>()
  off.push(onShortcut(id, handler))
  return handler
}
const event = (key: string, more: Partial<Parameters<typeof answer>[0]> = {}) => ({
  ...press(key),
  repeat: false,
  isComposing: false,
  defaultPrevented: false,
  ...more,
})
const anywhere = { owner: 'none', isDialogOpen: false, isMac: false } as const

describe('the table of shortcuts', () => {
  it('has each key once', () => {
    const keys = SHORTCUT_IDS.flatMap((id) => SHORTCUTS[id].keys)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('has a screen that answers each of them', () => {
    const screens = readdirSync('renderer/screens', { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path))
      .map((path) => readFileSync(join('renderer/screens', path), 'utf8'))
      .join('\n')
    expect(SHORTCUT_IDS.filter((id) => !screens.includes(`Shortcut('${id}'`))).toEqual([])
  })

  it('types nothing with those that work in fields', () => {
    const typing = SHORTCUT_IDS.filter((id) => SHORTCUTS[id].isGlobal).flatMap((id) => SHORTCUTS[id].keys)
    const typesNothing = (keys: string) => keys.startsWith('Mod+') || /^(Shift\+)?F\d+$/.test(keys)
    expect(typing.filter((keys) => !typesNothing(keys))).toEqual([])
  })
})

describe('a press of keys', () => {
  it('means Command on a Mac and Control elsewhere', () => {
    expect(shortcutFor(press('k', { metaKey: true }), true)).toBe('search')
    expect(shortcutFor(press('k', { ctrlKey: true }), false)).toBe('search')
    expect(shortcutFor(press('k', { ctrlKey: true }), true)).toBe(null)
    expect(shortcutFor(press('k', { metaKey: true }), false)).toBe(null)
  })

  it('is exactly its keys: more of them are something else', () => {
    expect(shortcutFor(press('k'), false)).toBe('previous')
    expect(shortcutFor(press('K', { shiftKey: true }), false)).toBe(null)
    expect(shortcutFor(press('k', { ctrlKey: true, shiftKey: true }), false)).toBe(null)
    expect(shortcutFor(press('r', { ctrlKey: true }), false)).toBe(null) // the browser's reload
  })

  it('finds signs however the keyboard makes them', () => {
    expect(shortcutFor(press('?', { shiftKey: true }), false)).toBe('help')
    expect(shortcutFor(press('/', { shiftKey: true }), false)).toBe('filter') // German: Shift and 7
    expect(shortcutFor(press('[', { ctrlKey: true, altKey: true }), false)).toBe('previousAttempt') // AltGr and 8
    expect(shortcutFor(press('[', { ctrlKey: true }), false)).toBe(null)
    expect(shortcutFor(press('[', { metaKey: true }), true)).toBe(null)
  })

  it('finds letters by their place where the keyboard has others', () => {
    expect(shortcutFor(press('ц', { code: 'KeyR' }), false)).toBe('replay')
    expect(shortcutFor(press('&', { code: 'Digit2' }), false)).toBe('goTasks')
    expect(shortcutFor(press('a', { code: 'KeyR' }), false)).toBe(null) // a letter that is one is that one
  })

  it('is never a plain letter where it works in fields', () => {
    const anyPress = fc.record({
      key: fc.constantFrom('j', 'J', 'Enter', 'Escape', '?', '[', '1', 'ArrowDown', 'ж', 'k'),
      code: fc.constantFrom('', 'KeyJ', 'KeyK', 'Digit1'),
      ctrlKey: fc.boolean(),
      metaKey: fc.boolean(),
      altKey: fc.boolean(),
      shiftKey: fc.boolean(),
    })
    fc.assert(
      fc.property(anyPress, fc.boolean(), (any, isMac) => {
        const id = shortcutFor(any, isMac)
        const isPlainLetter = /^[a-zж]$/i.test(any.key) && !any.ctrlKey && !any.metaKey && !any.altKey
        if (id !== null && SHORTCUTS[id].isGlobal) expect(isPlainLetter).toBe(false)
      }),
    )
  })
})

describe('a shortcut', () => {
  it('is answered by the screen that came last, and by the one before when that has gone', () => {
    const list = registered('next')
    const drawer = vi.fn<() => void>()
    const closeDrawer = onShortcut('next', drawer)
    expect(answer(event('j'), anywhere)).toBe(true)
    closeDrawer()
    answer(event('j'), anywhere)
    expect([list.mock.calls.length, drawer.mock.calls.length]).toEqual([1, 1])
  })

  it('is left to the browser when nobody answers it', () => {
    expect(answer(event('s'), anywhere)).toBe(false)
  })

  it('takes no letter from a field, but Mod keys work there', () => {
    const next = registered('next')
    const search = registered('search')
    expect(answer(event('j'), { ...anywhere, owner: 'field' })).toBe(false)
    expect(answer(event('k', { ctrlKey: true }), { ...anywhere, owner: 'field' })).toBe(true)
    expect([next.mock.calls.length, search.mock.calls.length]).toEqual([0, 1])
  })

  it('takes no Enter from a button', () => {
    const open = registered('open')
    expect(answer(event('Enter'), { ...anywhere, owner: 'control' })).toBe(false)
    expect(answer(event('Enter'), anywhere)).toBe(true)
    expect(open).toHaveBeenCalledOnce()
  })

  it('stays behind a dialog, where only what is in the dialog is answered', () => {
    const behind = registered('submit')
    const place = { ...anywhere, isDialogOpen: true }
    const submit = event('Enter', { ctrlKey: true })
    expect(answer(submit, place)).toBe(false)
    const inDialog = vi.fn<() => void>()
    off.push(onShortcut('submit', inDialog, { isInDialog: true }))
    expect(answer(submit, place)).toBe(true)
    expect([behind.mock.calls.length, inDialog.mock.calls.length]).toEqual([0, 1])
  })

  it('leaves a menu and a pane over the window their letters, their arrows and their Escape', () => {
    const handled = (['next', 'replay', 'close'] as const).map(registered)
    for (const key of ['j', 'ArrowDown', 'r', 'Escape']) {
      expect(answer(event(key), { ...anywhere, owner: 'layer' })).toBe(false)
    }
    expect(handled.flatMap(({ mock }) => mock.calls)).toEqual([])
  })

  it('leaves the arrows to what they move, and its letters go on moving the list', () => {
    registered('next')
    expect(answer(event('ArrowDown'), { ...anywhere, owner: 'arrows' })).toBe(false)
    expect(answer(event('j'), { ...anywhere, owner: 'arrows' })).toBe(true)
  })

  it('acts once for a key that is held, unless it moves through a list', () => {
    const replay = registered('replay')
    const next = registered('next')
    for (const key of ['r', 'j']) for (const repeat of [false, true, true]) answer(event(key, { repeat }), anywhere)
    expect([replay.mock.calls.length, next.mock.calls.length]).toEqual([1, 3])
  })

  it('is not taken from an input method, nor from a menu that has used the key', () => {
    registered('next')
    expect(answer(event('j', { isComposing: true }), anywhere)).toBe(false)
    expect(answer(event('ArrowDown', { defaultPrevented: true }), anywhere)).toBe(false)
  })
})
