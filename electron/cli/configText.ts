/** The asynchronous configuration of a function as `taskyard config` prints it for people. */
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { functionsContract } from '../../shared/contract/functions.contract.ts'
import { nameOfTarget, parseTarget } from '../../shared/domain/destinationTarget.ts'
import { textTable } from './textTable.ts'

export type AsyncSettings = OutputOf<(typeof functionsContract)['functions.async']>
type Setting<V> = { value: V; origin: AsyncSettings['asyncTask']['origin']; fileValue: V | null }

const NAMES: Record<string, string> = { onSuccess: 'On success', onFailure: 'On failure', compensation: 'Compensation' }
const KINDS = { function: 'function ', queue: 'queue ', http: '', unsupported: '' }

export function configText(settings: AsyncSettings): string {
  const target = (text: string | null) => (text === null ? 'none' : KINDS[parseTarget(text).kind] + nameOfTarget(text))
  const row = <V>(name: string, setting: Setting<V>, text: (value: V) => string) => [
    name,
    text(setting.value),
    originText(setting, text),
  ]
  const orNone = (text: string | null) => text ?? 'none'
  const table = textTable([
    row('Task mode', settings.asyncTask, (isOn) => (isOn ? 'on' : 'off')),
    row('Retries', settings.maxRetryAttempts, String),
    row('Maximum age', settings.maxAgeSeconds, (seconds) => `${seconds} s`),
    row('On success', settings.onSuccess, target),
    row('On failure', settings.onFailure, target),
    row('Compensation', settings.compensation, orNone),
  ])
  const problems = settings.problems.map(({ setting, message }) => `${NAMES[setting] ?? setting}: ${message}.`)
  return [table, ...(problems.length === 0 ? [] : ['', ...problems])].join('\n')
}

function originText<V>({ origin, fileValue }: Setting<V>, text: (value: V) => string): string {
  switch (origin) {
    case 'file':
      return 's.yaml'
    case 'default':
      return 'default'
    case 'api':
      return 'set with the FC API'
    case 'override':
      return `changed here, s.yaml says ${fileValue === null ? 'none' : text(fileValue)}`
  }
}
