/** Every word that the window shows, in the user's language. Keys are typed: `t('tasks.newRows', { count })`. */
import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
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

/** In components: `const t = useText()`. */
export const useText = () => useTranslation().t
/** The language that is shown, for what Intl formats. */
export const useLanguage = (): string => useTranslation().i18n.language
/** Outside of components. */
export const text = i18next.t
