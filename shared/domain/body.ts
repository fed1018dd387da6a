/**
 * Bytes that a caller or a handler gave: a payload or a result. Text where the bytes are valid
 * UTF-8 (so that it can be spliced into frames and stored as TEXT), else the bytes themselves.
 */
export type Body = string | Uint8Array
