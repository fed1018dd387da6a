/**
 * Bytes on the WebSocket of FC's exec (FC.md section 1.7). To the client: one byte that names the channel, then
 * at least one of data. From it: keystrokes as they are (JavaScript), or after a zero byte (Go).
 */
const STDIN = 0
export const CHANNEL = { stdout: 1, stderr: 2, serverError: 3 } as const

export function outputFrame(channel: keyof typeof CHANNEL, data: Uint8Array | string): Buffer {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data
  const frame = Buffer.allocUnsafe(1 + bytes.length)
  frame[0] = CHANNEL[channel]
  frame.set(bytes, 1)
  return frame
}

/**
 * A zero alone is Ctrl-Space. What else the channels of the Go client name, 4 for a resize and 5 for a close, no
 * client sends: a leading 4 is Ctrl-D.
 */
export function inputBytes(message: Uint8Array): Uint8Array {
  return message.length > 1 && message[0] === STDIN ? message.subarray(1) : message
}
