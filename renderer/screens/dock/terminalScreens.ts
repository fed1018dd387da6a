/**
 * The screens of the terminals that this window has shown or may show, each with its way to the host. They go on
 * reading while another tab is looked at or the dock is closed, and end with their terminal.
 */
import { formatBytes } from '../../../shared/format/bytes.ts'
import { text } from '../../i18n/text.ts'
import { type ShortcutId, shortcutFor } from '../../stores/shortcutKeys.ts'
import { IS_MAC } from '../../stores/shortcuts.ts'
import { openSession, type TerminalSession } from '../../stores/terminalSession.ts'
import { type Terminal, useTerminals } from '../../stores/terminals.ts'
import { XtermScreen } from '../../terminal/XtermScreen.ts'
import { formatShortcut, toast, writeClipboard } from '../../ui/index.ts'

type Shown = { screen: XtermScreen; session: TerminalSession }
const shown = new Map<string, Shown>()

/** Every other key goes to what runs in the terminal. */
const WINDOW_KEYS: ReadonlySet<ShortcutId | null> = new Set<ShortcutId>(['dock', 'find', 'leaveTerminal'])

export function screenOf(terminal: Terminal): XtermScreen {
  const known = shown.get(terminal.terminalId)
  if (known !== undefined) return known.screen
  const made = open(terminal)
  shown.set(terminal.terminalId, made)
  return made.screen
}

/** Those that are gone from the list take their screens with them. Ends when the returned function is called. */
export function keepScreens(): () => void {
  const keep = (terminals: readonly Terminal[]) => {
    const ids = new Set(terminals.map(({ terminalId }) => terminalId))
    for (const terminal of terminals) screenOf(terminal) // so that nothing waits for a tab to be looked at
    for (const [id, { screen, session }] of shown) {
      if (ids.has(id)) continue
      shown.delete(id)
      session.close()
      screen.dispose()
    }
  }
  keep(useTerminals.getState().terminals)
  return useTerminals.subscribe((now, before) => {
    if (now.terminals !== before.terminals) keep(now.terminals)
  })
}

function open({ terminalId, columns, rows }: Terminal): Shown {
  let session: TerminalSession | null = null
  const screen = new XtermScreen({
    columns,
    rows,
    label: text('terminal.input'),
    isMac: IS_MAC,
    onInput: (bytes) => session?.write(bytes),
    onFit: (size) => session?.resize(size),
    onCopy: (copied) => void copy(copied),
    onLink: openLink,
    linkHint: (address) => text('terminal.link', { keys: formatShortcut('Mod'), address }),
    isWindowKey: (event) => WINDOW_KEYS.has(shortcutFor(event, IS_MAC)),
  })
  session = openSession(terminalId, {
    write: (bytes, taken) => screen.write(bytes, taken),
    markLost: (lostBytes) => screen.markLine(text('terminal.lost', { size: formatBytes(lostBytes) })),
    resizeTo: (size) => screen.resizeTo(size),
  })
  return { screen, session }
}

async function copy(copied: string): Promise<void> {
  if (copied === '') return
  try {
    await writeClipboard(copied)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    toast({ text: text('common.copyFailed', { reason }), tone: 'fail' })
  }
}

/** A tab of the user's browser that knows nothing of this window; the desktop decides itself what may leave it. */
function openLink(address: string): void {
  if (!/^https?:/i.test(address)) return
  window.open(address, '_blank', 'noopener,noreferrer')
}
