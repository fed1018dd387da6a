/**
 * What one line of captured output is: a mark of the platform, a place where output is missing, or output
 * with its level. Pure. `raw` is always exactly what was written.
 */
import type { LogChunk } from './taskShapes.ts'

export type LogLevel = 'error' | 'warn' | 'info' | 'debug'
export type LogLine = {
  attempt: number
  stream: LogChunk['stream']
  atMs: number
  raw: string
  /** mark: "FC Invoke Start" and the like; loss: output is missing here, the text says how much. */
  kind: 'output' | 'mark' | 'loss'
  level: LogLevel | null
  /** How much of `raw` repeats what the columns show: FC's time, request id and level. */
  prefixLength: number
  /** Goes on with the line before it, such as a frame of a stack. */
  isContinuation: boolean
}

/** `2026-08-01T10:00:00.000Z 1-68…-… [error] `: how FC's runtimes write console lines. */
const FC_PREFIX =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) [\w-]{8,128} \[(verbose|debug|info|log|warn|warning|error|fatal)\] /i
const FC_MARK = /^FC \w+ (Start|End) RequestId: /
const LOSS = /\b\d+ bytes (of output were lost|were dropped)/
const LEVEL_WORD = /^[^a-z]{0,40}?\b(FATAL|CRITICAL|ERROR|WARN(?:ING)?|INFO|DEBUG|TRACE|VERBOSE)\b/
const LEVEL_FIELD = /"level"\s*:\s*"(\w+)"/
const ERROR_START = /^(?:[\w$.]*(?:Error|Exception)\b|Traceback \(most recent call last\)|Uncaught )/

const LEVELS: Record<string, LogLevel> = {
  fatal: 'error',
  critical: 'error',
  error: 'error',
  warn: 'warn',
  warning: 'warn',
  info: 'info',
  log: 'info',
  debug: 'debug',
  trace: 'debug',
  verbose: 'debug',
}

export function readLine({ attempt, stream, atMs, text }: Omit<LogChunk, 'id' | 'instanceId'>): LogLine {
  const line: LogLine = {
    attempt,
    stream,
    atMs,
    raw: text,
    kind: 'output',
    level: null,
    prefixLength: 0,
    isContinuation: false,
  }
  if (stream === 'system' && LOSS.test(text)) return { ...line, kind: 'loss' }
  if (stream === 'system' || FC_MARK.test(text)) return { ...line, kind: 'mark' }

  const [prefix, writtenAt = '', word = ''] = FC_PREFIX.exec(text) ?? []
  if (prefix !== undefined) {
    const level = LEVELS[word.toLowerCase()] ?? null
    return { ...line, atMs: instantOr(writtenAt, atMs), level, prefixLength: prefix.length }
  }
  return { ...line, level: levelIn(text), isContinuation: /^\s+\S/.test(text) }
}

function levelIn(text: string): LogLevel | null {
  const head = text.slice(0, 200)
  const word = LEVEL_WORD.exec(head)?.[1] ?? (head.startsWith('{') ? LEVEL_FIELD.exec(head)?.[1] : undefined)
  if (word !== undefined) return LEVELS[word.toLowerCase()] ?? null
  return ERROR_START.test(head) ? 'error' : null
}

function instantOr(text: string, otherwiseMs: number): number {
  const atMs = Date.parse(text)
  return Number.isNaN(atMs) ? otherwiseMs : atMs
}
