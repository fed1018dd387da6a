/**
 * Which message is this, in a few words. Of what a destination was sent: what the function was called with, which it
 * was, and how it ended; of other JSON the first values; of other text its beginning. Pure.
 */
import { type FlatPair, flattenJson } from '../../shared/format/flattenJson.ts'

export type MessagePreview = { pairs: FlatPair[]; text: string | null }

const PREVIEW_PAIRS = 5
/** As far as the call's payload goes in the body of a destination. */
const BODY_PAIRS = 8
const PREVIEW_CHARACTERS = 400

export function messagePreview(body: string): MessagePreview {
  const pairs = flattenJson(body, BODY_PAIRS)
  const textOf = (key: string) => pairs.find((pair) => pair.key === key)?.value
  const functionName = /[/]([^/]+)$/.exec(textOf('requestContext.functionArn') ?? '')?.[1]
  const payload = textOf('requestPayload')
  if (functionName !== undefined && payload !== undefined) {
    const condition = textOf('requestContext.condition')
    const isSuccess = condition === undefined || condition === ''
    const about = isSuccess ? { key: 'result', value: functionName } : { key: functionName, value: condition }
    const called = flattenJson(payload, PREVIEW_PAIRS - 1)
    const withText = called.length === 0 && payload !== '' ? [{ key: 'payload', value: clipped(payload) }] : called
    return { pairs: [...withText, about], text: null } // what tells them apart comes first
  }
  if (pairs.length === 0) return { pairs: [], text: clipped(body) }
  return { pairs: pairs.slice(0, PREVIEW_PAIRS), text: null }
}

const clipped = (text: string) => text.slice(0, PREVIEW_CHARACTERS)
