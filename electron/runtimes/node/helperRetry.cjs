'use strict'
/**
 * Runs the function's handler once more, here: a fresh process in this instance's folder, environment and /tmp, started
 * as the host starts one (bootstrap.cjs, frames on file descriptor 3). The host hears nothing of it.
 */
const { spawn } = require('child_process')
const crypto = require('crypto')
const fs = require('fs')
const path = require('path')
const { StringDecoder } = require('string_decoder')

const CHANNEL_FD = 3
const ATTEMPT_ID = 1
/** How long the pipes may stay open once all that is known of has ended. */
const PIPE_PATIENCE_MS = 500
const MAX_KILL_ROUNDS = 3
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
/** What the helper has of the terminal, and the function never saw. */
const OURS = ['TASKYARD_TERMINAL_URL', 'TASKYARD_NODE', 'TASKYARD_NODE_OPTIONS']
/** Marks what the handler starts, so that it ends with it. */
const MARK = 'TASKYARD_RETRY'

/**
 * `start`: what the host said (HelperStart). Calls `write` with what the handler prints. Resolves with one of
 * `{ kind: 'ok', bytes }`, `{ kind: 'failed', body }`, `{ kind: 'timeout' }`, `{ kind: 'exited', how }`,
 * `{ kind: 'interrupted' }`, each with `runMs`, once nothing of it runs any more.
 */
exports.runHandler = (start, { payload, requestId, retryCount, timeoutMs, write }) =>
  new Promise((resolve) => {
    const mark = `${MARK}=${crypto.randomBytes(8).toString('hex')}`
    const child = spawn(process.execPath, start.nodeOptions.concat(path.join(__dirname, 'bootstrap.cjs')), {
      cwd: start.init.codePath,
      env: environment(mark),
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'], // in our session, so that it ends with the terminal
    })
    const channel = child.stdio[CHANNEL_FD]
    const startedMs = Date.now()
    let outcome = null
    let patience = null

    const settle = (how) => {
      if (outcome === null) outcome = Object.assign({ runMs: Date.now() - startedMs }, how)
    }
    const end = (how) => {
      settle(how)
      clearTimeout(timer)
      killAll(child, mark)
      if (patience === null) patience = setTimeout(finish, PIPE_PATIENCE_MS)
    }
    const finish = () => {
      clearTimeout(patience)
      for (const pipe of [child.stdout, child.stderr, channel]) pipe.destroy()
      for (const signal of SIGNALS) process.removeListener(signal, interrupt)
      settle({ kind: 'exited', how: ended })
      resolve(outcome)
    }
    const interrupt = () => end({ kind: 'interrupted' })
    const timer = setTimeout(() => end({ kind: 'timeout' }), timeoutMs)
    let ended = ''
    for (const signal of SIGNALS) process.on(signal, interrupt)

    child.on('error', (error) => {
      clearTimeout(timer)
      ended = error.message
      finish()
    })
    child.on('exit', (code, signal) => {
      ended = signal === null ? `code ${code}` : `signal ${signal}`
      clearTimeout(timer)
      killAll(child, mark)
      if (patience === null) patience = setTimeout(finish, PIPE_PATIENCE_MS)
    })
    child.on('close', finish) // after its reply was read, if there is one
    child.stdout.on('data', unmarked(start.init.token, write))
    child.stderr.on('data', unmarked(start.init.token, write))

    channel.on('error', () => {}) // it has ended, which `exit` tells
    lines(channel, (line) => {
      const frame = parsed(line)
      if (frame === null || frame.i !== ATTEMPT_ID) return
      if (frame.m !== undefined) end({ kind: 'failed', body: frame.m, runMs: frame.d })
      else end({ kind: 'ok', bytes: Buffer.from(frame.b || frame.r, frame.b ? 'base64' : 'utf8'), runMs: frame.d })
    })
    const invocation = { i: ATTEMPT_ID, q: requestId, n: retryCount, b: payload.toString('base64') }
    channel.write(`${JSON.stringify(start.init)}\n${JSON.stringify(invocation)}\n`)
  })

/** The shell's, with what the user exported there. */
function environment(mark) {
  const env = Object.assign({}, process.env)
  const nodeOptions = env.TASKYARD_NODE_OPTIONS
  delete env.NODE_OPTIONS
  if (nodeOptions) env.NODE_OPTIONS = nodeOptions
  for (const name of OURS) delete env[name]
  env[MARK] = mark.slice(MARK.length + 1)
  return env
}

/** The process and whatever it has started, as often as there is still something. */
function killAll(child, mark) {
  child.kill('SIGKILL')
  for (let round = 0; round < MAX_KILL_ROUNDS && killMarked(mark); round += 1);
}

/** True: there was something. Without /proc there is only the process itself. */
function killMarked(mark) {
  let pids = []
  try {
    pids = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch (_error) {
    return false
  }
  let found = false
  for (const pid of pids) {
    try {
      if (fs.readFileSync(`/proc/${pid}/environ`, 'latin1').indexOf(mark) < 0) continue
      process.kill(Number(pid), 'SIGKILL')
      found = true
    } catch (_error) {
      // it has ended, or is another user's
    }
  }
  return found
}

function lines(stream, onLine) {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  stream.on('data', (bytes) => {
    const parts = (rest + decoder.write(bytes)).split('\n')
    rest = parts.pop()
    parts.forEach(onLine)
  })
}

/** Null for what the handler has written to the channel itself. */
function parsed(line) {
  try {
    return JSON.parse(line)
  } catch (_error) {
    return null
  }
}

/** Takes out the marks that tell the host whose output it is (output.cjs), also where one is cut in two. */
function unmarked(token, write) {
  const mark = new RegExp(`\0${token}[SE]\\d+\0`, 'g')
  const longest = token.length + 16
  let rest = ''
  return (bytes) => {
    const text = (rest + bytes.toString('latin1')).replace(mark, '')
    const at = text.lastIndexOf('\0')
    const isCut = at >= 0 && text.length - at < longest && isBeginning(text.slice(at), token)
    rest = isCut ? text.slice(at) : ''
    const whole = isCut ? text.slice(0, at) : text
    if (whole !== '') write(Buffer.from(whole, 'latin1'))
  }
}

function isBeginning(text, token) {
  const given = text.slice(1)
  return given.length <= token.length
    ? token.startsWith(given)
    : /^[SE]\d*$/.test(given.slice(token.length)) && given.startsWith(token)
}
