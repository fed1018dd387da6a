'use strict'
/** The second argument of a handler (FC.md section 3.1). */
const output = require('./output.cjs')

exports.create = (init, attempt) => {
  const { context } = init
  return {
    requestId: attempt.requestId,
    credentials: Object.assign({}, context.credentials),
    function: Object.assign({}, context.function),
    service: Object.assign({}, context.service),
    region: context.region,
    accountId: context.accountId,
    retryCount: attempt.retryCount,
    logger: new Logger(attempt.requestId),
    tracing: { openTracingSpanContext: '', openTracingSpanBaggages: {}, jaegerEndpoint: '' },
    callbackWaitsForEmptyEventLoop: false, // as FC starts out: the answer never waits for open timers
  }
}

class Logger {
  constructor(requestId) {
    this.requestId = requestId
  }
  debug(...args) {
    output.print('debug', this.requestId, args)
  }
  log(...args) {
    output.print('log', this.requestId, args)
  }
  info(...args) {
    output.print('info', this.requestId, args)
  }
  warn(...args) {
    output.print('warn', this.requestId, args)
  }
  error(...args) {
    output.print('error', this.requestId, args)
  }
}
