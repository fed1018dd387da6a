/** Every word that the window shows, in the user's language. Keys are typed: `t('tasks.newRows', { count })`. */
import i18next, { type TFunction } from 'i18next'
import { useSyncExternalStore } from 'react'
import { initReactI18next } from 'react-i18next'
import { en } from './en/index.ts'
import { zh } from './zh/index.ts'

export type Language = 'en' | 'zh-CN'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'text'
    resources: { text: typeof en }
  }
}

/** Once, before anything is drawn. */
export async function startText(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'text',
    resources: { en: { text: en }, 'zh-CN': { text: zh } },
    interpolation: { escapeValue: false }, // React escapes
  })
  document.documentElement.lang = language
}

export async function setLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}

/** What the system asks for, of what there is. */
export function languageOf(preferred: readonly string[]): Language {
  return preferred
    .find((language) => /^(en|zh)\b/i.test(language))
    ?.toLowerCase()
    .startsWith('zh')
    ? 'zh-CN'
    : 'en'
}

/** The language that is shown, for what Intl formats. */
export const useLanguage = (): string => useSyncExternalStore(onLanguage, () => i18next.language)

/**
 * In components: `const t = useText()`. Not `useTranslation`, which copies i18next for each component that
 * mounts: a third of the time of a scrolled list.
 */
export const useText = (): TFunction => textIn(useLanguage())

function onLanguage(changed: () => void): () => void {
  i18next.on('languageChanged', changed)
  return () => i18next.off('languageChanged', changed)
}

/** What words are made with, for functions that get it from a component. */
export type Text = TFunction

/** The same function for the same language, so that hooks may depend on it. */
const texts = new Map<string, TFunction>()
function textIn(language: string): TFunction {
  const known = texts.get(language)
  if (known !== undefined) return known
  const made = i18next.getFixedT(language)
  texts.set(language, made)
  return made
}

/** Outside of components. */
export const text = i18next.t
