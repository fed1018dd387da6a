/**
 * Where a function's code lies and what it is. `hash` names the content and is recorded on each
 * attempt; `checksum` is FC's codeChecksum, a CRC-64 in decimal; `path` is an absolute folder.
 */
export type FunctionCode = { path: string; hash: string; checksum: string; bytes: number }
