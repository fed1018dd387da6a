/**
 * What makes two failures alike: the class of the error, its message without what differs each time, and the
 * top frame of the user's code without its line. Pure.
 */
import { hash } from 'node:crypto'
import { framesOf, userFile } from '../tasks/stackFrames.ts'
import { normaliseMessage } from './normaliseMessage.ts'

export type Failure = {
  errorType: string | null // FC's word, for an error that has no class
  errorBody: string | null
  reason: string | null
  codePath: string | null // where the code of the function lies on this machine
}
export type Fingerprint = {
  errorClass: string | null // null: it never ran
  message: string
  frame: string | null // "index.js charge"
  key: string // equal for failures that are alike
}

/** FC's text for what was thrown outside of any call; the stack says what it was. */
const UNCAUGHT = 'FunctionUnhandledError: uncaughtException'
/** A task whose host or scheduler died with it, again and again. */
const INTERRUPTED = 'Interrupted'
const MAX_CLASS_LENGTH = 120
const MAX_FRAME_LENGTH = 240

export function fingerprintOf(failure: Failure): Fingerprint {
  const { errorClass, message, frame } = described(failure)
  const key = hash('sha256', JSON.stringify([errorClass, message, frame]), 'base64url').slice(0, 22)
  return { errorClass, message, frame, key }
}

function described({ errorType, errorBody, reason, codePath }: Failure): Omit<Fingerprint, 'key'> {
  if (errorBody === null) {
    const message = normaliseMessage(reason ?? '')
    const isInterrupted = errorType === null && message.startsWith('interrupted ')
    return { errorClass: isInterrupted ? INTERRUPTED : errorType, message, frame: null }
  }
  const body = jsonOf(errorBody)
  const { type, text } = thrown(body) ?? { type: null, text: errorBody }
  return {
    errorClass: (type ?? errorType)?.slice(0, MAX_CLASS_LENGTH).toWellFormed() ?? null,
    message: normaliseMessage(text),
    frame: topFrame(body, codePath),
  }
}

/** Null: a body that is not of FC's shape. */
function thrown(body: unknown): { type: string | null; text: string } | null {
  if (typeof body !== 'object' || body === null) return null
  const { errorMessage, errorType, errorName, stackTrace } = body as Record<string, unknown> // looked at below
  const type = [errorType, errorName].find((one) => typeof one === 'string' && one !== '') as string | undefined
  if (errorMessage === UNCAUGHT && Array.isArray(stackTrace)) {
    const [, name, text] = /^(?:Uncaught )?([A-Z][\w$.]*)(?:: (.*))?$/s.exec(String(stackTrace[0])) ?? []
    if (name !== undefined) return { type: name, text: text ?? '' }
  }
  if (typeof errorMessage !== 'string' && type === undefined) return null
  return {
    type: type?.replace(/^FunctionUnhandledError: /, '') ?? null,
    text: errorMessage === undefined ? '' : asText(errorMessage),
  }
}

const asText = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

function topFrame(body: unknown, codePath: string | null): string | null {
  for (const frame of framesOf(body)) {
    const file = userFile(frame, codePath)
    if (file === null) continue
    const text = frame.caller === null ? file : `${file} ${frame.caller}`
    return text.slice(0, MAX_FRAME_LENGTH).toWellFormed()
  }
  return null
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
