/** Sizes as the window, the command line and messages show them. Input: bytes. */
import { GIB_BYTES, KIB_BYTES, MIB_BYTES } from '../units/bytes.ts'
import { formatCount } from './count.ts'

const SIZES = [
  { unit: 'GB', bytes: GIB_BYTES },
  { unit: 'MB', bytes: MIB_BYTES },
  { unit: 'KB', bytes: KIB_BYTES },
]

/** `512 B`, `1.4 KB`, `61 MB`: units of 1024 with the names that people read; one decimal below ten. */
export function formatBytes(bytes: number): string {
  const size = SIZES.find((candidate) => bytes >= candidate.bytes)
  if (!size) return `${formatCount(bytes)} B`
  const value = bytes / size.bytes
  const shown = value < 10 ? Math.floor(value * 10) / 10 : Math.floor(value)
  return `${value < 10 && shown % 1 !== 0 ? shown.toFixed(1) : formatCount(shown)} ${size.unit}`
}
