/**
 * CRC-64 as Alibaba Cloud's object store and FC's `codeChecksum` use it: the reflected ECMA-182
 * polynomial, all bits set at the start and inverted at the end. Given as a decimal, as FC does.
 *
 * JavaScript has no fast 64-bit integer, so the two halves are kept apart.
 */
const POLYNOMIAL = 0xc96c5795d7870f42n

const LOW = new Int32Array(256)
const HIGH = new Int32Array(256)
for (let byte = 0; byte < 256; byte++) {
  let value = BigInt(byte)
  for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ POLYNOMIAL : value >> 1n
  LOW[byte] = Number(BigInt.asIntN(32, value))
  HIGH[byte] = Number(BigInt.asIntN(32, value >> 32n))
}

export class Crc64 {
  #low = -1
  #high = -1

  update(bytes: Uint8Array): this {
    let low = this.#low
    let high = this.#high
    for (let at = 0; at < bytes.length; at++) {
      // an index within bounds and a byte within 256 entries: neither read is ever undefined
      const index = (low ^ (bytes[at] as number)) & 0xff
      low = ((low >>> 8) | (high << 24)) ^ (LOW[index] as number)
      high = (high >>> 8) ^ (HIGH[index] as number)
    }
    this.#low = low
    this.#high = high
    return this
  }

  /** The checksum of everything so far, in decimal. */
  decimal(): string {
    return ((BigInt(~this.#high >>> 0) << 32n) | BigInt(~this.#low >>> 0)).toString()
  }
}
