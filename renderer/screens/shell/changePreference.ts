/** Changes a preference, and says why when the host did not take it. */
import type { Preferences } from '../../../shared/contract/preferences.ts'
import { text } from '../../i18n/text.ts'
import { setPreference } from '../../stores/preferences.ts'
import { toast } from '../../ui/index.ts'

export function changePreference<K extends keyof Preferences>(name: K, value: Preferences[K]): void {
  setPreference(name, value).catch((error: Error) =>
    toast({ text: text('shell.settings.failed', { reason: error.message }), tone: 'fail' }),
  )
}
