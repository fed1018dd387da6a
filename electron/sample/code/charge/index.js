'use strict'

const DISCOUNT_PERCENT = { gold: 10, silver: 5 }

/** Charges an order. Comes straight from a caller, or as the result of order-intake. */
exports.handler = async (event) => {
  const order = orderOf(JSON.parse(event.toString()))
  console.log(`order ${order.id}: charging ${order.customer.name}`)

  const amountCents = Math.round((order.totalCents * (100 - discountPercent(order.customer))) / 100)
  console.log(`order ${order.id}: ${(amountCents / 100).toFixed(2)} ${process.env.CURRENCY} charged`)
  return { ...order, amountCents, currency: process.env.CURRENCY }
}

/** Broken on purpose: a guest has no loyalty card, and so no `loyalty` to read `tier` from. */
function discountPercent(customer) {
  return DISCOUNT_PERCENT[customer.loyalty.tier] ?? 0
}

/** A destination hands over the result of the function before as text. */
function orderOf(body) {
  return body.responsePayload === undefined ? body : JSON.parse(body.responsePayload)
}
