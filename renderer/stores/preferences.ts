/** What the user likes: a copy of the host's preferences, which are one for all projects and windows. */
import { create } from 'zustand'
import type { Preferences } from '../../shared/contract/preferences.ts'
import { client } from '../bridge/client.ts'
import { follow } from './live.ts'

/** What holds until the host has answered; a test compares it with the contract's defaults. */
export const DEFAULT_PREFERENCES: Preferences = {
  theme: 'system',
  language: 'system',
  density: 'comfortable',
  clock: 'relative',
  isRailCollapsed: false,
  drawerWidthPixels: null,
  dockHeightPixels: null,
  copiesOnSelect: false,
  isTerminalSpoken: false,
  knowsTerminalRisk: false,
  savedViews: [],
}

const LOOK_KEY = 'taskyard.look'

export const usePreferences = create<Preferences>(() => ({ ...DEFAULT_PREFERENCES, ...rememberedLook() }))

/** Once, after `connect`. Stops when the returned function is called. */
export function startPreferences(): () => void {
  return follow('host', async () => take(await client['host.preferences']({})))
}

/** Rejects with `AppError` when the host did not take it; then nothing has changed. */
export async function setPreference<K extends keyof Preferences>(name: K, value: Preferences[K]): Promise<void> {
  take(await client['host.setPreferences']({ [name]: value }))
}

function take(preferences: Preferences): void {
  usePreferences.setState(preferences)
  rememberLook(preferences)
}

type Look = Pick<Preferences, 'theme' | 'language' | 'isRailCollapsed'>

/** Theme, language and rail are kept in the browser, too: a window opens in them before it is connected. */
function rememberLook({ theme, language, isRailCollapsed }: Look): void {
  try {
    window.localStorage.setItem(LOOK_KEY, JSON.stringify({ theme, language, isRailCollapsed }))
  } catch {
    // a profile without storage: the next window opens in the system's theme and language
  }
}

function rememberedLook(): Partial<Look> {
  try {
    const look: Record<string, unknown> = JSON.parse(window.localStorage.getItem(LOOK_KEY) ?? '{}')
    return {
      theme: oneOf(['system', 'dark', 'light'], look.theme) ?? DEFAULT_PREFERENCES.theme,
      language: oneOf(['system', 'en', 'zh-CN'], look.language) ?? DEFAULT_PREFERENCES.language,
      isRailCollapsed: look.isRailCollapsed === true,
    }
  } catch {
    return {}
  }
}

function oneOf<const T extends string>(known: readonly T[], value: unknown): T | undefined {
  return known.find((one) => one === value)
}
