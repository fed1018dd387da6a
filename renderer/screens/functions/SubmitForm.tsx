/** Payload, task id and delay of the next task, and what became of the last one. */
import { type FormEvent, useEffect, useRef } from 'react'
import { useText } from '../../i18n/text.ts'
import { formatRoute } from '../../stores/route.ts'
import { shortcutOf, useShortcut } from '../../stores/shortcuts.ts'
import { type Draft, hasProblem, problemsOf } from '../../stores/submitDraft.ts'
import { type Outcome, selectDraft, selectOutcome, submitForm, useSubmitForm } from '../../stores/submitForm.ts'
import { Button, NumberField, Segmented, TextField } from '../../ui/index.ts'
import { PayloadField } from './PayloadField.tsx'
import css from './SubmitForm.module.css'
import { SubmitOutcome } from './SubmitOutcome.tsx'
import { tasksRouteOf } from './tasksRouteOf.ts'

type Props = { functionName: string; timeoutSeconds: number | null }

export function SubmitForm({ functionName, timeoutSeconds }: Props) {
  const t = useText()
  const draft = useSubmitForm(selectDraft(functionName))
  const outcome = useSubmitForm(selectOutcome(functionName))
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => submitForm.open(functionName), [functionName])

  const isAsync = draft.mode === 'async'
  const isWrong = hasProblem(problemsOf(draft))
  const submit = async () => {
    const outcome = await submitForm.submit(functionName)
    if (outcome?.kind !== 'queued') return
    // Enter opens it; Mod+Enter submits once more
    form.current?.querySelector<HTMLElement>('[data-queued]')?.focus()
  }
  useShortcut('submit', () => void submit())

  return (
    <form
      ref={form}
      className={css.form}
      aria-label={t(isAsync ? 'functions.submitTitle' : 'functions.callTitle')}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void submit()
      }}
    >
      <div className={css.head}>
        <h2>{t(isAsync ? 'functions.submitTitle' : 'functions.callTitle')}</h2>
        <Segmented
          label={t('functions.mode')}
          options={[
            { value: 'async', label: t('functions.async') },
            { value: 'sync', label: t('functions.sync') },
          ]}
          value={draft.mode}
          onChange={(mode) => submitForm.change(functionName, { mode })}
        />
      </div>
      <PayloadField functionName={functionName} draft={draft} outcome={outcome} onSubmit={() => void submit()} />
      {isAsync && <TaskFields functionName={functionName} draft={draft} outcome={outcome} />}
      <Button
        type="submit"
        variant="primary"
        shortcut={shortcutOf('submit')}
        isBusy={outcome.kind === 'sending'}
        isDisabled={isWrong}
        {...(isWrong && { disabledReason: t('functions.fixFirst') })}
      >
        {t(isAsync ? 'functions.submit' : 'functions.call')}
      </Button>
      <SubmitOutcome functionName={functionName} outcome={outcome} timeoutSeconds={timeoutSeconds} />
    </form>
  )
}

function TaskFields({ functionName, draft, outcome }: { functionName: string; draft: Draft; outcome: Outcome }) {
  const t = useText()
  const { isTaskIdWrong, isDelayWrong } = problemsOf(draft)
  const taken = outcome.kind === 'refused' && outcome.field === 'taskId' ? outcome : null
  const taskIdError = isTaskIdWrong ? t('functions.taskIdRule') : taken ? t('functions.taskIdTaken') : null
  return (
    <div className={css.fields}>
      <div className={css.taskId}>
        <TextField
          label={t('functions.taskId')}
          value={draft.taskId}
          placeholder={t('functions.taskIdPlaceholder')}
          isMono
          {...(taskIdError !== null && { error: taskIdError })}
          onChange={(taskId) => submitForm.change(functionName, { taskId: taskId.trim() })}
        />
        {taken !== null && (
          <a className={css.link} href={formatRoute(tasksRouteOf(functionName, taken.taskId))}>
            {t('functions.openThatTask')}
          </a>
        )}
      </div>
      <NumberField
        label={t('functions.delay')}
        unit="s"
        min={0}
        value={draft.delaySeconds}
        {...(isDelayWrong && { error: t('functions.delayRule') })}
        onChange={(delaySeconds) => submitForm.change(functionName, { delaySeconds })}
      />
    </div>
  )
}
