/** Deliveries as `taskyard deliveries` prints them for people. */
import type { Delivery } from '../../shared/contract/deliveries.contract.ts'
import { formatAgo } from '../../shared/format/ago.ts'
import { formatInstant } from '../../shared/format/instant.ts'
import { textTable } from './textTable.ts'

const HEAD = ['DELIVERY', 'AGE', 'STATE', 'ATTEMPTS', 'FROM', 'TO', 'DETAIL']
const MAX_DETAIL_CHARACTERS = 60

type Totals = { pendingCount: number; failedCount: number; nowMs: number }

export function deliveryList(deliveries: readonly Delivery[], { pendingCount, failedCount, nowMs }: Totals): string {
  const totals = `${pendingCount} waiting, ${failedCount} failed in all.`
  if (deliveries.length === 0) return `There is no such delivery: ${totals}`
  return `${textTable([HEAD, ...deliveries.map((delivery) => cellsOf(delivery, nowMs))])}\n${totals}`
}

function cellsOf(delivery: Delivery, nowMs: number): string[] {
  const { deliveryId, createdAtMs, state, attemptCount, targetName } = delivery
  const age = formatAgo(nowMs - createdAtMs)
  return [String(deliveryId), age, state, String(attemptCount), sourceOf(delivery), targetName, shortDetail(delivery)]
}

const sourceOf = ({ functionName, taskId, cause }: Delivery) =>
  taskId === null ? `${functionName} (test)` : `${functionName}/${taskId} (${cause})`

function shortDetail({ made, messageId, detail }: Delivery): string {
  if (made !== null) return `task ${made.taskId}`
  if (messageId !== null) return `message ${messageId}`
  const text = detail ?? ''
  return text.length > MAX_DETAIL_CHARACTERS ? `${text.slice(0, MAX_DETAIL_CHARACTERS - 1)}…` : text
}

export function deliveryText(delivery: Delivery & { body: string }, nowMs: number): string {
  const { deliveryId, state, target, kind, attemptCount, createdAtMs, dueAtMs, endedAtMs, statusCode } = delivery
  const { detail, made, messageId, body } = delivery
  const instant = (atMs: number) => formatInstant(atMs, { withDate: true })
  const facts = [
    ['delivery', String(deliveryId)],
    ['state', state],
    ['from', sourceOf(delivery)],
    ['to', `${target} (${kind})`],
    ['made', `${instant(createdAtMs)} (${formatAgo(nowMs - createdAtMs)} ago)`],
    ['attempts', String(attemptCount)],
    ['next attempt', dueAtMs === null ? null : instant(dueAtMs)],
    ['ended', endedAtMs === null ? null : instant(endedAtMs)],
    ['status code', statusCode === null ? null : String(statusCode)],
    ['detail', detail],
    ['task', made === null ? null : `${made.functionName}/${made.taskId}`],
    ['message', messageId],
  ].flatMap(([name, value]) => (value === null || value === undefined ? [] : [[`${name}:`, value]]))
  return `${textTable(facts)}\n\n${body}`
}

export function retriedText(retriedCount: number): string {
  if (retriedCount === 0) return 'Nothing to try again: they have succeeded, or can never succeed.'
  return `${retriedCount === 1 ? '1 delivery is' : `${retriedCount} deliveries are`} tried again now.`
}

export function testText({ deliveryId, state, targetName, detail, made, messageId }: Delivery): string {
  const sent = `Test delivery ${deliveryId} to ${targetName}`
  if (state === 'Succeeded') {
    const result =
      made !== null ? `: task ${made.functionName}/${made.taskId}` : messageId !== null ? `: message ${messageId}` : ''
    return `${sent} has succeeded${result}.`
  }
  const why = detail === null ? 'it has not ended yet' : detail
  return state === 'Failed' ? `${sent} has failed: ${why}.` : `${sent} waits for its next attempt: ${why}.`
}
