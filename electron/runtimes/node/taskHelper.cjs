'use strict'
/**
 * The command `task` of a terminal inside an instance: what runs here, its payload, environment and log, and its
 * handler once more. Any Node from 12 on can run it. Exit codes: 0; 1 the handler failed; 2 bad input; 3 there is no
 * task, or no terminal any more.
 */
const fs = require('fs')
const { Failure, EXIT, ask, askJson } = require('./helperHost.cjs')

const FOLLOW_EVERY_MS = 300
const UNITS_MS = { ms: 1, s: 1000, m: 60000 }
const HELP = `  task payload                          its payload, exactly as it was submitted
  task env [--secrets]                  what FC and s.yaml gave this function
  task logs [-f]                        what this instance wrote; -f: and what it goes on to write
  task retry [--payload FILE|-] [--timeout 15s]
                                        runs the handler here once more, in a process of its own
`

const COMMANDS = {
  payload: { options: {}, run: payload },
  env: { options: { '--secrets': false }, run: environment },
  logs: { options: { '-f': false, '--follow': false }, run: logs },
  retry: { options: { '--payload': true, '--timeout': true }, run: retry },
}

process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1)) // `task logs | head`

main(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode
  },
  (error) => {
    const isOurs = error instanceof Failure
    say(isOurs ? error.message : error.stack)
    process.exitCode = isOurs ? error.exitCode : EXIT.bug
  },
)

async function main(words) {
  const name = words[0]
  if (name === undefined) return overview()
  if (name === 'help' || name === '-h' || name === '--help') return print(HELP)
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) throw badInput(`there is no '${name}'; there are:\n${HELP.trimEnd()}`)
  return command.run(optionsOf(words.slice(1), command.options))
}

/** `known`: which options there are, and whether a value follows. */
function optionsOf(words, known) {
  const options = {}
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]
    const equals = word.startsWith('--') ? word.indexOf('=') : -1
    const name = equals < 0 ? word : word.slice(0, equals)
    if (!Object.hasOwn(known, name)) throw badInput(`there is no option '${word}' here`)
    if (!known[name]) {
      if (equals >= 0) throw badInput(`${name} takes no value`)
      options[name] = true
      continue
    }
    if (equals < 0) at += 1
    const value = equals < 0 ? words[at] : word.slice(equals + 1)
    if (value === undefined || value === '') throw badInput(`${name} needs a value`)
    options[name] = value
  }
  return options
}

async function overview() {
  const facts = await askJson('facts')
  const place = facts.isHeld ? 'what is left of instance' : 'instance'
  print(`This is ${place} ${facts.instanceId} of function ${facts.functionName}, its code is in ${facts.codePath}.\n`)
  for (const run of facts.runs) print(`${described(run, facts)}\n`)
  if (facts.runs.length === 0) print(`${quiet(facts)}\n`)
  return print(`\n${HELP}`)
}

function described(run, { isHeld, nowMs, task }) {
  const what = run.taskId === null ? `Synchronous call ${run.requestId}` : `Task ${run.taskId}`
  const limit = task !== null && task.taskId === run.taskId ? ` of ${task.attemptLimit}` : ''
  const attempt = run.taskId === null ? '' : `, attempt ${run.attempt}${limit},`
  if (isHeld) return `${what}${attempt} failed here.`
  return `${what}${attempt} has been running for ${((nowMs - run.startedAtMs) / 1000).toFixed(1)} s.`
}

function quiet({ task }) {
  if (task === null) return 'Nothing runs here, and no task has run here yet.'
  return `Nothing runs here now. The latest was task ${task.taskId}, which is ${task.state}.`
}

async function payload() {
  process.stdout.write(await ask('payload'))
  return 0
}

async function environment(options) {
  const entries = await askJson(`environment?secrets=${options['--secrets'] === true}`)
  let hiddenCount = 0
  for (const { name, value, isSecret } of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const isHidden = isSecret && !options['--secrets']
    if (isHidden) hiddenCount += 1
    print(`${name}=${isHidden ? '********' : shown(value)}\n`)
  }
  if (hiddenCount > 0) say(`${hiddenCount} hidden: task env --secrets shows ${hiddenCount === 1 ? 'it' : 'them'}`)
  return 0
}

/** One line for each, whatever is in it. */
const shown = (value) => (Array.from(value).some((character) => character < ' ') ? JSON.stringify(value) : value)

async function logs(options) {
  const follows = options['-f'] || options['--follow']
  let after = 0
  for (;;) {
    const slice = await askJson(`logs?after=${after}`)
    after = slice.lastChunk
    for (const { text } of slice.chunks) await printed(text)
    if (slice.hasMore) continue
    if (!follows) return 0
    await new Promise((resolve) => setTimeout(resolve, FOLLOW_EVERY_MS))
  }
}

async function retry(options) {
  const timeout = options['--timeout'] === undefined ? null : milliseconds(options['--timeout'])
  const given = options['--payload'] === undefined ? null : fileBytes(options['--payload'])
  const bytes = given === null ? await ask('payload') : given
  const start = await askJson('start')
  const { task } = start
  const timeoutMs = timeout === null ? start.timeoutMs : timeout
  say(
    `runs ${start.init.handler} with ${given === null && task !== null ? `the payload of task ${task.taskId}` : 'the given payload'}`,
  )
  const { runHandler } = require('./helperRetry.cjs')
  const outcome = await runHandler(start, {
    payload: bytes,
    requestId: task === null ? `retry-${Date.now()}` : task.requestId,
    retryCount: task === null ? 0 : task.retryCount,
    timeoutMs,
    write: (output) => process.stderr.write(output),
  })
  return report(outcome, timeoutMs)
}

async function report(outcome, timeoutMs) {
  const took = `after ${Math.round(outcome.runMs)} ms`
  const note = 'This was run here only: it is not recorded as an attempt.'
  if (outcome.kind === 'ok') {
    await printed(outcome.bytes)
    if (process.stdout.isTTY && outcome.bytes.length > 0) await printed('\n')
    say(`the handler succeeded ${took}. ${note}`)
    return 0
  }
  const why = {
    failed: () => `the handler failed ${took}: ${errorText(outcome.body)}\n`,
    timeout: () => `the handler was ended: it had not answered within ${timeoutMs / 1000} s. `,
    exited: () => `the process ended before the handler had answered, ${took}, with ${outcome.how}. `,
    interrupted: () => `interrupted ${took}. `,
  }
  say(why[outcome.kind]() + note)
  return outcome.kind === 'interrupted' ? EXIT.interrupted : EXIT.handlerFailed
}

/** FC's error object as a person reads it: without the frames that are ours. */
function errorText(body) {
  try {
    const { errorType, errorMessage, stackTrace } = JSON.parse(body)
    const frames = (stackTrace || []).slice(1).filter((frame) => frame.indexOf(__dirname) < 0)
    return [`${errorType}: ${errorMessage}`].concat(frames).join('\n')
  } catch (_error) {
    return body
  }
}

function milliseconds(text) {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text)
  const ms = match === null ? 0 : Math.round(Number(match[1]) * UNITS_MS[match[2] || 's'])
  if (ms >= 1 && ms <= 86400000) return ms
  throw badInput(`--timeout is a length of time such as 500ms, 15s or 2m, not '${text}'`)
}

function fileBytes(path) {
  try {
    return fs.readFileSync(path === '-' ? 0 : path)
  } catch (error) {
    throw badInput(`the payload cannot be read: ${error.message}`)
  }
}

function badInput(message) {
  return new Failure(message, EXIT.badInput)
}

function print(text) {
  process.stdout.write(text)
  return 0
}

/** Waits for whoever reads, so that a long log is not kept in memory. */
function printed(data) {
  return new Promise((resolve) => process.stdout.write(data, () => resolve()))
}

function say(text) {
  process.stderr.write(`task: ${text}\n`)
}
