/**
 * The host's own log: JSON lines in `<workspace>/host.log`, and on stderr text for people or JSON
 * for collectors. Secrets never come here: notices and errors carry none. A file that cannot be written,
 * on a full disk for example, misses lines and keeps nobody from working.
 */
import { closeSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import pino, { type Logger } from 'pino'
import { MIB_BYTES } from '../../shared/units/bytes.ts'
import type { Notice } from '../base/threadLink.ts'

/** `quiet`: only errors, as text; for a command that starts a host on the way. */
export type StderrStyle = 'text' | 'json' | 'quiet'
export type HostLog = { logger: Logger /** Later lines go to stderr alone. */; close(): void }

const MAX_LOG_BYTES = 8 * MIB_BYTES
/** pino's numbers: 30 info, 40 warn, 50 error. */
export const LOG_LEVEL = { info: 'info', notice: 'warn', error: 'error' } as const satisfies Record<
  Notice['level'],
  pino.Level
>

export function openHostLog(workspaceDir: string, style: StderrStyle): HostLog {
  const file = new LogLines(join(workspaceDir, 'host.log'))
  const logger = pino(
    { base: { pid: process.pid } },
    pino.multistream([
      { level: 'info', stream: file },
      { level: style === 'quiet' ? 'error' : 'warn', stream: style === 'json' ? process.stderr : { write: writeText } },
    ]),
  )
  return { logger, close: () => file.close() }
}

/** Not pino's own stream: that throws at whoever logs when a line cannot be written. */
class LogLines {
  #descriptor: number | null = null

  constructor(path: string) {
    try {
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_LOG_BYTES) renameSync(path, `${path}.1`)
      this.#descriptor = openSync(path, 'a', 0o600)
    } catch {
      // What cannot be opened gets no lines.
    }
  }

  write(line: string): void {
    if (this.#descriptor === null) return
    try {
      writeSync(this.#descriptor, line)
    } catch {
      // The next line may fit again.
    }
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor)
    this.#descriptor = null
  }
}

function writeText(line: string): void {
  const { time, level, msg } = JSON.parse(line) as { time: number; level: number; msg: string } // pino wrote it
  const word = level >= 50 ? 'error' : 'notice'
  process.stderr.write(`${new Date(time).toTimeString().slice(0, 8)} ${word}: ${msg}\n`)
}
