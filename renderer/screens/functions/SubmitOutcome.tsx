/** What became of the last submit: queued, under way, or refused for a reason that no field can mend. */

import { ERROR_CODES } from '../../../shared/errors.ts'
import { shortId } from '../../../shared/format/shortId.ts'
import { SECOND_MS } from '../../../shared/units/time.ts'
import { useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/host.ts'
import { formatRoute } from '../../stores/route.ts'
import { type Outcome, selectDraft, submitForm, useSubmitForm } from '../../stores/submitForm.ts'
import { Button, CopyText, Glyph } from '../../ui/index.ts'
import css from './SubmitOutcome.module.css'
import { formatSeconds } from './settingTexts.ts'
import { tasksRouteOf } from './tasksRouteOf.ts'

type Props = { functionName: string; outcome: Outcome; timeoutSeconds: number | null }

export function SubmitOutcome({ functionName, outcome, timeoutSeconds }: Props) {
  const t = useText()
  if (outcome.kind === 'queued') {
    const { taskId } = outcome.target
    return (
      <div className={css.line} role="status">
        <Glyph name="Enqueued" />
        <span>{t('functions.queued')}</span>
        <CopyText text={taskId} shown={shortId(taskId)} label={t('functions.copyTaskId')} />
        <a
          className={css.link}
          data-queued
          href={formatRoute(tasksRouteOf(functionName, taskId))}
          aria-label={t('functions.openTask', { id: taskId })}
        >
          {t('functions.open')}
        </a>
      </div>
    )
  }
  if (outcome.kind === 'sending' && outcome.isSync) {
    return <Waiting functionName={functionName} sinceMs={outcome.sinceMs} timeoutSeconds={timeoutSeconds} />
  }
  if (outcome.kind === 'refused' && outcome.field === 'form') {
    return <Refused functionName={functionName} error={outcome.error} />
  }
  return null
}

function Refused({ functionName, error }: { functionName: string; error: (Outcome & { kind: 'refused' })['error'] }) {
  const t = useText()
  const isAsync = useSubmitForm((state) => selectDraft(functionName)(state).mode === 'async')
  const isUnknown = error.code === 'unavailable'
  return (
    <div className={css.refused} role="alert">
      <p>{isUnknown ? error.message : t('functions.refused', { message: error.message })}</p>
      {isUnknown && <p>{t(isAsync ? 'functions.unavailableAsync' : 'functions.unavailableSync')}</p>}
      {!isUnknown && ERROR_CODES[error.code].canRetry && <p>{t('functions.canRetry')}</p>}
    </div>
  )
}

type WaitingProps = { functionName: string; sinceMs: number; timeoutSeconds: number | null }

function Waiting({ functionName, sinceMs, timeoutSeconds }: WaitingProps) {
  const t = useText()
  const elapsedMs = Math.max(0, useNow() - sinceMs)
  return (
    <div className={css.line} role="status">
      <Glyph name="Running" />
      <span>
        {t('functions.waitingForAnswer', {
          elapsed: formatSeconds(Math.floor(elapsedMs / SECOND_MS)),
          timeout: timeoutSeconds === null ? '–' : formatSeconds(timeoutSeconds),
        })}
      </span>
      <Button size="sm" onClick={() => submitForm.stopWaiting(functionName)}>
        {t('functions.stopWaiting')}
      </Button>
    </div>
  )
}
