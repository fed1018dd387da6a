/**
 * The host's own log: JSON lines in `<workspace>/host.log`, and on stderr text for people or JSON
 * for collectors. Secrets never come here: notices and errors carry none.
 */
import { existsSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pino, { type Logger } from 'pino'
import { MIB_BYTES } from '../../shared/units/bytes.ts'
import type { Notice } from '../base/threadLink.ts'

/** `quiet`: only errors, as text; for a command that starts a host on the way. */
export type StderrStyle = 'text' | 'json' | 'quiet'
export type HostLog = Logger

const MAX_LOG_BYTES = 8 * MIB_BYTES
/** pino's numbers: 30 info, 40 warn, 50 error. */
export const LOG_LEVEL = { info: 'info', notice: 'warn', error: 'error' } as const satisfies Record<
  Notice['level'],
  pino.Level
>

export function openHostLog(workspaceDir: string, style: StderrStyle): HostLog {
  const path = join(workspaceDir, 'host.log')
  if (existsSync(path) && statSync(path).size > MAX_LOG_BYTES) renameSync(path, `${path}.1`)
  const file = pino.destination({ dest: path, sync: true, mode: 0o600 })
  return pino(
    { base: { pid: process.pid } },
    pino.multistream([
      { level: 'info', stream: file },
      { level: style === 'quiet' ? 'error' : 'warn', stream: style === 'json' ? process.stderr : { write: writeText } },
    ]),
  )
}

function writeText(line: string): void {
  const { time, level, msg } = JSON.parse(line) as { time: number; level: number; msg: string } // pino wrote it
  const word = level >= 50 ? 'error' : 'notice'
  process.stderr.write(`${new Date(time).toTimeString().slice(0, 8)} ${word}: ${msg}\n`)
}
