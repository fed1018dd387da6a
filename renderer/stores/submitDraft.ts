/**
 * What a user has typed into the form that submits a task, and what is wrong with it before it is sent.
 * A payload is any bytes: text is sent as it stands and never parsed, a file that is no text stays bytes.
 */
import { MAX_ASYNC_PAYLOAD_BYTES, MAX_DELAY_SECONDS, MAX_SYNC_PAYLOAD_BYTES } from '../../shared/domain/limits.ts'
import { TASK_ID_PATTERN } from '../../shared/domain/taskIdPattern.ts'
import { findJsonError } from '../../shared/format/jsonText.ts'
import { MIB_BYTES } from '../../shared/units/bytes.ts'

export type Payload = { kind: 'text'; text: string } | { kind: 'bytes'; bytes: Uint8Array; name: string }
export type SubmitMode = 'async' | 'sync'
export type Draft = { mode: SubmitMode; payload: Payload; taskId: string; delaySeconds: number | null }

export const NEW_DRAFT: Draft = { mode: 'async', payload: { kind: 'text', text: '{}' }, taskId: '', delaySeconds: 0 }

export const textPayload = (text: string): Payload => ({ kind: 'text', text })

/** What comes from the host as text or bytes. */
export function payloadOf(body: string | Uint8Array, name: string): Payload {
  return typeof body === 'string' ? textPayload(body) : { kind: 'bytes', bytes: body, name }
}

/** Text where an editor can show it without changing a byte: UTF-8 with plain line breaks, of a size one can edit. */
const MAX_EDITED_BYTES = MIB_BYTES
export function payloadOfFile({ name, bytes }: { name: string; bytes: Uint8Array }): Payload {
  const text = bytes.length > MAX_EDITED_BYTES ? null : readUtf8(bytes)
  return text === null || /[\r\0\ufeff]/.test(text) ? { kind: 'bytes', bytes, name } : textPayload(text)
}

/** What is sent. The host keeps bytes that are UTF-8 as text, and so they go as text: the same bytes. */
export function bodyOf(payload: Payload): string | Uint8Array {
  return payload.kind === 'text' ? payload.text : (readUtf8(payload.bytes) ?? payload.bytes)
}

/** Null where the bytes are no UTF-8. */
export function readUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

const encoder = new TextEncoder()
export function sizeBytesOf(payload: Payload): number {
  return payload.kind === 'text' ? encoder.encode(payload.text).length : payload.bytes.length
}

export const limitBytesOf = (mode: SubmitMode) => (mode === 'async' ? MAX_ASYNC_PAYLOAD_BYTES : MAX_SYNC_PAYLOAD_BYTES)

export type DraftProblems = { isTooLarge: boolean; isTaskIdWrong: boolean; isDelayWrong: boolean }

/** What would be refused. A synchronous call has neither id nor delay. */
export function problemsOf({ mode, payload, taskId, delaySeconds }: Draft): DraftProblems {
  const isAsync = mode === 'async'
  return {
    isTooLarge: sizeBytesOf(payload) > limitBytesOf(mode),
    isTaskIdWrong: isAsync && taskId !== '' && !TASK_ID_PATTERN.test(taskId),
    isDelayWrong:
      isAsync &&
      delaySeconds !== null &&
      !(Number.isInteger(delaySeconds) && delaySeconds >= 0 && delaySeconds <= MAX_DELAY_SECONDS),
  }
}

export const hasProblem = (problems: DraftProblems) => Object.values(problems).some(Boolean)

/** A hint, never a rule. Text too long to look at while somebody types is not looked at. */
export type JsonHint = { kind: 'json' } | { kind: 'text'; errorAt: number } | { kind: 'unknown' }
export function jsonHintOf(payload: Payload): JsonHint {
  if (payload.kind === 'bytes' || payload.text.length > MIB_BYTES) return { kind: 'unknown' }
  const errorAt = findJsonError(payload.text)
  return errorAt === null ? { kind: 'json' } : { kind: 'text', errorAt }
}
