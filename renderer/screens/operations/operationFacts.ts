/** The facts of an action as a sentence, and where it leads. Facts without words of their own are said as they are. */
import { taskStates } from '../../../shared/domain/taskStates.ts'
import { formatDurationMs } from '../../../shared/format/duration.ts'
import { formatInstant } from '../../../shared/format/instant.ts'
import { shortId } from '../../../shared/format/shortId.ts'
import type { Text } from '../../i18n/text.ts'
import type { Operation } from '../../stores/operations.ts'
import { DELIVERIES_ROUTE, INBOX_ROUTE, type Route, TASKS_ROUTE } from '../../stores/route.ts'

type Words = { t: Text; language: string }
type Detail = NonNullable<Operation['detail']>

/** Said by the link or by the target already. */
const SILENT = new Set(['batchId', 'groupId', 'groupIds', 'taskId', 'deliveryId', 'madeCount', 'totalCount', 'isNew'])
const MAX_VALUE_CHARACTERS = 120

/** The target names it already. */
const isSaid = (value: unknown, target: string): boolean =>
  value === target || (Array.isArray(value) && value.join(', ') === target)

export function operationFacts({ action, target, detail }: Operation, { t, language }: Words): string {
  if (detail === null) return ''
  const isOfTask = action.startsWith('task.')
  return Object.entries(detail)
    .filter(([name, value]) => !SILENT.has(name) && !(isOfTask && name === 'functionName') && !isSaid(value, target))
    .flatMap(([name, value]) => factWords({ name, value }, { t, language }))
    .join(', ')
}

function factWords({ name, value }: { name: string; value: unknown }, { t, language }: Words): string[] {
  if (value === null || value === undefined || value === '') return []
  if (name === 'changes' && Array.isArray(value)) return value.flatMap((change) => changeWords(change, t))
  if (name === 'isEdited') return value === true ? [t('operations.fact.edited')] : []
  if (value === false || value === 0) return []
  if (name === 'untilMs' && typeof value === 'number') {
    return [t('operations.fact.untilMs', { value: formatInstant(value, { withDate: true, language }) })]
  }
  if (name === 'when' && (value === 'idle' || value === 'now')) return [t(`operations.fact.when_${value}`)]
  const shown = plain(value, t)
  if (name === 'state') return [t('operations.fact.state', { value: stateWord(shown, t) })]
  if (name === 'newTaskId') return [t('operations.fact.newTaskId', { value: shortId(shown) })]
  const known = KNOWN.find((one) => one === name)
  return known === undefined
    ? [t('operations.fact.other', { name, value: shown })]
    : [t(`operations.fact.${known}`, { value: shown })]
}
const KNOWN = [
  'functionName',
  'functions',
  'compensations',
  'account',
  'runtime',
  'handler',
  'delaySeconds',
  'messageId',
  'messageIds',
  'messageCount',
  'visibilitySeconds',
  'moreCount',
  'untilCodeChanges',
  'cause',
  'file',
  'part',
  'functionArn',
] as const

function changeWords(change: unknown, t: Text): string[] {
  if (typeof change !== 'object' || change === null || !('setting' in change)) return []
  const isHold = change.setting === 'holdMs'
  const setting = isHold ? t('operations.fact.hold') : String(change.setting)
  if (!('from' in change) || !('to' in change)) return [t('operations.fact.changed', { setting })]
  const word = (value: unknown) => {
    if (isHold) return value === 0 ? t('operations.fact.off') : formatDurationMs(Number(value))
    return value === null || value === '' ? t('operations.fact.nothing') : plain(value, t)
  }
  return [t('operations.fact.change', { setting, from: word(change.from), to: word(change.to) })]
}

function plain(value: unknown, t: Text): string {
  if (typeof value === 'boolean') return t(value ? 'operations.fact.on' : 'operations.fact.off')
  const text = Array.isArray(value) && value.every((one) => typeof one !== 'object') ? value.join(', ') : asText(value)
  return text.length > MAX_VALUE_CHARACTERS ? `${text.slice(0, MAX_VALUE_CHARACTERS)}…` : text
}

const asText = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, one]) => `${name} → ${String(one)}`)
        .join(', ')
    : String(value)

function stateWord(value: string, t: Text): string {
  const known = taskStates.states.find((state) => state === value)
  return known === undefined ? value : t(`common.state.${known}`)
}

export type OperationPlace =
  | { kind: 'batch'; batchId: number }
  | {
      kind: 'task' | 'group' | 'function' | 'instance' | 'queue' | 'delivery'
      route: Route
    }

/** Null: it leads nowhere, as a key or a function that is gone. */
export function placeOf({ action, target, detail }: Operation): OperationPlace | null {
  const facts: Detail = detail ?? {}
  const { batchId, groupId, groupIds, deliveryId, functionName, taskId, newTaskId } = facts
  if (typeof batchId === 'number') return { kind: 'batch', batchId }
  if (typeof functionName === 'string' && typeof (newTaskId ?? taskId) === 'string') {
    const task = { functionName, taskId: String(newTaskId ?? taskId) }
    return { kind: 'task', route: { ...TASKS_ROUTE, task } as Route } // of the task screen
  }
  const [onlyGroupId, ...otherGroupIds] = Array.isArray(groupIds) ? groupIds : []
  if (typeof onlyGroupId === 'number' && otherGroupIds.length === 0) {
    return { kind: 'group', route: { ...INBOX_ROUTE, groupId: onlyGroupId } }
  }
  if (typeof groupId === 'number') return { kind: 'group', route: { ...INBOX_ROUTE, groupId } }
  if (typeof deliveryId === 'number') return { kind: 'delivery', route: { ...DELIVERIES_ROUTE, deliveryId } }
  const [kind, verb] = action.split('.')
  if (verb === 'delete' && kind !== 'message') return null
  if (kind === 'instance' && verb !== 'prewarm') {
    return { kind: 'instance', route: { screen: 'instances', instanceId: target } }
  }
  if (kind === 'function' || kind === 'instance') {
    return { kind: 'function', route: { screen: 'functions', functionName: target } }
  }
  if (kind === 'queue' || kind === 'message') {
    return { kind: 'queue', route: { ...DELIVERIES_ROUTE, view: 'queues', queueName: target } }
  }
  return null
}
