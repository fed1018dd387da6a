/**
 * Who may talk to a loopback port at all (DESIGN.md section 8). Web pages cannot choose `Host` or
 * `Origin`: a foreign Origin is another site's page, a foreign Host is DNS rebinding.
 */
import { KIB_BYTES } from '../../shared/units/bytes.ts'

/** FC's limits on a request line and its headers (FC.md section 1.4). */
export const MAX_HEADER_BYTES = 8 * KIB_BYTES
export const MAX_URL_BYTES = 4 * KIB_BYTES

const LOOPBACK = String.raw`(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?`
const LOOPBACK_HOST = new RegExp(`^${LOOPBACK}$`, 'i')
const LOOPBACK_ORIGIN = new RegExp(`^https?://${LOOPBACK}$`, 'i')

export const isLoopbackHost = (host: string | undefined) => host !== undefined && LOOPBACK_HOST.test(host)

/** Programs send no Origin; only browsers do. */
export const isLoopbackOrigin = (origin: string | undefined) => origin === undefined || LOOPBACK_ORIGIN.test(origin)

/** The size of the header lines as they were sent. */
export function headerBytes(rawHeaders: readonly string[]): number {
  let bytes = 0
  for (const text of rawHeaders) bytes += text.length + 2 // ': ' or the line's end
  return bytes
}
