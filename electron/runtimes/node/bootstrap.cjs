'use strict'
/**
 * Runs inside an instance, under whatever Node was located (8 and later, so: old syntax only), and
 * calls the function's handler. It queues what the host sends ahead, has at most `concurrency` handlers
 * running, and answers on the channel (channel.cjs). FC.md section 3.1 is the contract.
 *
 * A reply has always left before the next handler begins: a handler that blocks, exits or crashes can
 * never take the replies of those before it along.
 */
const { performance } = require('perf_hooks')
const channel = require('./channel.cjs')
const errors = require('./errors.cjs')
const { callHandler, callHook, loadHandler } = require('./handlers.cjs')
const invocationContext = require('./context.cjs')
const output = require('./output.cjs')
const results = require('./results.cjs')

const queue = [] // attempts in the order of their arrival, none of them begun
const running = new Set()
let init = null
let handler = null
let isInitialized = false
let isPreparing = false
let isRetired = false
let isPumping = false

channel.open({
  onInvocation(frame) {
    queue.push(output.attempt(frame))
    pump()
  },
  onControl(frame) {
    if (frame.t === 'init') start(frame)
    else if (frame.t === 'recall') giveBack(frame.ids)
    else if (frame.t === 'stop') void stop()
  },
})

function start(frame) {
  init = frame
  output.install(init)
  process.on('uncaughtException', onUncaught)
  process.on('exit', channel.sendMemory)
  channel.send({ t: 'hello' })
}

function pump() {
  if (isPumping || isPreparing || isRetired) return
  if (queue.length > 0 && !isInitialized) {
    void prepare()
    return
  }
  isPumping = true
  while (queue.length > 0 && running.size < init.concurrency) begin(queue.shift())
  isPumping = false
  channel.flush()
}

function begin(attempt) {
  channel.flush()
  running.add(attempt)
  attempt.startedMs = performance.now()
  const settle = (kind, value) => finish(attempt, replyOf(attempt, kind, value))
  output.within(attempt, () => {
    const args = [results.eventOf(attempt), invocationContext.create(init, attempt)]
    callHandler(handler, { args, isPromised: init.isPromised, settle })
  })
}

/** `kind`: ok, handled or unhandled. A result that cannot be sent is an error of the function. */
function replyOf(attempt, kind, value) {
  if (kind === 'handled') return results.failure(kind, errors.handled(value))
  if (kind === 'unhandled') return results.failure(kind, errors.unhandled(value))
  try {
    return results.success(value, attempt.isSync ? init.maxSyncBytes : init.maxAsyncBytes)
  } catch (error) {
    return results.failure('unhandled', errors.unhandled(error))
  }
}

/** Only the first answer of an attempt counts. */
function finish(attempt, reply) {
  if (attempt.isDone) return
  attempt.isDone = true
  running.delete(attempt)
  const durationMs = performance.now() - attempt.startedMs
  output.end(attempt, reply)
  channel.reply(attempt, durationMs, reply)
  pump()
}

/** Loads the code and runs the initializer once an invocation is there to answer for a failure. */
async function prepare() {
  isPreparing = true
  output.setDefault(queue[0])
  const failure = (await load()) || (await initialize(queue[0]))
  output.setDefault(null)
  if (failure === null) channel.send({ t: 'prepared' })
  else failFirst(failure)
  isPreparing = false
  pump()
}

/** A failure is tried again with the next invocation: the missing module may be installed by then. */
async function load() {
  if (handler !== null) return null
  channel.send({ t: 'loading' })
  try {
    handler = await loadHandler(init.codePath, init.handler)
    return null
  } catch (error) {
    return results.failure('unhandled', errors.loading(error))
  }
}

/** As in FC, a failure costs the instance. */
async function initialize(first) {
  if (init.initializer !== null) {
    channel.send({ t: 'initializing' })
    const context = invocationContext.create(init, first)
    const body = await output.hook('Initialize', first, () => callHook(init, init.initializer, context))
    if (body !== null) {
      isRetired = true
      return results.failure('initialization', body)
    }
  }
  isInitialized = true
  return null
}

/** Those that count as begun for the host: the first ones in line, as many as may run at once. */
function failFirst(reply) {
  for (const attempt of queue.splice(0, init.concurrency)) {
    attempt.isDone = true
    output.end(attempt, reply)
    channel.reply(attempt, 0, reply)
  }
  if (isRetired) channel.send({ t: 'retire' })
}

/** Hands back what has not begun: everything, or only the given ids. */
function giveBack(ids) {
  const kept = queue.splice(0, Math.max(0, init.concurrency - running.size)) // about to begin: we prepare
  const waiting = queue.splice(0, queue.length)
  const back = ids === null ? waiting : waiting.filter((attempt) => ids.indexOf(attempt.id) >= 0)
  queue.push(...kept, ...waiting.filter((attempt) => back.indexOf(attempt) < 0))
  channel.send({ t: 'back', ids: back.map((attempt) => attempt.id) })
}

async function stop() {
  isRetired = true
  const context = invocationContext.create(init, output.attempt({ i: 0, q: '', n: 0 }))
  await output.hook('PreStop', null, () => callHook(init, init.preStop, context))
  channel.send({ t: 'stopped' })
}

/** As in FC, the process lives on and whatever runs fails (FC.md section 3.1). */
function onUncaught(error) {
  if (isPreparing) {
    output.crash(error)
    process.exit(1)
  }
  output.report(error)
  for (const attempt of Array.from(running)) {
    finish(attempt, results.failure('unhandled', errors.uncaught(error)))
  }
}
