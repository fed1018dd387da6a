/** A receipt as text, to paste where others read it. Pure but for the words. */
import type { SkipReason } from '../../../shared/contract/repairs.contract.ts'
import { formatInstant } from '../../../shared/format/instant.ts'
import type { Text } from '../../i18n/text.ts'
import type { BatchItem, BatchReceipt } from '../../stores/batchReceipt.ts'

type Words = { t: Text; language: string }

export function receiptText({ batch, items, made }: BatchReceipt, { t, language }: Words): string {
  if (batch === null) return ''
  const { action, batchId, state, totalCount, madeCount, skippedCount, failedCount, createdAtMs, endedAtMs } = batch
  const instant = (atMs: number) => formatInstant(atMs, { withDate: true, language })
  const lines = [
    `${t(`repair.receipt.${action}`)}, ${t('repair.receipt.number', { id: batchId })}`,
    `${t('repair.receipt.started', { time: instant(createdAtMs) })}, ${t(`repair.receipt.state.${state}`)}`,
    ...(endedAtMs === null ? [] : [t('repair.receipt.endedAt', { time: instant(endedAtMs) })]),
    t('repair.receipt.bar', { made: madeCount, skipped: skippedCount, failed: failedCount, total: totalCount }),
    '',
    ...items.map((item) => itemLine(item, t)),
  ]
  if (made !== null) {
    const line = (name: string, value: string) => lines.push(t('repair.text.line', { name, value }))
    lines.push('')
    line(t('repair.receipt.function'), made.functionName)
    line(t('repair.receipt.key'), made.taskId)
    line(t('repair.receipt.when'), instant(made.submittedAtMs))
    line(t('repair.receipt.task'), t(`common.state.${made.state}`))
    if (typeof made.result === 'string') line(t('repair.receipt.result'), made.result)
  }
  return `${lines.join('\n')}\n`
}

function itemLine(item: BatchItem, t: Text): string {
  const { number, task, made } = item
  const old = task === null ? t('repair.receipt.oldGone') : `${task.functionName}/${task.taskId}`
  return `${number} ${old} -> ${made === null ? itemReason(item, t) : `${made.functionName}/${made.taskId}`}`
}

/** Why nothing was made of it. */
export function itemReason({ outcome, detail }: BatchItem, t: Text): string {
  if (outcome === null) return t('repair.receipt.notYet')
  const known = REASONS.find((reason) => reason === detail)
  const reason = known === undefined ? (detail ?? '') : t(`repair.reason.${known}`)
  return t(outcome === 'failed' ? 'repair.receipt.wasRefused' : 'repair.receipt.leftOut', { reason })
}

const REASONS = [
  'already_repairing',
  'already_repaired',
  'resolved',
  'not_ended',
  'not_dead',
  'gone',
  'no_compensation',
] as const satisfies readonly SkipReason[]
