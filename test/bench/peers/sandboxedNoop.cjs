'use strict'
/** The job that BullMQ's sandboxed processes run. */
module.exports = async () => 'done'
