/**
 * The logins into instances that the host has: a cache of its list, and which of them this window shows. One that
 * the host no longer has after a lost connection stays, so that what it printed can still be read.
 */
import { create } from 'zustand'
import type { Terminal } from '../../shared/contract/terminals.contract.ts'
import type { AppError } from '../../shared/errors.ts'
import { client } from '../bridge/client.ts'
import { follow, useLive } from './live.ts'
import { fromSession, toSession } from './sessionMemory.ts'
import { asAppError } from './taskLog.ts'
import { uiActions } from './ui.ts'

export type { Terminal }
export type TerminalSize = Pick<Terminal, 'columns' | 'rows'>

type Terminals = {
  /** In the order of opening. */
  terminals: readonly Terminal[]
  /** Those that the host no longer has. */
  goneIds: ReadonlySet<string>
  activeId: string | null
  /** The list has come from the host at least once. */
  isLoaded: boolean
  /** What did not work last; whoever has shown it takes it away. */
  failure: AppError | null
}

export const useTerminals = create<Terminals>(() => ({
  terminals: [],
  goneIds: new Set(),
  activeId: fromSession('terminal'),
  isLoaded: false,
  failure: null,
}))

export const selectActive = ({ terminals, activeId }: Terminals): Terminal | null =>
  terminals.find(({ terminalId }) => terminalId === activeId) ?? terminals.at(-1) ?? null

/** What was opened from this window: nobody has read its first bytes before. */
const openedHere = new Set<string>()
export const isOpenedHere = (terminalId: string): boolean => openedHere.has(terminalId)

/** Before a terminal has been drawn nobody knows how large it will be. */
let lastSize: TerminalSize = { columns: 80, rows: 24 }
export const rememberSize = (size: TerminalSize): void => {
  lastSize = size
}

let listedConnection = 0

/** Follows the list; ends when the returned function is called. */
export const followTerminals = (): (() => void) => follow('terminals', pull)

async function pull(): Promise<void> {
  const { terminals: listed } = await client['terminals.list']({})
  const { connection } = useLive.getState()
  const isSameConnection = connection === listedConnection
  listedConnection = connection
  useTerminals.setState(({ terminals, goneIds }) => {
    const listedIds = new Set(listed.map(({ terminalId }) => terminalId))
    const missing = terminals.filter(({ terminalId }) => !listedIds.has(terminalId))
    // with the same connection it was closed, here or in another window; otherwise nobody can tell
    const gone = missing.filter(({ terminalId }) => !isSameConnection || goneIds.has(terminalId))
    return {
      terminals: [...gone, ...listed].toSorted((a, b) => a.openedAtMs - b.openedAtMs),
      goneIds: new Set(gone.map(({ terminalId }) => terminalId)),
      isLoaded: true,
    }
  })
}

/** Opens a terminal in the instance and shows it. Why it could not be opened is kept in `failure`. */
export async function logIn(instanceId: string): Promise<void> {
  try {
    const terminal = await client['terminals.open']({ instanceId, ...lastSize })
    openedHere.add(terminal.terminalId)
    terminalActions.take(terminal)
    terminalActions.activate(terminal.terminalId)
  } catch (error) {
    fail(error)
  }
}

export const terminalActions = {
  /** Shows it, and gives it the keyboard. */
  activate: (terminalId: string): void => {
    toSession('terminal', terminalId)
    useTerminals.setState({ activeId: terminalId })
    uiActions.openDock('terminal')
  },

  /** What a read or an opening says of a terminal; newer than the list. */
  take: (terminal: Terminal): void =>
    useTerminals.setState(({ terminals }) => {
      const place = terminals.findIndex(({ terminalId }) => terminalId === terminal.terminalId)
      const known = terminals[place]
      if (known === undefined) return { terminals: [...terminals, terminal] }
      return isSame(known, terminal) ? {} : { terminals: terminals.with(place, terminal) }
    }),

  /** The host does not know it any more. */
  markGone: (terminalId: string): void =>
    useTerminals.setState(({ goneIds }) => ({ goneIds: new Set(goneIds).add(terminalId) })),

  /** Ends what runs in it and forgets it. */
  close: async (terminalId: string): Promise<void> => {
    const isGone = useTerminals.getState().goneIds.has(terminalId)
    remove(terminalId)
    if (isGone) return
    try {
      await client['terminals.close']({ terminalId })
    } catch (error) {
      if (asAppError(error).code === 'terminal_not_found') return
      fail(error)
      await pull().catch(() => {})
    }
  },

  fail,
  forgetFailure: (): void => useTerminals.setState({ failure: null }),
  /** Of another project: nothing of them is kept. */
  forgetAll: (): void => useTerminals.setState({ terminals: [], goneIds: new Set(), activeId: null }),
}

function fail(error: unknown): void {
  useTerminals.setState({ failure: asAppError(error) })
}

/** The one beside it is shown then. */
function remove(terminalId: string): void {
  useTerminals.setState(({ terminals, goneIds, activeId }) => {
    const place = terminals.findIndex((terminal) => terminal.terminalId === terminalId)
    const rest = terminals.toSpliced(place, place < 0 ? 0 : 1)
    const beside = rest[Math.min(place, rest.length - 1)]?.terminalId ?? null
    return {
      terminals: rest,
      goneIds: new Set([...goneIds].filter((id) => id !== terminalId)),
      activeId: activeId === terminalId || activeId === null ? beside : activeId,
    }
  })
}

const isSame = (a: Terminal, b: Terminal): boolean =>
  a.state === b.state && a.columns === b.columns && a.rows === b.rows && a.exitCode === b.exitCode
