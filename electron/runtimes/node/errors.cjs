'use strict'
/** Turns what a handler threw or called back with into FC's error objects (FC.md section 3.1). */
const util = require('util')

const UNHANDLED = 'FunctionUnhandledError'

/** An error that we raise about the user's code, under FC's name for it. */
exports.named = (name, message) => {
  const error = new Error(message)
  error.name = name
  error.isOurs = true
  return error
}

/** What came through the callback. */
exports.handled = (value) =>
  isError(value) ? describe(value, nameOf(value)) : { errorMessage: textOf(value), errorType: 'FunctionHandledError' }

/** What was thrown or rejected. */
exports.unhandled = (value) => {
  if (isError(value)) return describe(value, value.isOurs ? value.name : `${UNHANDLED}: ${classOf(value)}`)
  return { errorMessage: textOf(value), errorType: UNHANDLED }
}

/** What kept the code from loading. */
exports.loading = (value) => (isError(value) ? describe(value, classOf(value)) : exports.unhandled(value))

/** FC shows the text alone and logs the rest; the stack is added because here it is welcome. */
exports.uncaught = (value) => {
  const body = { errorMessage: `${UNHANDLED}: uncaughtException`, errorType: UNHANDLED }
  if (isError(value)) body.stackTrace = linesOf(value)
  return body
}

function describe(error, errorType) {
  return { errorMessage: textOf(error.message), errorType, stackTrace: linesOf(error) }
}

function linesOf(error) {
  return typeof error.stack === 'string' ? error.stack.split('\n') : []
}

function classOf(error) {
  if (error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_MODULE_NOT_FOUND') return 'ImportModuleError'
  return error instanceof SyntaxError ? 'UserCodeSyntaxError' : nameOf(error)
}

function nameOf(error) {
  return typeof error.name === 'string' ? error.name : 'Error'
}

/** Also true for errors of another realm. */
function isError(value) {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]'
}

function textOf(value) {
  if (value === null || value === undefined) return ''
  if (Buffer.isBuffer(value)) return value.toString()
  if (typeof value !== 'object') return String(value)
  try {
    return JSON.stringify(value)
  } catch (_error) {
    return util.inspect(value) // a cycle, for example
  }
}
