/**
 * The way between one terminal of the host and one screen of this window. Output: the next bytes are asked for
 * only when the screen has worked on those before, so that a flood never piles up here, and the host reads no
 * faster from what runs in it. Input: in order, one call at a time. Positions count bytes from the beginning.
 */
import type { AppError } from '../../shared/errors.ts'
import { KIB_BYTES } from '../../shared/units/bytes.ts'
import { SECOND_MS } from '../../shared/units/time.ts'
import { client } from '../bridge/client.ts'
import { useLive } from './live.ts'
import { pause } from './pause.ts'
import { asAppError } from './taskLog.ts'
import { isOpenedHere, rememberSize, type TerminalSize, terminalActions } from './terminals.ts'

const READ_BYTES = 64 * KIB_BYTES
const MAX_WRITE_BYTES = 64 * KIB_BYTES
const READ_AGAIN_AFTER_MS = SECOND_MS / 2
const RESIZE_AFTER_MS = 100

type Bytes = Uint8Array<ArrayBuffer>

/** What shows a terminal. */
export type TerminalSink = {
  /** `taken` is called once it has worked on all of them. */
  write(bytes: Uint8Array, taken: () => void): void
  /** So many bytes belong here and are not kept any more. */
  markLost(lostBytes: number): void
  /** Another window has made the terminal this large. */
  resizeTo(size: TerminalSize): void
}

export type TerminalSession = {
  write(bytes: Bytes): void
  /** As large as the screen is now; told to the host when it has stopped changing. */
  resize(size: TerminalSize): void
  close(): void
}

export function openSession(terminalId: string, sink: TerminalSink): TerminalSession {
  const over = new AbortController()
  let wanted: TerminalSize | null = null
  let known: TerminalSize | null = null // as the host had it last
  let resizeTimer: ReturnType<typeof setTimeout> | undefined
  let isOldOutput = !isOpenedHere(terminalId)
  let isTakingOld = false
  let input: Bytes[] = []
  let isSending = false
  void readOn()

  async function readOn(): Promise<void> {
    let position = 0
    while (await isReadable(over.signal)) {
      try {
        const input = { terminalId, afterByte: position, limitBytes: READ_BYTES }
        const { bytes, firstByte, nextByte, terminal } = await client['terminals.read'](input, over.signal)
        if (over.signal.aborted) return
        if (firstByte > position) sink.markLost(firstByte - position)
        follow(terminal)
        if (bytes.length > 0) await taken(bytes)
        else if (terminal.state === 'ended') return
        isOldOutput &&= bytes.length === READ_BYTES
        position = nextByte
      } catch (error) {
        if (over.signal.aborted || !(await canGoOn(asAppError(error)))) return
      }
    }
  }

  /** A program's questions were answered when they were new: what the screen says while it repeats them is not sent. */
  async function taken(bytes: Uint8Array): Promise<void> {
    isTakingOld = isOldOutput
    await new Promise<void>((resolve) => sink.write(bytes, resolve))
    isTakingOld = false
  }

  async function canGoOn(error: AppError): Promise<boolean> {
    if (error.code === 'terminal_not_found') {
      terminalActions.markGone(terminalId)
      return false
    }
    if (error.code !== 'unavailable') terminalActions.fail(error)
    if (useLive.getState().status === 'open') await pause(READ_AGAIN_AFTER_MS)
    return true
  }

  function follow(terminal: Parameters<typeof terminalActions.take>[0]): void {
    terminalActions.take(terminal)
    const { columns, rows } = terminal
    const hasChanged = known !== null && !isSameSize(known, terminal)
    known = { columns, rows }
    if (hasChanged && resizeTimer === undefined && !isSameSize(wanted, terminal)) sink.resizeTo(known)
  }

  async function send(): Promise<void> {
    while (input.length > 0 && !over.signal.aborted) {
      const bytes = firstOf(input)
      input = restOf(input, bytes.length)
      try {
        await client['terminals.write']({ terminalId, bytes })
      } catch (error) {
        input = [] // nobody knows what of it arrived: typing it again could run a command twice
        const { code } = asAppError(error)
        if (code !== 'unavailable' && code !== 'terminal_ended' && code !== 'terminal_not_found') {
          terminalActions.fail(error)
        }
      }
    }
    isSending = false
  }

  function tellSize(): void {
    resizeTimer = undefined
    if (wanted === null || over.signal.aborted) return
    client['terminals.resize']({ terminalId, ...wanted }).catch((error: unknown) => {
      if (asAppError(error).code === 'internal') terminalActions.fail(error)
    })
  }

  return {
    write(bytes) {
      if (over.signal.aborted || isTakingOld || useLive.getState().status !== 'open') return
      input.push(bytes)
      if (isSending) return
      isSending = true
      queueMicrotask(() => void send()) // with what else is typed in this turn
    },
    resize(size) {
      if (resizeTimer === undefined && isSameSize(wanted, size) && isSameSize(known, size)) return
      wanted = size
      rememberSize(size)
      clearTimeout(resizeTimer)
      resizeTimer = setTimeout(tellSize, RESIZE_AFTER_MS)
    },
    close() {
      over.abort()
      clearTimeout(resizeTimer)
    },
  }
}

/** Waits while the host is away or the window is hidden; false once the session is over. */
function isReadable(over: AbortSignal): Promise<boolean> {
  const isNow = () => useLive.getState().status !== 'lost' && !useLive.getState().isPaused
  if (over.aborted || isNow()) return Promise.resolve(!over.aborted)
  return new Promise((resolve) => {
    const settle = () => {
      stop()
      over.removeEventListener('abort', settle)
      resolve(!over.aborted)
    }
    const stop = useLive.subscribe(() => {
      if (isNow()) settle()
    })
    over.addEventListener('abort', settle)
  })
}

/** As many of the pieces as fit into one call, as one. */
function firstOf(pieces: readonly Bytes[]): Bytes {
  const bytes = new Uint8Array(
    Math.min(
      MAX_WRITE_BYTES,
      pieces.reduce((sum, { length }) => sum + length, 0),
    ),
  )
  let filled = 0
  for (const piece of pieces) {
    const part = piece.subarray(0, bytes.length - filled)
    bytes.set(part, filled)
    filled += part.length
    if (filled === bytes.length) break
  }
  return bytes
}

function restOf(pieces: readonly Bytes[], takenBytes: number): Bytes[] {
  let left = takenBytes
  return pieces.flatMap((piece) => {
    const rest = piece.subarray(Math.min(left, piece.length))
    left -= piece.length - rest.length
    return rest.length === 0 ? [] : [rest]
  })
}

const isSameSize = (a: TerminalSize | null, b: TerminalSize): boolean =>
  a !== null && a.columns === b.columns && a.rows === b.rows
