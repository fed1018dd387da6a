/** The dialog that brings a failure home: the body that is pasted into it, and what is wrong with it. */
import { create } from 'zustand'
import { AppError } from '../../shared/errors.ts'
import { findJsonError } from '../../shared/format/jsonText.ts'
import { type Imported, importFailure } from './inboxActions.ts'

type ImportDialog = {
  isOpen: boolean
  body: string
  functionName: string | null // chosen here; null: the one that the body names
  isBusy: boolean
  error: AppError | null // of the host, about this body
}
const CLOSED: ImportDialog = { isOpen: false, body: '', functionName: null, isBusy: false, error: null }
export const useImport = create<ImportDialog>(() => CLOSED)

export const MAX_BODY_CHARACTERS = 2_000_000 // as the contract has it

export const openImport = (body = ''): void => useImport.setState({ ...CLOSED, isOpen: true, body }, true)
export const closeImport = (): void => useImport.setState(CLOSED, true)
export const setImportBody = (body: string): void => useImport.setState({ body, error: null })
export const setImportFunction = (functionName: string | null): void =>
  useImport.setState({ functionName, error: null })

/** What can be told without the host. Null: it can be sent. */
export type BodyProblem = { kind: 'empty' | 'tooLong' } | { kind: 'notJson'; at: number }

export function bodyProblem(body: string): BodyProblem | null {
  if (body.trim() === '') return { kind: 'empty' }
  if (body.length > MAX_BODY_CHARACTERS) return { kind: 'tooLong' }
  if (BASE64.test(body)) return null // a message of a queue may be sent so: the host looks into it
  const at = findJsonError(body)
  return at === null ? null : { kind: 'notJson', at }
}

const BASE64 = /^\s*[A-Za-z0-9+/]{16}[A-Za-z0-9+/=\s]*$/

/** The new dead letter, or null if the host refuses: then `error` says why, and the dialog stays. */
export async function sendImport(): Promise<Imported | null> {
  const { body, functionName, isBusy } = useImport.getState()
  if (isBusy || bodyProblem(body) !== null) return null
  useImport.setState({ isBusy: true, error: null })
  try {
    return await importFailure(body, functionName)
  } catch (thrown) {
    const error = thrown instanceof AppError ? thrown : new AppError('internal', String(thrown))
    useImport.setState({ error })
    return null
  } finally {
    useImport.setState({ isBusy: false })
  }
}

const MARKS = ['requestContext', 'requestPayload', 'responseContext', 'responsePayload']
const MAX_WRAPPED = 3 // an event in an event, as EventBridge sends it

/** Whether a pasted or dropped text is most likely the body of a failure destination, alone or in an envelope. */
export function looksLikeFailure(text: string): boolean {
  if (text.length > MAX_BODY_CHARACTERS || !/^\s*[[{]/.test(text) || !text.includes('requestContext')) return false
  try {
    return isFailure(JSON.parse(text), MAX_WRAPPED)
  } catch {
    return false
  }
}

function isFailure(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth === 0) return false
  if (MARKS.filter((mark) => mark in value).length >= 2 && 'requestContext' in value) return true
  return Object.values(value).some((part) => isFailure(part, depth - 1))
}
