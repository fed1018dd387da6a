'use strict'

/**
 * Compensates a failed charge: gives back what may have been taken, and puts the items back on the shelf. Gets the
 * failure context, which is what a failure destination is sent. Refunding the same request again changes nothing.
 */
exports.handler = async (event) => {
  const failure = failureOf(event.toString())
  const { requestId, approximateInvokeCount } = failure.requestContext
  const order = orderOf(JSON.parse(failure.requestPayload))
  const reason = reasonOf(failure.responsePayload)

  console.log(`order ${order.id}: its charge failed after ${approximateInvokeCount} attempts: ${reason}`)
  console.log(`order ${order.id}: refunding ${(order.totalCents / 100).toFixed(2)} ${process.env.CURRENCY} under the key ${requestId}`)
  for (const { name, count } of order.items) console.log(`order ${order.id}: ${count} x ${name} back on the shelf`)
  return { orderId: order.id, refundedCents: order.totalCents, currency: process.env.CURRENCY, key: requestId, reason }
}

function failureOf(text) {
  let failure
  try {
    failure = JSON.parse(text)
  } catch {
    throw new Error('the event is no JSON: order-refund expects the failure context of an order-charge task')
  }
  const missing = ['requestContext', 'requestPayload', 'responsePayload'].filter((field) => !failure?.[field])
  if (missing.length > 0) {
    throw new Error(`the event is no failure context: ${missing.join(', ')} missing`)
  }
  return failure
}

/** The failed task got its order straight from a caller, or as the result of order-intake. */
function orderOf(body) {
  const order = body.responsePayload === undefined ? body : JSON.parse(body.responsePayload)
  if (!order.id || !Array.isArray(order.items)) throw new Error('the payload of the failed task is no order')
  return order
}

/** The error of the function, or what kept it from running. */
function reasonOf(responsePayload) {
  const { errorType, errorMessage } = JSON.parse(responsePayload)
  return errorType === undefined ? errorMessage : `${errorType}: ${errorMessage}`
}
