/**
 * Keeps what was typed into a form over a reload of the window. What does not fit into the window's storage
 * (some megabytes) is not kept; nothing is said about it, because it is still there until the reload.
 */
import type { Draft, Payload } from './submitDraft.ts'

type StoredPayload = { text: string } | { base64: string; name: string }
type StoredDraft = Omit<Draft, 'payload'> & { payload: StoredPayload }

const itemOf = (key: string) => `taskyard.draft.${key}`
const CHUNK_BYTES = 8_192

export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** `key`: which form, of which project. */
export function readDraft(storage: DraftStorage, key: string): Draft | null {
  const stored = storage.getItem(itemOf(key))
  if (stored === null) return null
  try {
    const { payload, ...rest } = JSON.parse(stored) as StoredDraft // written below; storage is a border
    return { ...rest, payload: revived(payload) }
  } catch {
    storage.removeItem(itemOf(key)) // not ours, or of another version
    return null
  }
}

export function writeDraft(storage: DraftStorage, { key, draft }: { key: string; draft: Draft }): void {
  try {
    storage.setItem(itemOf(key), JSON.stringify({ ...draft, payload: stored(draft.payload) }))
  } catch {
    storage.removeItem(itemOf(key)) // an older draft would be worse than none
  }
}

function stored(payload: Payload): StoredPayload {
  if (payload.kind === 'text') return { text: payload.text }
  let binary = ''
  for (let at = 0; at < payload.bytes.length; at += CHUNK_BYTES) {
    binary += String.fromCharCode(...payload.bytes.subarray(at, at + CHUNK_BYTES))
  }
  return { base64: btoa(binary), name: payload.name }
}

function revived(payload: StoredPayload): Payload {
  if ('text' in payload) return { kind: 'text', text: payload.text }
  return {
    kind: 'bytes',
    bytes: Uint8Array.from(atob(payload.base64), (char) => char.charCodeAt(0)),
    name: payload.name,
  }
}
