'use strict'

const { setTimeout: sleep } = require('node:timers/promises')

const STEPS = ['looking up the address', 'filling in the template', 'handing over to the mail server', 'waiting for its answer']
const STEP_MS = 250

/** Tells the customer. Takes about a second, so that one can watch it run and stop it. */
exports.handler = async (event) => {
  const order = orderOf(JSON.parse(event.toString()))
  for (const [index, step] of STEPS.entries()) {
    console.log(`order ${order.id}: ${index + 1} of ${STEPS.length}, ${step}`)
    await sleep(STEP_MS)
  }
  console.log(`order ${order.id}: sent from ${process.env.SENDER} to ${order.customer.email}`)
  return { orderId: order.id, sentTo: order.customer.email }
}

/** A destination hands over the result of the function before as text. */
function orderOf(body) {
  return body.responsePayload === undefined ? body : JSON.parse(body.responsePayload)
}
