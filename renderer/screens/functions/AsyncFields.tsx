/** The controls of an asynchronous configuration, each in its row. */
import { useText } from '../../i18n/text.ts'
import { asyncDraft, draftProblems, shownFields } from '../../stores/asyncDraft.ts'
import { NumberField, Segmented, Select } from '../../ui/index.ts'
import css from './AsyncSetting.module.css'
import { AsyncSetting, type SettingProps } from './AsyncSetting.tsx'
import { formatSeconds } from './settingTexts.ts'
import { TargetField } from './TargetField.tsx'
import { TestDelivery } from './TestDelivery.tsx'

const NO_COMPENSATION = '\0none' // no function has such a name

export function TaskModeSetting(props: SettingProps) {
  const t = useText()
  const { settings, values, draft } = props
  return (
    <AsyncSetting name="asyncTask" {...props}>
      <div>
        <Segmented
          label={t('asyncSettings.asyncTask')}
          options={[
            { value: 'on', label: t('asyncSettings.on') },
            { value: 'off', label: t('asyncSettings.off') },
          ]}
          value={shownFields(draft, values).asyncTask ? 'on' : 'off'}
          onChange={(value) =>
            asyncDraft.change(settings.functionName, { name: 'asyncTask', value: value === 'on', values })
          }
        />
      </div>
    </AsyncSetting>
  )
}

export function RetriesSetting(props: SettingProps) {
  return <NumberSetting name="maxRetryAttempts" min={0} max={8} {...props} />
}

export function AgeSetting(props: SettingProps) {
  return <NumberSetting name="maxAgeSeconds" min={1} max={2_592_000} {...props} />
}

type NumberProps = SettingProps & { name: 'maxRetryAttempts' | 'maxAgeSeconds'; min: number; max: number }

function NumberSetting({ name, min, max, ...props }: NumberProps) {
  const t = useText()
  const { settings, values, draft } = props
  const value = shownFields(draft, values)[name]
  const problem = draftProblems(draft)[name]
  const isAge = name === 'maxAgeSeconds'
  return (
    <AsyncSetting name={name} {...props}>
      <div className={css.number}>
        <NumberField
          label={t(`asyncSettings.${name}`)}
          isLabelHidden
          unit={isAge ? 's' : t('asyncSettings.times')}
          value={value}
          min={min}
          max={max}
          onChange={(value) => asyncDraft.change(settings.functionName, { name, value, values })}
          {...(problem && { error: t(`asyncSettings.wrong.${problem}`) })}
          {...(isAge && value !== null && value >= 60 && { hint: formatSeconds(value) })}
        />
      </div>
    </AsyncSetting>
  )
}

export function TargetSetting({ side, ...props }: SettingProps & { side: 'onSuccess' | 'onFailure' }) {
  const { settings, values, draft } = props
  const choice = shownFields(draft, values)[side]
  const problem = draftProblems(draft)[side] ?? null
  return (
    <AsyncSetting name={side} {...props}>
      <TargetField
        key={settings.functionName}
        side={side}
        choice={choice}
        problem={problem}
        settings={settings}
        onChange={(value) => asyncDraft.change(settings.functionName, { name: side, value, values })}
      />
      {choice.kind !== 'none' && (
        <TestDelivery
          functionName={settings.functionName}
          side={side}
          choice={choice}
          saved={values[side]}
          isWrong={problem !== null}
        />
      )}
    </AsyncSetting>
  )
}

export function CompensationSetting(props: SettingProps) {
  const t = useText()
  const { settings, values, draft } = props
  const { compensation } = shownFields(draft, values)
  const names = settings.functionTargets.map(({ functionName }) => functionName)
  const known = compensation === null || names.includes(compensation) ? names : [compensation, ...names]
  return (
    <AsyncSetting name="compensation" {...props}>
      <div className={css.choice}>
        <Select
          label={t('asyncSettings.compensation')}
          isLabelHidden
          isSearchable={known.length > 8}
          options={[
            { value: NO_COMPENSATION, label: t('asyncSettings.none') },
            ...known.map((name) => ({ value: name, label: name })),
          ]}
          value={compensation ?? NO_COMPENSATION}
          onChange={(chosen) =>
            asyncDraft.change(settings.functionName, {
              name: 'compensation',
              value: chosen === NO_COMPENSATION ? null : chosen,
              values,
            })
          }
        />
      </div>
    </AsyncSetting>
  )
}
