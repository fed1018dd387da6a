'use strict'
/**
 * The pipe to the host: newline-delimited JSON on file descriptor 3, both ways. Writes are synchronous,
 * so that a reply is in the kernel's hands before any later code of the handler runs; replies of one
 * turn share a write. When the pipe closes, the host is gone and so are we.
 */
const fs = require('fs')
const net = require('net')
const { performance } = require('perf_hooks')

const CHANNEL_FD = 3
const MEMORY_EVERY_MS = 100

let replies = ''
let memoryAtMs = Number.NEGATIVE_INFINITY

exports.open = (on) => {
  const socket = new net.Socket({ fd: CHANNEL_FD, readable: true, writable: true })
  let parts = []
  socket.setEncoding('utf8')
  socket.on('data', (chunk) => {
    let from = 0
    for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', from)) {
      let line = chunk.slice(from, at)
      from = at + 1
      if (parts.length > 0) {
        line = parts.join('') + line
        parts = []
      }
      const frame = JSON.parse(line)
      if (frame.t === undefined) on.onInvocation(frame)
      else on.onControl(frame)
    }
    if (from < chunk.length) parts.push(chunk.slice(from))
  })
  socket.on('end', endWithHost)
  socket.on('error', endWithHost)
}

/** Where there are no namespaces, the instance leads a process group: what it forked ends with it. */
function endWithHost() {
  try {
    process.kill(-process.pid, 'SIGKILL')
  } catch (_error) {
    process.kill(process.pid, 'SIGKILL')
  }
}

exports.send = (frame) => write(`${JSON.stringify(frame)}\n`)

exports.reply = (attempt, durationMs, reply) => {
  const written = attempt.streams === 0 ? '' : `,"w":${attempt.streams}`
  replies += `{"i":${attempt.id},"d":${durationMs.toFixed(3)}${written},${reply.json}}\n`
}

exports.flush = () => {
  if (replies === '') return
  const nowMs = performance.now()
  if (nowMs - memoryAtMs > MEMORY_EVERY_MS) {
    memoryAtMs = nowMs
    exports.sendMemory()
  } else {
    write('')
  }
}

/** Before the replies of its turn, so that they are reported with it. */
exports.sendMemory = () => {
  const bytes = peakMemoryBytes()
  const late = replies
  replies = ''
  write(`{"t":"memory","bytes":${bytes}}\n${late}`)
}

function write(text) {
  const bytes = Buffer.from(replies + text)
  replies = ''
  for (let at = 0; at < bytes.length; ) {
    try {
      at += fs.writeSync(CHANNEL_FD, bytes, at)
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error
      pause() // the pipe is full: the host reads it at any moment, even while it is busy
    }
  }
}

function pause() {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
}

function peakMemoryBytes() {
  try {
    const peak = /VmHWM:\s+(\d+)/.exec(fs.readFileSync('/proc/self/status', 'latin1'))
    return Number(peak[1]) * 1024
  } catch (_error) {
    return process.memoryUsage().rss
  }
}
