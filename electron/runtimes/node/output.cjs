'use strict'
/**
 * What handlers print: console lines in FC's form, FC's start and end marks, and, invisible to users,
 * marks in the streams that tell the host which attempt the bytes belong to. An attempt that prints
 * nothing costs nothing: no mark, not even the creation of process.stdout.
 *
 * A mark is `\0<token>S<id>\0` (what follows belongs to id; 0: to none) or `\0<token>E<id>\0` (id will
 * print no more). The token is random for each instance.
 */
const util = require('util')

const STDOUT = 1
const STDERR = 2
/** FC.md section 3.1. */
const LEVELS = { debug: 'verbose', log: 'info', info: 'info', warn: 'warn', error: 'error' }

let token = ''
let storage = null // tells concurrent attempts apart; an attempt alone is simply `current`
let current = null
let fallback = null // whom output belongs to while the code is loaded
let lastRequestId = ''
const opened = [null, null, null] // by stream: the attempt named by its last mark

exports.attempt = (frame) => ({
  id: frame.i,
  requestId: frame.q,
  retryCount: frame.n,
  payload: frame.b === undefined ? frame.p : frame.b,
  encoding: frame.b === undefined ? 'utf8' : 'base64',
  isSync: frame.s === 1,
  wantsTail: frame.l === 1,
  startedMs: 0,
  isDone: false,
  streams: 0, // bits of the streams that it printed to
  hasStartLine: false,
  isClosed: false, // what it still prints belongs to nobody
})

exports.install = (init) => {
  token = init.token
  if (init.concurrency > 1) {
    const { AsyncLocalStorage } = require('async_hooks')
    if (AsyncLocalStorage !== undefined) storage = new AsyncLocalStorage()
  }
  hookStream('stdout', STDOUT)
  hookStream('stderr', STDERR)
  for (const method of Object.keys(LEVELS)) {
    console[method] = (...args) => exports.print(method, requestIdNow(), args)
  }
}

/** Runs a handler; all that it prints, also later and from its callbacks, counts as the attempt's. */
exports.within = (attempt, run) => {
  lastRequestId = attempt.requestId
  if (storage === null) {
    current = attempt
    run()
  } else {
    storage.run(attempt, run)
  }
}

exports.setDefault = (attempt) => {
  fallback = attempt
  if (attempt !== null) lastRequestId = attempt.requestId
}

exports.print = (method, requestId, args) => {
  const text = util.format.apply(util, args)
  process.stdout.write(`${new Date().toISOString()} ${requestId} [${LEVELS[method]}] ${text}\n`)
}

/** The last that an attempt prints. A failure, and whatever has printed, gets FC's marks. */
exports.end = (attempt, reply) => {
  if (attempt.streams > 0 || attempt.wantsTail || !reply.isOk) {
    printFor(attempt, () => {
      startLine(attempt)
      if (!reply.isOk) exports.print('error', attempt.requestId, [reply.body])
      const suffix = reply.isOk ? '' : `, Error: ${reply.kind === 'handled' ? 'Handled' : 'Unhandled'} function error`
      process.stdout.write(`FC Invoke End RequestId: ${attempt.requestId}${suffix}\n`)
    })
    if (attempt.streams & STDOUT) close(process.stdout, STDOUT, attempt)
    if (attempt.streams & STDERR) close(process.stderr, STDERR, attempt)
  }
  attempt.isClosed = true
  if (current === attempt) current = null
}

/** Runs an initializer or preStop between FC's marks for it. */
exports.hook = async (name, attempt, run) => {
  const requestId = attempt === null ? lastRequestId : attempt.requestId
  const say = (text) => process.stdout.write(`FC ${name} ${text}\n`)
  say(`Start RequestId: ${requestId}`)
  const failure = await (storage === null || attempt === null ? run() : storage.run(attempt, run))
  say(`End RequestId: ${requestId}${failure === null ? '' : ', Error: Unhandled function error'}`)
  return failure
}

exports.report = (error) => exports.print('error', requestIdNow(), [stackOf(error)])
exports.crash = (error) => process.stderr.write(`${stackOf(error)}\n`)

function stackOf(error) {
  return error instanceof Error ? error.stack : util.inspect(error)
}

function printFor(attempt, print) {
  if (storage === null) {
    const before = current
    current = attempt
    print()
    current = before
  } else {
    storage.run(attempt, print)
  }
}

function attemptNow() {
  const attempt = storage === null ? current : storage.getStore()
  if (attempt === null || attempt === undefined) return fallback
  return attempt.isClosed ? null : attempt
}

function requestIdNow() {
  const attempt = attemptNow()
  return attempt === null ? lastRequestId : attempt.requestId
}

/** Creating process.stdout takes time and loads modules: it happens when somebody asks for it. */
function hookStream(name, bit) {
  const original = Object.getOwnPropertyDescriptor(process, name).get
  let stream = null
  Object.defineProperty(process, name, {
    configurable: true,
    enumerable: true,
    get() {
      if (stream === null) {
        stream = original.call(process)
        takeOver(stream, bit)
      }
      return stream
    },
  })
}

function takeOver(stream, bit) {
  // Blocking, as a pipe to a file is: output is neither lost at process.exit nor hoarded in memory.
  if (stream._handle && typeof stream._handle.setBlocking === 'function') stream._handle.setBlocking(true)
  const write = stream.write
  stream.writeUnmarked = (text) => write.call(stream, text)
  stream.write = (...args) => {
    mark(stream, bit)
    return write.apply(stream, args)
  }
}

function mark(stream, bit) {
  const attempt = attemptNow()
  if (opened[bit] !== attempt) {
    opened[bit] = attempt
    stream.writeUnmarked(`\0${token}S${attempt === null ? 0 : attempt.id}\0`)
    if (attempt !== null) attempt.streams |= bit
  }
  if (attempt !== null && attempt.startedMs > 0) startLine(attempt)
}

function startLine(attempt) {
  if (attempt.hasStartLine) return
  attempt.hasStartLine = true
  process.stdout.write(`FC Invoke Start RequestId: ${attempt.requestId}\n`)
}

function close(stream, bit, attempt) {
  if (opened[bit] === attempt) opened[bit] = null
  stream.writeUnmarked(`\0${token}E${attempt.id}\0`)
}
