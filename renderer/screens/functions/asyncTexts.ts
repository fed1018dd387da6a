/** Values of an asynchronous configuration in words, for what is said beside a field. */
import { nameOfTarget, parseTarget } from '../../../shared/domain/destinationTarget.ts'
import { useText } from '../../i18n/text.ts'
import type { AsyncSettingName } from '../../stores/asyncSettings.ts'
import { formatSeconds } from './settingTexts.ts'

type Value = string | number | boolean | null

export function useValueText(): (name: AsyncSettingName, value: Value) => string {
  const t = useText()
  return (name, value) => {
    if (typeof value === 'boolean') return t(value ? 'asyncSettings.onInside' : 'asyncSettings.offInside')
    if (value === null) return t('asyncSettings.noneInside')
    if (typeof value === 'number') return name === 'maxAgeSeconds' ? formatSeconds(value) : String(value)
    if (name === 'compensation') return value
    const target = nameOfTarget(value)
    return parseTarget(value).kind === 'queue' ? t('asyncSettings.queueFact', { name: target }) : target
  }
}
