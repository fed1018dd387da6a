/** One setting in a row: its name and what it does, its control, and where its value comes from. */
import type { ReactNode } from 'react'
import { AppError } from '../../../shared/errors.ts'
import { useText } from '../../i18n/text.ts'
import { type AsyncDraft, asyncDraft } from '../../stores/asyncDraft.ts'
import {
  type AsyncSettingName,
  type AsyncSettings,
  type AsyncValues,
  asyncActions,
} from '../../stores/asyncSettings.ts'
import { Button, Icon, Tag, toast } from '../../ui/index.ts'
import css from './AsyncSetting.module.css'
import { useValueText } from './asyncTexts.ts'

export type SettingProps = { settings: AsyncSettings; values: AsyncValues; draft: AsyncDraft }
type Props = SettingProps & { name: AsyncSettingName; children: ReactNode }

export function AsyncSetting({ name, settings, values, draft, children }: Props) {
  const t = useText()
  const isDraft = name in draft.fields
  const problems = isDraft ? [] : settings.problems.filter(({ setting }) => setting === name)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend takes no part in a grid
    <div className={css.setting} role="group" aria-label={t(`asyncSettings.${name}`)} data-setting={name}>
      <div className={css.words}>
        <h4 className={css.name}>{t(`asyncSettings.${name}`)}</h4>
        <p className={css.text}>{t(`asyncSettings.${name}Text`)}</p>
      </div>
      <div className={css.control}>
        {children}
        {isDraft && <Meanwhile name={name} values={values} draft={draft} />}
        {problems.map(({ message }) => (
          <p key={message} className={css.problem}>
            <Icon name="triangle-alert" size={14} />
            <span>{message}.</span>
          </p>
        ))}
      </div>
      <div className={css.source}>
        {isDraft ? <Draft name={name} settings={settings} /> : <Origin name={name} settings={settings} />}
      </div>
    </div>
  )
}

/** Somebody else has changed what is being changed here. */
function Meanwhile({ name, values, draft }: { name: AsyncSettingName; values: AsyncValues; draft: AsyncDraft }) {
  const t = useText()
  const valueText = useValueText()
  if (!(name in draft.base) || draft.base[name] === values[name]) return null
  return (
    <p className={css.problem}>
      <Icon name="triangle-alert" size={14} />
      <span>{t('asyncSettings.meanwhile', { value: valueText(name, values[name]) })}</span>
    </p>
  )
}

function Draft({ name, settings }: { name: AsyncSettingName; settings: AsyncSettings }) {
  const t = useText()
  return (
    <>
      <Tag tone="accent">{t('asyncSettings.notSaved')}</Tag>
      <Button
        size="sm"
        variant="ghost"
        aria-label={t('asyncSettings.undoOne', { name: t(`asyncSettings.${name}`) })}
        onClick={() => asyncDraft.discard(settings.functionName, name)}
      >
        {t('asyncSettings.undo')}
      </Button>
    </>
  )
}

function Origin({ name, settings }: { name: AsyncSettingName; settings: AsyncSettings }) {
  const t = useText()
  const valueText = useValueText()
  const { origin, fileValue } = settings[name]
  if (origin === 'file') return <span>{t('asyncSettings.fromFile')}</span>
  if (origin === 'default') return <span className={css.quiet}>{t('asyncSettings.fromDefault')}</span>
  if (origin === 'api') return <span>{t('asyncSettings.fromApi')}</span>
  const revert = async () => {
    try {
      await asyncActions.revert(settings.functionName, name)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      toast({ text: t('asyncSettings.revertFailed', { reason: error.message }), tone: 'fail' })
    }
  }
  return (
    <>
      <span className={css.changed}>{t('asyncSettings.fromHere', { value: valueText(name, fileValue) })}</span>
      <Button
        size="sm"
        variant="ghost"
        aria-label={t('asyncSettings.revertOne', { name: t(`asyncSettings.${name}`) })}
        onClick={() => void revert()}
      >
        {t('asyncSettings.revert')}
      </Button>
    </>
  )
}
