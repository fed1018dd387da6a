/**
 * Who answers which shortcut now. Screens register a handler under an id of the closed table; the one that came
 * last has it. A shortcut that nobody has, or that would take a key from a field, a button, a menu or a dialog, is
 * left alone.
 */
import { useEffect, useRef } from 'react'
import { SHORTCUTS, type ShortcutId, shortcutFor } from './shortcutKeys.ts'

export {
  ROW_KEY_IDS,
  ROW_KEYS,
  SHORTCUT_GROUPS,
  SHORTCUT_IDS,
  SHORTCUTS,
  type ShortcutId,
  shortcutOf,
} from './shortcutKeys.ts'

type Handler = () => void
type Registered = { handler: Handler; isInDialog: boolean }
const handlers = new Map<ShortcutId, Registered[]>()

/** Mac keyboards have a Command key, and menus show its sign. */
export const IS_MAC = /^Mac/i.test(globalThis.navigator?.platform ?? '')

/** `handler` answers `id` while the component is there and `isEnabled`, but not while a dialog is over it. */
export function useShortcut(id: ShortcutId, handler: Handler, isEnabled = true): void {
  useRegistered({ id, handler, isEnabled, isInDialog: false })
}

/** The same for a component that is itself in a dialog. */
export function useDialogShortcut(id: ShortcutId, handler: Handler, isEnabled = true): void {
  useRegistered({ id, handler, isEnabled, isInDialog: true })
}

type Registration = Registered & { id: ShortcutId; isEnabled: boolean }

function useRegistered({ id, handler, isEnabled, isInDialog }: Registration): void {
  const latest = useRef(handler)
  useEffect(() => {
    latest.current = handler
  })
  useEffect(
    () => (isEnabled ? onShortcut(id, () => latest.current(), { isInDialog }) : undefined),
    [id, isEnabled, isInDialog],
  )
}

/** The same outside of components. Ends when the returned function is called. */
export function onShortcut(id: ShortcutId, handler: Handler, { isInDialog = false } = {}): () => void {
  const registered = { handler, isInDialog }
  handlers.set(id, [...(handlers.get(id) ?? []), registered])
  return () =>
    handlers.set(
      id,
      (handlers.get(id) ?? []).filter((other) => other !== registered),
    )
}

/** Once, at the start. */
export function startShortcuts(): void {
  let place: Omit<Place, 'isMac'> = { owner: 'none', isDialogOpen: false }
  // before anybody answers the key: what Escape closes is open until then
  window.addEventListener(
    'keydown',
    ({ target }) => {
      place = { owner: ownerOf(target), isDialogOpen: isBehindDialog() }
    },
    { capture: true },
  )
  window.addEventListener('keydown', (event) => {
    if (answer(event, { ...place, isMac: IS_MAC })) event.preventDefault()
  })
}

/**
 * What has the keyboard: something to type in, a menu or a pane over the window, something that arrow keys move
 * (radio buttons, a pane that scrolls), something that Enter and Space press, or nothing.
 */
export type KeyOwner = 'field' | 'layer' | 'arrows' | 'control' | 'none'
type Place = { owner: KeyOwner; isDialogOpen: boolean; isMac: boolean }
type Press = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat' | 'isComposing' | 'defaultPrevented'
>

/** Whether somebody took it. */
export function answer(press: Press, { owner, isDialogOpen, isMac }: Place): boolean {
  if (press.defaultPrevented || press.isComposing) return false
  const id = shortcutFor(press, isMac)
  if (id === null) return false
  const { isGlobal, canRepeat } = SHORTCUTS[id]
  if ((owner === 'field' || owner === 'layer') && !isGlobal) return false
  if ((owner === 'control' || owner === 'arrows') && id === 'open') return false
  if (owner === 'arrows' && press.key.startsWith('Arrow')) return false
  const handler = handlers.get(id)?.findLast(({ isInDialog }) => isInDialog || !isDialogOpen)?.handler
  if (handler === undefined) return false
  if (!press.repeat || canRepeat) handler()
  return true
}

const OPEN_DIALOG = '[aria-modal="true"]'
/** A dialog is open: what is behind it takes no keys. */
export const isBehindDialog = (): boolean => document.querySelector(OPEN_DIALOG) !== null

const FIELD =
  'input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable], [role=textbox]'
const CONTROL =
  'button, a[href], summary, input, [role=button], [role=menuitem], [role=tab], [role=option], [role=link]'

/** A dialog that is not modal is a pane beside its button, such as the settings. */
const LAYER = '[role=menu], [role=dialog]:not([aria-modal=true])'

export function ownerOf(target: EventTarget | null): KeyOwner {
  if (!(target instanceof Element)) return 'none'
  if (target.closest(FIELD) !== null) return 'field'
  if (target.closest(LAYER) !== null) return 'layer'
  if (target.matches('input[type=radio]') || scrolls(target)) return 'arrows'
  return target.closest(CONTROL) === null ? 'none' : 'control'
}

/** It has the keyboard because it scrolls; the page itself does not. */
function scrolls(target: Element): boolean {
  if (target === document.body || target.scrollHeight <= target.clientHeight) return false
  return /auto|scroll/.test(getComputedStyle(target).overflowY)
}
