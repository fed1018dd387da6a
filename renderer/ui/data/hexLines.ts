/** Bytes as lines of a hex view. */
export type HexLine = { offset: string; hex: string; ascii: string }

const BYTES_PER_LINE = 16
const OFFSET_DIGITS = 8

export function hexLines(bytes: Uint8Array, firstOffset: number): HexLine[] {
  const lines: HexLine[] = []
  for (let at = 0; at < bytes.length; at += BYTES_PER_LINE) {
    const row = Array.from(bytes.subarray(at, at + BYTES_PER_LINE))
    const pairs = row.map((byte) => byte.toString(16).padStart(2, '0'))
    lines.push({
      offset: (firstOffset + at).toString(16).padStart(OFFSET_DIGITS, '0'),
      // a wider gap in the middle, to count by eye
      hex: [...pairs.slice(0, 8), '', ...pairs.slice(8)].join(' ').padEnd(BYTES_PER_LINE * 3),
      ascii: row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join(''),
    })
  }
  return lines
}
