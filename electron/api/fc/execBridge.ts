/**
 * Joins one WebSocket of FC's exec with what runs in the instance (FC.md section 1.7).
 *
 * Back-pressure both ways: a client that does not read makes the program wait, a program that does not read
 * makes the client wait; at most about `HIGH_WATER_BYTES` are kept between the two. Nobody is told how the
 * command ended but by the reason of the close, for which the protocol has no place of its own.
 */
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import { SECOND_MS } from '../../../shared/units/time.ts'
import type { Clock } from '../../base/clock.ts'
import type { Channel, Session, SessionEnd } from '../../terminal/session.ts'
import { inputBytes, outputFrame } from './execFrames.ts'
import type { ExecWish } from './execQuery.ts'

export const HIGH_WATER_BYTES = MIB_BYTES
const LOW_WATER_BYTES = HIGH_WATER_BYTES / 4
/** Finds out that a client has gone although nothing is read from it, because the program takes no input. */
const PING_EVERY_MS = 5 * SECOND_MS
/** WebSocket's own codes: a good end, and a server that cannot go on. */
const NORMAL = 1000
const SERVER_ERROR = 1011
const MAX_REASON_CHARACTERS = 120 // a reason has room for 123 bytes

export const CLIENT_GONE = 'It was ended because the client has gone.'

/** What is used of a WebSocket of ws. */
export type ExecSocket = {
  readonly bufferedAmount: number
  on(event: 'message', listener: (data: Buffer) => void): unknown
  on(event: 'close', listener: () => void): unknown
  on(event: 'error', listener: () => void): unknown
  send(data: Buffer, done: () => void): void
  ping(): void
  pause(): void
  resume(): void
  close(code: number, reason: string): void
  terminate(): void
}
type Exec = { session: Session; wish: ExecWish; clock: Pick<Clock, 'elapsedMs'> }

export function bridgeExec(socket: ExecSocket, { session, wish, clock }: Exec): void {
  let usedAtMs = clock.elapsedMs()
  let idleTimer: NodeJS.Timeout
  let isIdle = false
  let isClosed = false
  let isOutputPaused = false
  let unwrittenCount = 0

  const send = (frame: Buffer) => {
    socket.send(frame, () => {
      if (!isOutputPaused || socket.bufferedAmount > LOW_WATER_BYTES) return
      isOutputPaused = false
      session.resume()
    })
    if (isOutputPaused || socket.bufferedAmount <= HIGH_WATER_BYTES) return
    isOutputPaused = true
    session.pause()
  }
  const give = (channel: Channel, bytes: Uint8Array) => {
    usedAtMs = clock.elapsedMs()
    if (bytes.length > 0 && wish.gives[channel] && !isClosed) send(outputFrame(channel, bytes))
  }
  const take = (message: Buffer) => {
    usedAtMs = clock.elapsedMs()
    const bytes = inputBytes(message)
    if (!wish.takesInput || bytes.length === 0) return
    unwrittenCount += 1
    socket.pause()
    const written = () => {
      unwrittenCount -= 1
      if (unwrittenCount === 0) socket.resume()
    }
    session.write(bytes).then(written, written) // it rejects once it has ended, which `finish` tells
  }
  /** What waits is let go, because the end of a session comes after its output. */
  const end = (reason: string) => {
    session.end(reason)
    session.resume()
  }
  const watchIdle = () => {
    const leftMs = wish.idleMs - (clock.elapsedMs() - usedAtMs)
    if (leftMs > 0) {
      idleTimer = setTimeout(watchIdle, leftMs)
      return
    }
    isIdle = true
    end(`It was ended because nothing was typed or printed for ${wish.idleMs / SECOND_MS} s.`)
  }
  /** SDK 2 shows nothing of the channel for errors: whoever asked for stderr gets it there as well. */
  const tell = (reason: string) => {
    if (wish.gives.stderr) send(outputFrame('stderr', `\r\n${reason}\r\n`))
    send(outputFrame('serverError', reason))
  }
  const finish = ({ exitCode, reason }: SessionEnd) => {
    clearTimeout(idleTimer)
    if (isClosed) return
    if (exitCode === null) tell(reason)
    socket.close(exitCode === null && !isIdle ? SERVER_ERROR : NORMAL, closeReason(reason))
  }

  watchIdle()
  const pings = setInterval(() => socket.ping(), PING_EVERY_MS)
  socket.on('message', take)
  socket.on('error', () => socket.terminate()) // a frame that breaks the protocol; 'close' follows
  socket.on('close', () => {
    isClosed = true
    clearInterval(pings)
    clearTimeout(idleTimer)
    end(CLIENT_GONE)
  })
  session.onOutput(give)
  if (!wish.takesInput) session.endInput()
  void session.exited.then(finish)
}

/** ASCII, because a reason is counted in bytes. */
const closeReason = (reason: string) => reason.slice(0, MAX_REASON_CHARACTERS).replace(/[^\x20-\x7e]/g, '?')
