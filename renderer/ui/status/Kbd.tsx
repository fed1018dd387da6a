/** The keys of a shortcut as the user's keyboard names them. */
import css from './Kbd.module.css'
import { formatShortcut } from './shortcutText.ts'

export type KbdProps = { keys: string }

export function Kbd({ keys }: KbdProps) {
  return <kbd className={css.kbd}>{formatShortcut(keys)}</kbd>
}
