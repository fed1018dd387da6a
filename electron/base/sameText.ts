/** Compares what somebody sent with what is secret: takes the same time wherever the two differ. */
import { timingSafeEqual } from 'node:crypto'

/** For texts of ASCII whose length is no secret, such as digests. */
export function isSameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1'))
}
