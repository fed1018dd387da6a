'use strict'

/** Checks an order and computes its total. Returns the order, ready to be charged. */
exports.handler = async (event, context) => {
  const order = JSON.parse(event.toString())
  console.log(`order ${order.id}: ${order.items.length} items, attempt ${Number(context.retryCount ?? 0) + 1}`)

  const bad = order.items.find((item) => !(item.count > 0))
  if (bad) throw new Error(`order ${order.id}: "${bad.name}" needs a count above zero`)

  const totalCents = order.items.reduce((sum, item) => sum + item.count * item.priceCents, 0)
  console.log(`order ${order.id}: total ${(totalCents / 100).toFixed(2)}`)
  return { ...order, totalCents }
}
