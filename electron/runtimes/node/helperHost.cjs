'use strict'
/** Asks the host that this terminal belongs to. Its address, with this terminal's secret, is in the environment. */
const http = require('http')

const PATIENCE_MS = 30000

/** An error with a text for the user, and what the process is to exit with. */
class Failure extends Error {
  constructor(message, exitCode) {
    super(message)
    this.exitCode = exitCode
  }
}
exports.Failure = Failure
exports.EXIT = { handlerFailed: 1, badInput: 2, noTask: 3, bug: 70, interrupted: 130 }

/** Resolves with the bytes of the answer. */
exports.ask = (path) => {
  const base = process.env.TASKYARD_TERMINAL_URL
  if (!base) {
    const message = 'this works in a terminal that Taskyard opened in an instance; here is none'
    return Promise.reject(new Failure(message, exports.EXIT.noTask))
  }
  return new Promise((resolve, reject) => {
    const request = http.get(`${base}/${path}`, { timeout: PATIENCE_MS, agent: false }, (answer) => {
      const chunks = []
      answer.on('data', (chunk) => chunks.push(chunk))
      answer.on('error', (error) => reject(unreachable(error)))
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks)
        if (answer.statusCode === 200) resolve(bytes)
        else reject(new Failure(messageIn(bytes), exports.EXIT.noTask))
      })
    })
    request.on('timeout', () => request.destroy(new Error(`no answer in ${PATIENCE_MS / 1000} s`)))
    request.on('error', (error) => reject(unreachable(error)))
  })
}

exports.askJson = (path) => exports.ask(path).then((bytes) => JSON.parse(bytes.toString()))

function unreachable(error) {
  return new Failure(`Taskyard does not answer: ${error.message}`, exports.EXIT.noTask)
}

function messageIn(bytes) {
  try {
    return JSON.parse(bytes.toString()).message || bytes.toString()
  } catch (_error) {
    return bytes.toString()
  }
}
