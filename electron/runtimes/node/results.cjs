'use strict'
/** Bytes in and out of a handler: the event as it gets it, its result as the host gets it. */
const errors = require('./errors.cjs')

const UTF8_BYTES_PER_UNIT = 3 // at most, so that short texts need not be measured

exports.eventOf = (attempt) => Buffer.from(attempt.payload, attempt.encoding)

/** Throws when the value cannot be sent. */
exports.success = (value, maxBytes) => {
  if (value instanceof Uint8Array) {
    limit(value.length, maxBytes)
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.length)
    const text = bytes.toString()
    const isText = text.indexOf('\ufffd') < 0 || Buffer.from(text).equals(bytes)
    return { isOk: true, json: isText ? `"r":${JSON.stringify(text)}` : `"b":"${bytes.toString('base64')}"` }
  }
  const text = textOf(value)
  if (text.length * UTF8_BYTES_PER_UNIT > maxBytes) limit(Buffer.byteLength(text), maxBytes)
  return { isOk: true, json: `"r":${JSON.stringify(text)}` }
}

/** `kind`: handled, unhandled or initialization. */
exports.failure = (kind, body) => {
  const text = JSON.stringify(body)
  return { isOk: false, kind, body: text, json: `"e":"${kind}","m":${JSON.stringify(text)}` }
}

function textOf(value) {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  if (typeof value !== 'object') return String(value)
  const json = JSON.stringify(value)
  return json === undefined ? '' : json
}

function limit(bytes, maxBytes) {
  if (bytes <= maxBytes) return
  throw errors.named('ResultTooLarge', `The result has ${bytes} bytes; at most ${maxBytes} can be returned`)
}
