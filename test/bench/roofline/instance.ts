/** The roofline's isolated process: takes lines of JSON from a socket, runs a handler that does nothing, answers. */
import { connect } from 'node:net'
import { wallMs } from '../wallClock.ts'
import { lines } from './lines.ts'

const handler = (payload: unknown) => ({ ok: payload !== undefined, atMs: wallMs() })

const socket = connect(process.argv[2] ?? '')
socket.setEncoding('utf8')
let answers = ''
socket.on(
  'data',
  lines((line) => {
    const { seq, payload } = JSON.parse(line) as { seq: number; payload: unknown } // roofline.ts wrote it
    if (answers === '') setImmediate(flush)
    answers += `${JSON.stringify({ seq, result: handler(payload) })}\n`
  }),
)
socket.on('error', () => {}) // closes next
socket.on('close', () => process.exit(0))

/** All answers of a turn in one write. */
function flush(): void {
  socket.write(answers)
  answers = ''
}
