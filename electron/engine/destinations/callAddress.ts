/**
 * One POST of a result to an address, and what came of it. Redirects are not followed: a POST would become another
 * request. The answer's body is read up to `MAX_READ_BYTES`, only to say what a refusal said.
 */

import { KIB_BYTES } from '../../../shared/units/bytes.ts'
import { SECOND_MS } from '../../../shared/units/time.ts'
import type { HttpDelivery, HttpEnd } from './deliveryPorts.ts'

const MAX_READ_BYTES = KIB_BYTES
const MAX_SAID_CHARACTERS = 200
/** Later it may be taken: time-out, too early, too many requests. 5xx, too. */
const MAY_PASS = new Set([408, 425, 429])
const FIRST_SERVER_ERROR = 500

/** Null: `signal` ended it. */
export async function callAddress(
  delivery: HttpDelivery,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<HttpEnd | null> {
  const { url, body, deliveryId, requestId } = delivery
  if (body === null) return failed({ detail: 'its task is no longer kept', canRetry: false })
  if (!URL.canParse(url)) return failed({ detail: `'${url}' is no address`, canRetry: false })
  const timeout = AbortSignal.timeout(timeoutMs)
  const ends = AbortSignal.any([signal, timeout])
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-taskyard-delivery-id': String(deliveryId),
        'x-fc-request-id': requestId,
      },
      body,
      redirect: 'manual',
      signal: ends,
    })
    return await endOf(answer)
  } catch (error) {
    if (signal.aborted) return null
    const detail = timeout.aborted ? `no answer within ${timeoutMs / SECOND_MS} s` : `not reached: ${causeOf(error)}`
    return failed({ detail, canRetry: true })
  }
}

async function endOf(answer: Response): Promise<HttpEnd> {
  const { status: statusCode, headers } = answer
  if (answer.ok) {
    await answer.body?.cancel().catch(() => {})
    return { outcome: 'delivered', statusCode }
  }
  const location = headers.get('location')
  if (statusCode >= 300 && statusCode < 400) {
    await answer.body?.cancel().catch(() => {})
    const where = location === null ? '' : ` to ${location.slice(0, MAX_SAID_CHARACTERS)}`
    const detail = `answered ${statusCode}, a redirect${where}: redirects are not followed, name that address instead`
    return failed({ statusCode, detail, canRetry: false })
  }
  const said = await beginningOf(answer)
  const detail = `answered ${statusCode}${said === '' ? '' : `: ${said}`}`
  const canRetry = MAY_PASS.has(statusCode) || statusCode >= FIRST_SERVER_ERROR
  const retryAfterMs = retryAfter(headers.get('retry-after'))
  return failed({ statusCode, detail, canRetry, ...(retryAfterMs !== null && { retryAfterMs }) })
}

/** On one line, without what cannot be seen. */
async function beginningOf({ body }: Response): Promise<string> {
  if (body === null) return ''
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    // leaving the loop ends the connection
    for await (const chunk of body) {
      chunks.push(chunk.subarray(0, MAX_READ_BYTES - bytes))
      bytes += chunk.length
      if (bytes >= MAX_READ_BYTES) break
    }
  } catch {
    // what there is of it
  }
  const text = new TextDecoder().decode(Buffer.concat(chunks))
  return text
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, MAX_SAID_CHARACTERS)
    .toWellFormed()
}

/** Seconds or a date; null: neither. */
function retryAfter(value: string | null): number | null {
  if (value === null) return null
  const ms = /^\d{1,9}$/.test(value.trim()) ? Number(value) * SECOND_MS : Date.parse(value) - Date.now()
  return Number.isFinite(ms) ? Math.max(0, ms) : null
}

/** fetch says only that it failed; why is in the cause. */
function causeOf(error: unknown): string {
  const { cause } = error instanceof Error ? error : { cause: undefined }
  const reason = cause instanceof Error ? cause : error
  if (!(reason instanceof Error)) return String(reason)
  const code = 'code' in reason && typeof reason.code === 'string' ? reason.code : null
  const text = reason.message || (code ?? reason.name)
  return text.slice(0, MAX_SAID_CHARACTERS)
}

type Failure = { statusCode?: number; detail: string; canRetry: boolean; retryAfterMs?: number }
const failed = (failure: Failure): HttpEnd => ({ outcome: 'failed', statusCode: null, ...failure })
