/** What becomes of a function's asynchronous calls: each value with where it comes from, changed and saved at once. */
import { type FormEvent, useEffect, useRef } from 'react'
import { useText } from '../../i18n/text.ts'
import { asyncDraft, draftChange, selectAsyncDraft, useAsyncDraft } from '../../stores/asyncDraft.ts'
import {
  ASYNC_SETTING_NAMES,
  type AsyncSettings,
  type AsyncValues,
  loadAsync,
  selectAsync,
  useAsyncSettings,
} from '../../stores/asyncSettings.ts'
import { configCommand } from '../../stores/configCommand.ts'
import { DELIVERIES_ROUTE, formatRoute } from '../../stores/route.ts'
import { useShortcut } from '../../stores/shortcuts.ts'
import { ErrorState, SlowState, toast } from '../../ui/index.ts'
import { AsyncBar } from './AsyncBar.tsx'
import { AsyncChanged } from './AsyncChanged.tsx'
import { AgeSetting, CompensationSetting, RetriesSetting, TargetSetting, TaskModeSetting } from './AsyncFields.tsx'
import css from './AsyncTab.module.css'
import { Snippet } from './Snippet.tsx'

export function AsyncTab({ functionName }: { functionName: string }) {
  const t = useText()
  const { settings, error } = useAsyncSettings(selectAsync(functionName))
  if (settings !== null) return <AsyncForm settings={settings} />
  if (error === null) return <SlowState text={t('asyncSettings.reading', { name: functionName })} />
  const what = t('asyncSettings.what', { name: functionName })
  return <ErrorState error={error} onRetry={() => void loadAsync(functionName)} what={what} />
}

function AsyncForm({ settings }: { settings: AsyncSettings }) {
  const t = useText()
  const { functionName } = settings
  const draft = useAsyncDraft(selectAsyncDraft(functionName))
  const form = useRef<HTMLFormElement>(null)
  const values = valuesOf(settings)
  const save = async () => {
    if (await asyncDraft.save(functionName, values)) toast({ text: t('asyncSettings.saved'), tone: 'ok' })
    else form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }
  useShortcut('submit', () => void save())
  useEffect(() => void loadAsync(functionName), [functionName]) // as it is now, not as the header read it a while ago

  const field = { settings, values, draft }
  return (
    <form
      ref={form}
      className={css.form}
      aria-label={t('asyncSettings.form', { name: functionName })}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void save()
      }}
    >
      <div className={css.settings}>
        <AsyncChanged settings={settings} hasDraft={Object.keys(draft.fields).length > 0} />
        <h3 className={css.group}>{t('asyncSettings.calls')}</h3>
        <TaskModeSetting {...field} />
        <RetriesSetting {...field} />
        <AgeSetting {...field} />
        <h3 className={css.group}>
          {t('asyncSettings.destinations')}
          <a className={css.link} href={formatRoute({ ...DELIVERIES_ROUTE, functionName })}>
            {t('asyncSettings.deliveries')}
          </a>
        </h3>
        <TargetSetting side="onSuccess" {...field} />
        <TargetSetting side="onFailure" {...field} />
        <h3 className={css.group}>{t('asyncSettings.repair')}</h3>
        <CompensationSetting {...field} />
        <div className={css.command}>
          <h3 className={css.commandTitle}>{t('asyncSettings.asCommand')}</h3>
          <Snippet text={configCommand(functionName, draftChange(draft, values))} />
        </div>
      </div>
      <AsyncBar functionName={functionName} draft={draft} />
    </form>
  )
}

function valuesOf(settings: AsyncSettings): AsyncValues {
  return Object.fromEntries(ASYNC_SETTING_NAMES.map((name) => [name, settings[name].value])) as AsyncValues // each is its own
}
