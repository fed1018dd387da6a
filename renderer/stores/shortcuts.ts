/**
 * Who answers which shortcut now. Screens register a handler under an id of the closed table; the one that came
 * last has it. A shortcut that nobody has, or that would take a key from a field, a button or a dialog, is left
 * alone.
 */
import { useEffect, useRef } from 'react'
import { SHORTCUTS, type ShortcutId, shortcutFor } from './shortcutKeys.ts'

export {
  SHORTCUT_GROUPS,
  SHORTCUT_IDS,
  SHORTCUTS,
  type ShortcutGroup,
  type ShortcutId,
  shortcutOf,
} from './shortcutKeys.ts'

type Handler = () => void
const handlers = new Map<ShortcutId, Handler[]>()

/** Mac keyboards have a Command key, and menus show its sign. */
export const IS_MAC = /^Mac/i.test(globalThis.navigator?.platform ?? '')

/** `handler` answers `id` while the component is there and `isEnabled`. */
export function useShortcut(id: ShortcutId, handler: Handler, isEnabled = true): void {
  const latest = useRef(handler)
  useEffect(() => {
    latest.current = handler
  })
  useEffect(() => (isEnabled ? onShortcut(id, () => latest.current()) : undefined), [id, isEnabled])
}

/** The same outside of components. Ends when the returned function is called. */
export function onShortcut(id: ShortcutId, handler: Handler): () => void {
  handlers.set(id, [...(handlers.get(id) ?? []), handler])
  return () =>
    handlers.set(
      id,
      (handlers.get(id) ?? []).filter((other) => other !== handler),
    )
}

/** Once, at the start. */
export function startShortcuts(): void {
  window.addEventListener('keydown', (event) => {
    const place = { owner: ownerOf(event.target), isDialogOpen: isBehindDialog() }
    if (answer(event, { ...place, isMac: IS_MAC })) event.preventDefault()
  })
}

/** What has the keyboard: something to type in, something that Enter and Space press, or nothing. */
export type KeyOwner = 'field' | 'control' | 'none'
type Press = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat' | 'isComposing' | 'defaultPrevented'
>

/** Whether somebody took it. */
export function answer(
  press: Press,
  { owner, isDialogOpen, isMac }: { owner: KeyOwner; isDialogOpen: boolean; isMac: boolean },
): boolean {
  if (press.defaultPrevented || press.isComposing) return false
  const id = shortcutFor(press, isMac)
  if (id === null) return false
  const { isGlobal, isForDialogs, canRepeat } = SHORTCUTS[id]
  if (owner === 'field' && !isGlobal) return false
  if (owner === 'control' && id === 'open') return false
  if (isDialogOpen && !isForDialogs) return false
  const handler = handlers.get(id)?.at(-1)
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

export function ownerOf(target: EventTarget | null): KeyOwner {
  if (!(target instanceof Element)) return 'none'
  if (target.closest(FIELD) !== null) return 'field'
  return target.closest(CONTROL) === null ? 'none' : 'control'
}
