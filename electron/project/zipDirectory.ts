/**
 * Reads the table of contents of a zip file and its entries.
 *
 * Why not a library: the Unix modes and symbolic links of a deployment package stand only in the
 * central directory, which the small libraries do not show, and zlib inflates off this thread, so
 * that a large package does not hold up the gateway.
 *
 * Nothing in the file is trusted: every offset and size is checked, and an entry never inflates to
 * more than it declares. All errors are `AppError('invalid_input')`.
 */
import { promisify } from 'node:util'
import { crc32, inflateRaw } from 'node:zlib'
import { AppError } from '../../shared/errors.ts'

const inflate = promisify(inflateRaw)

const END_SIGNATURE = 0x06054b50
const END_BYTES = 22
const MAX_COMMENT_BYTES = 0xffff
const ENTRY_SIGNATURE = 0x02014b50
const ENTRY_BYTES = 46
const LOCAL_SIGNATURE = 0x04034b50
const LOCAL_BYTES = 30
const ZIP64_EXTRA_ID = 1
const IN_ZIP64 = 0xffffffff
const ENCRYPTED_FLAG = 1
const STORED = 0
const DEFLATED = 8
const UNIX_SYSTEMS = [3, 19] // Unix, macOS: only they write modes

export type ZipEntry = {
  name: string // as written: may be hostile
  kind: 'file' | 'folder' | 'link'
  mode: number | null // permission bits, null where the zip has none
  bytes: number // declared size when unpacked
  method: number
  crc32: number
  compressedBytes: number
  localOffset: number
}

export const damagedZip = (detail: string, cause?: unknown) =>
  new AppError('invalid_input', `the zip file is damaged: ${detail}`, cause === undefined ? {} : { cause })

export function readZipDirectory(zip: Buffer): ZipEntry[] {
  const end = findEnd(zip)
  const entryCount = zip.readUInt16LE(end + 10)
  let at = zip.readUInt32LE(end + 16)
  if (entryCount === 0xffff || at === IN_ZIP64) {
    throw new AppError('invalid_input', 'the zip file is too large: at most 65,534 entries and 4 GiB')
  }
  const entries: ZipEntry[] = []
  for (let index = 0; index < entryCount; index++) {
    if (at + ENTRY_BYTES > end || zip.readUInt32LE(at) !== ENTRY_SIGNATURE) {
      throw damagedZip(`entry ${index + 1} of ${entryCount} is missing from its table of contents`)
    }
    const nameBytes = zip.readUInt16LE(at + 28)
    const extraBytes = zip.readUInt16LE(at + 30)
    const next = at + ENTRY_BYTES + nameBytes + extraBytes + zip.readUInt16LE(at + 32)
    if (next > end) throw damagedZip('its table of contents is cut off')
    entries.push(readEntry(zip, { at, nameBytes, extraBytes }))
    at = next
  }
  return entries
}

/** The unpacked bytes of an entry. */
export async function readZipEntry(zip: Buffer, entry: ZipEntry): Promise<Buffer> {
  const at = entry.localOffset
  if (at + LOCAL_BYTES > zip.length || zip.readUInt32LE(at) !== LOCAL_SIGNATURE) {
    throw damagedZip(`'${entry.name}' is not where the table of contents says`)
  }
  const start = at + LOCAL_BYTES + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28)
  if (start + entry.compressedBytes > zip.length) throw damagedZip(`'${entry.name}' is cut off`)
  const packed = zip.subarray(start, start + entry.compressedBytes)
  const content = entry.method === STORED ? packed : await inflated(packed, entry)
  if (content.length !== entry.bytes) throw damagedZip(`'${entry.name}' does not have the size it declares`)
  if (crc32(content) !== entry.crc32) throw damagedZip(`'${entry.name}' does not match its checksum`)
  return content
}

async function inflated(packed: Buffer, entry: ZipEntry): Promise<Buffer> {
  try {
    return await inflate(packed, { maxOutputLength: Math.max(entry.bytes, 1) })
  } catch (error) {
    throw damagedZip(`'${entry.name}' cannot be unpacked`, error)
  }
}

/** The end record is last but for a comment of up to 64 KiB. */
function findEnd(zip: Buffer): number {
  const lowest = Math.max(0, zip.length - END_BYTES - MAX_COMMENT_BYTES)
  for (let at = zip.length - END_BYTES; at >= lowest; at--) {
    const isEnd = zip.readUInt32LE(at) === END_SIGNATURE && at + END_BYTES + zip.readUInt16LE(at + 20) === zip.length
    if (isEnd) return at
  }
  throw new AppError('invalid_input', 'this is not a zip file, or its end is missing')
}

function readEntry(zip: Buffer, where: { at: number; nameBytes: number; extraBytes: number }): ZipEntry {
  const { at, nameBytes, extraBytes } = where
  const nameEnd = at + ENTRY_BYTES + nameBytes
  const name = zip.toString('utf8', at + ENTRY_BYTES, nameEnd)
  if (zip.readUInt16LE(at + 8) & ENCRYPTED_FLAG) throw new AppError('invalid_input', `'${name}' is encrypted`)
  const method = zip.readUInt16LE(at + 10)
  if (method !== STORED && method !== DEFLATED) {
    throw new AppError(
      'invalid_input',
      `'${name}' is packed with method ${method}: only stored and deflate are supported`,
    )
  }
  const sizes = [zip.readUInt32LE(at + 24), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)]
  const [bytes = 0, compressedBytes = 0, localOffset = 0] = withZip64(
    sizes,
    zip.subarray(nameEnd, nameEnd + extraBytes),
  )
  const unixMode = UNIX_SYSTEMS.includes(zip.readUInt8(at + 5)) ? zip.readUInt16LE(at + 40) : 0
  const isLink = (unixMode & 0o170000) === 0o120000
  return {
    name,
    kind: isLink ? 'link' : name.endsWith('/') ? 'folder' : 'file',
    mode: unixMode === 0 ? null : unixMode & 0o777,
    bytes,
    method,
    crc32: zip.readUInt32LE(at + 16),
    compressedBytes,
    localOffset,
  }
}

/** Programs that write zips as a stream put sizes into an extra field, 8 bytes each, where 4 bytes say so. */
function withZip64(sizes: number[], extra: Buffer): number[] {
  if (!sizes.includes(IN_ZIP64)) return sizes
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = at + 4 + extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === ZIP64_EXTRA_ID) {
      let from = at + 4
      return sizes.map((size) => {
        if (size !== IN_ZIP64) return size
        if (from + 8 > Math.min(end, extra.length)) throw damagedZip('a size is missing')
        from += 8
        return Number(extra.readBigUInt64LE(from - 8))
      })
    }
    at = end
  }
  throw damagedZip('a size is missing')
}
