/**
 * One terminal on the screen: an xterm that outlives the pane it is shown in, so that a tab keeps what it printed
 * while another one is looked at. It knows bytes and keys; where they go is its owner's.
 */
import { FitAddon } from '@xterm/addon-fit'
import { SearchAddon } from '@xterm/addon-search'
import { WebLinksAddon } from '@xterm/addon-web-links'
import { Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import { drawOnHardware } from './hardwareDrawing.ts'
import { onThemeChange, searchColours, themeOfTokens, typeOfTokens } from './xtermTheme.ts'

const SCROLLBACK_LINES = 10_000
export const MAX_COUNTED_MATCHES = 1_000
/** What a program picks itself stays readable on our surfaces. */
const MIN_CONTRAST_RATIO = 4.5

const HIDE_CURSOR = '\u001b[?25l'

export type ScreenSize = { columns: number; rows: number }
export type FindOptions = { isRegex: boolean; isCaseSensitive: boolean }
export type Matches = { count: number; active: number | null } // active: from 0

export type XtermScreenOptions = ScreenSize & {
  label: string
  onInput: (bytes: Uint8Array<ArrayBuffer>) => void
  /** The size that the pane has room for. */
  onFit: (size: ScreenSize) => void
  onCopy: (text: string) => void
  onLink: (address: string) => void
  /** What the pointer over a link says. */
  linkHint: (address: string) => string
  /** The key belongs to the window and not to what runs in the terminal. */
  isWindowKey: (event: KeyboardEvent) => boolean
  isMac: boolean
}

export class XtermScreen {
  readonly element = document.createElement('div')
  /** Told what a search found, and when that changes. */
  onMatches: ((matches: Matches) => void) | null = null
  readonly #options: XtermScreenOptions
  readonly #terminal: Terminal
  readonly #fit = new FitAddon()
  readonly #search = new SearchAddon({ highlightLimit: MAX_COUNTED_MATCHES })
  readonly #stopTheme: () => void
  #isOpen = false
  #finding: (FindOptions & { text: string }) | null = null
  #copiesOnSelect = false

  constructor(options: XtermScreenOptions) {
    const { columns, rows, label, onInput } = options
    this.#options = options
    Terminal.strings.promptLabel = label
    this.#terminal = new Terminal({
      ...typeOfTokens(),
      theme: themeOfTokens(),
      cols: columns,
      rows,
      scrollback: SCROLLBACK_LINES,
      minimumContrastRatio: MIN_CONTRAST_RATIO,
      fontWeightBold: '600',
      macOptionIsMeta: true,
      allowProposedApi: true, // the marks of the search need it
      linkHandler: { activate: this.#openLink, hover: this.#hintLink, leave: this.#leaveLink },
    })
    this.#terminal.loadAddon(this.#fit)
    this.#terminal.loadAddon(this.#search)
    this.#terminal.loadAddon(new WebLinksAddon(this.#openLink, { hover: this.#hintLink, leave: this.#leaveLink }))
    this.#terminal.attachCustomKeyEventHandler(this.#takesKey)
    const encoder = new TextEncoder()
    this.#terminal.onData((text) => onInput(encoder.encode(text)))
    this.#terminal.onBinary((text) => onInput(Uint8Array.from(text, (character) => character.charCodeAt(0))))
    this.#search.onDidChangeResults(({ resultIndex, resultCount }) =>
      this.onMatches?.({ count: resultCount, active: resultIndex < 0 ? null : resultIndex }),
    )
    this.element.addEventListener('mouseup', this.#copySelected)
    this.#stopTheme = onThemeChange(() => {
      this.#terminal.options.theme = themeOfTokens()
      if (this.#finding !== null) this.find(this.#finding.text, { ...this.#finding, step: 'typed' }) // marks anew
    })
  }

  /** Into a pane that is on the page; what was shown before is there at once. */
  attach(pane: HTMLElement): void {
    pane.append(this.element)
    if (this.#isOpen) return
    this.#isOpen = true
    this.#terminal.open(this.element)
    void drawOnHardware(this.#terminal)
  }

  /** Takes the room that the pane has. */
  fit(): void {
    const room = this.#fit.proposeDimensions()
    if (room === undefined || !Number.isInteger(room.cols) || !Number.isInteger(room.rows)) return
    const size = { columns: Math.max(room.cols, 1), rows: Math.max(room.rows, 1) }
    this.resizeTo(size)
    this.#options.onFit(size)
  }

  resizeTo({ columns, rows }: ScreenSize): void {
    if (columns !== this.#terminal.cols || rows !== this.#terminal.rows) this.#terminal.resize(columns, rows)
  }

  /** `taken` is called when all of it has been worked on. */
  write(bytes: Uint8Array | string, taken?: () => void): void {
    this.#terminal.write(bytes, taken)
  }

  /** A line of the window's own, between what the terminal prints. */
  markLine(text: string): void {
    this.#terminal.write(`\r\n\u001b[0;90m── ${text} ──\u001b[0m\r\n`)
  }

  focus(): void {
    this.#terminal.focus()
  }

  setReadOnly(isReadOnly: boolean): void {
    this.#terminal.options.disableStdin = isReadOnly
    if (isReadOnly) this.#terminal.write(HIDE_CURSOR)
  }

  setPreferences({ copiesOnSelect, isSpoken }: { copiesOnSelect: boolean; isSpoken: boolean }): void {
    this.#copiesOnSelect = copiesOnSelect
    if (this.#terminal.options.screenReaderMode !== isSpoken) this.#terminal.options.screenReaderMode = isSpoken
  }

  /** False: the expression is not one. */
  find(
    text: string,
    { isRegex, isCaseSensitive, step }: FindOptions & { step: 'next' | 'previous' | 'typed' },
  ): boolean {
    this.#finding = null
    if (isRegex && !isExpression(text)) return false
    this.#finding = { text, isRegex, isCaseSensitive }
    const options = {
      regex: isRegex,
      caseSensitive: isCaseSensitive,
      incremental: step === 'typed',
      decorations: searchColours(),
    }
    if (step === 'typed') this.#search.clearDecorations() // it would not notice that only an option has changed
    if (step === 'previous') this.#search.findPrevious(text, options)
    else this.#search.findNext(text, options)
    return true
  }

  endFind(): void {
    this.#finding = null
    this.#search.clearDecorations()
    this.#terminal.clearSelection()
  }

  dispose(): void {
    this.#stopTheme()
    this.#terminal.dispose()
    this.element.remove()
  }

  /** False: xterm leaves the key alone, and whoever listens further up may have it. */
  readonly #takesKey = (event: KeyboardEvent): boolean => {
    if (event.type === 'keydown' && this.#isCopyKey(event)) {
      event.preventDefault()
      this.#options.onCopy(this.#terminal.getSelection())
      if (!event.shiftKey) this.#terminal.clearSelection() // the next one interrupts again
      return false
    }
    return !this.#options.isWindowKey(event)
  }

  #isCopyKey({ code, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean {
    if (code !== 'KeyC' || altKey || !this.#terminal.hasSelection()) return code === 'KeyC' && ctrlKey && shiftKey
    return this.#options.isMac ? metaKey && !ctrlKey : ctrlKey && !metaKey
  }

  readonly #copySelected = (): void => {
    if (this.#copiesOnSelect && this.#terminal.hasSelection()) this.#options.onCopy(this.#terminal.getSelection())
  }

  /** A plain press selects; only with Command or Control the link is followed. */
  readonly #openLink = (event: MouseEvent, address: string): void => {
    if (this.#options.isMac ? event.metaKey : event.ctrlKey) this.#options.onLink(address)
  }

  readonly #hintLink = (_event: MouseEvent, address: string): void => {
    this.element.title = this.#options.linkHint(address)
  }

  readonly #leaveLink = (): void => {
    this.element.title = ''
  }
}

function isExpression(text: string): boolean {
  try {
    new RegExp(text)
    return true
  } catch {
    return false
  }
}
