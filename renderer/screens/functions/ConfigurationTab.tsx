/** Every value of a function's configuration, and where it comes from. */
import { useText } from '../../i18n/text.ts'
import type { FunctionConfiguration } from '../../stores/functionDetail.ts'
import { Tag } from '../../ui/index.ts'
import { HoldSetting } from './HoldSetting.tsx'
import css from './SettingsTable.module.css'
import { formatMemory, formatSeconds, formatVersion } from './settingTexts.ts'

/** Which part of the configuration a value is of; the parts are what can be changed live. */
type Part = 'config' | 'asyncConfig' | 'reservedConcurrency' | 'code' | 'machine'
type Setting = { name: string; value: string | null; part: Part; isMono?: true }

export function ConfigurationTab({ configuration }: { configuration: FunctionConfiguration }) {
  const t = useText()
  const settings = useSettings(configuration)
  return (
    <>
      <HoldSetting configuration={configuration} />
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('functions.setting')}</th>
            <th scope="col">{t('functions.value')}</th>
            <th scope="col" className={css.source}>
              {t('functions.source')}
            </th>
          </tr>
        </thead>
        <tbody>
          {settings
            .filter(({ value }) => value !== null)
            .map(({ name, value, part, isMono }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className={isMono && css.mono} title={value ?? ''}>
                  {value}
                </td>
                <td className={css.source}>
                  <Source part={part} configuration={configuration} />
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </>
  )
}

function Source({ part, configuration }: { part: Part; configuration: FunctionConfiguration }) {
  const t = useText()
  if (part === 'machine') return t('functions.sourceMachine')
  if (configuration.overrides.includes(part)) return <Tag tone="accent">{t('functions.sourceLive')}</Tag>
  if (configuration.origin === 'api') return t('functions.sourceApi')
  return part === 'code' ? t('functions.sourceFile') : t('functions.sourceDefault')
}

function useSettings(configuration: FunctionConfiguration): Setting[] {
  const t = useText()
  const { interpreter, reservedConcurrency } = configuration
  return [
    { name: t('functions.settingDescription'), value: configuration.description, part: 'config' },
    { name: t('functions.handler'), value: configuration.handler, part: 'config', isMono: true },
    { name: t('functions.runtime'), value: configuration.runtime, part: 'config' },
    {
      name: t('functions.settingInterpreter'),
      value: interpreter && `${interpreter.path} (${formatVersion(interpreter.version)})`,
      part: 'machine',
      isMono: true,
    },
    { name: t('functions.settingCode'), value: configuration.codePath, part: 'code', isMono: true },
    { name: t('functions.settingCodeHash'), value: configuration.codeHash, part: 'machine', isMono: true },
    { name: t('functions.settingMemory'), value: formatMemory(configuration.memoryMegabytes), part: 'config' },
    { name: t('functions.settingTimeout'), value: formatSeconds(configuration.timeoutSeconds), part: 'config' },
    {
      name: t('functions.settingInstanceConcurrency'),
      value: String(configuration.instanceConcurrency),
      part: 'config',
    },
    {
      name: t('functions.settingReserved'),
      value: reservedConcurrency === null ? t('functions.settingReservedNone') : String(reservedConcurrency),
      part: 'reservedConcurrency',
    },
    {
      name: t('functions.settingTask'),
      value: t(configuration.isTask ? 'functions.settingTaskOn' : 'functions.settingTaskOff'),
      part: 'asyncConfig',
    },
    { name: t('functions.settingRetries'), value: String(configuration.attemptLimit - 1), part: 'asyncConfig' },
    { name: t('functions.settingMaxAge'), value: formatSeconds(configuration.maxAgeSeconds), part: 'asyncConfig' },
    { name: t('functions.settingFile'), value: configuration.specFile, part: 'code', isMono: true },
  ]
}
