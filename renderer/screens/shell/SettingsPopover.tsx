/** Theme, language, rows, times and terminals: each takes effect at once, in every window. */
import type { ReactElement } from 'react'
import type { Preferences } from '../../../shared/contract/preferences.ts'
import { useText } from '../../i18n/text.ts'
import { usePreferences } from '../../stores/preferences.ts'
import { Popover, Segmented } from '../../ui/index.ts'
import { changePreference } from './changePreference.ts'
import css from './SettingsPopover.module.css'

type Choice = { [K in keyof Preferences]: Preferences[K] extends string ? K : never }[keyof Preferences]

export function SettingsPopover({ trigger }: { trigger: ReactElement<{ onClick?: () => void }> }) {
  const t = useText()
  return (
    <Popover trigger={trigger} label={t('shell.rail.settings')}>
      <div className={css.rows}>
        <Row
          name="theme"
          label={t('shell.settings.theme')}
          options={[
            { value: 'system', label: t('shell.settings.themeSystem') },
            { value: 'dark', label: t('shell.settings.themeDark') },
            { value: 'light', label: t('shell.settings.themeLight') },
          ]}
        />
        <Row
          name="language"
          label={t('shell.settings.language')}
          options={[
            { value: 'system', label: t('shell.settings.languageSystem') },
            { value: 'en', label: t('shell.settings.languageEnglish') },
            { value: 'zh-CN', label: t('shell.settings.languageChinese') },
          ]}
        />
        <Row
          name="density"
          label={t('shell.settings.density')}
          options={[
            { value: 'comfortable', label: t('shell.settings.densityComfortable') },
            { value: 'compact', label: t('shell.settings.densityCompact') },
          ]}
        />
        <Row
          name="clock"
          label={t('shell.settings.clock')}
          options={[
            { value: 'relative', label: t('shell.settings.clockRelative') },
            { value: 'absolute', label: t('shell.settings.clockAbsolute') },
          ]}
        />
        <Switch name="copiesOnSelect" label={t('shell.settings.copiesOnSelect')} />
        <Switch name="isTerminalSpoken" label={t('shell.settings.isTerminalSpoken')} />
      </div>
    </Popover>
  )
}

type RowProps<K extends Choice> = { name: K; label: string; options: { value: Preferences[K]; label: string }[] }

function Row<K extends Choice>({ name, label, options }: RowProps<K>) {
  const value = usePreferences((preferences) => preferences[name])
  return (
    <>
      <span className={css.label} aria-hidden="true">
        {label}
      </span>
      <Segmented label={label} options={options} value={value} onChange={(chosen) => changePreference(name, chosen)} />
    </>
  )
}

function Switch({ name, label }: { name: 'copiesOnSelect' | 'isTerminalSpoken'; label: string }) {
  const t = useText()
  const isOn = usePreferences((preferences) => preferences[name])
  return (
    <>
      <span className={css.label} aria-hidden="true">
        {label}
      </span>
      <Segmented
        label={label}
        options={[
          { value: 'off', label: t('shell.settings.off') },
          { value: 'on', label: t('shell.settings.on') },
        ]}
        value={isOn ? 'on' : 'off'}
        onChange={(chosen) => changePreference(name, chosen === 'on')}
      />
    </>
  )
}
