/** What a synchronous call returned: how it ended, what it cost, its body and the end of its log. */
import { formatBytes } from '../../../shared/format/bytes.ts'
import { formatDurationMs } from '../../../shared/format/duration.ts'
import { shortId } from '../../../shared/format/shortId.ts'
import { useText } from '../../i18n/text.ts'
import type { Answer } from '../../stores/submitForm.ts'
import { CopyText, HexView, JsonView, PlainText, StatusLabel } from '../../ui/index.ts'
import css from './SyncAnswer.module.css'

export function SyncAnswer({ answer }: { answer: Answer }) {
  const t = useText()
  const { errorType, durationMs, peakMemoryBytes, requestId, instanceId, body, logTail } = answer
  return (
    <section className={css.answer} aria-label={t('functions.answer')}>
      <div className={css.head}>
        <h2>{t('functions.answer')}</h2>
        <span className={css.state} role="status">
          <StatusLabel state={errorType === null ? 'Succeeded' : 'Failed'} />
        </span>
        {errorType !== null && <span className={css.mono}>{errorType}</span>}
        <span className={css.facts}>
          {t('functions.answerFacts', {
            duration: formatDurationMs(durationMs),
            memory: formatBytes(peakMemoryBytes),
          })}
        </span>
      </div>
      <div className={css.body}>
        {body.length === 0 && <p className={css.quiet}>{t('functions.answerEmpty')}</p>}
        {body.length > 0 && typeof body === 'string' && <JsonView text={body} label={t('functions.answer')} />}
        {typeof body !== 'string' && body.length > 0 && <HexView bytes={body} label={t('functions.answer')} />}
      </div>
      <h3>{t('functions.answerLog')}</h3>
      {logTail === null || logTail === '' ? (
        <p className={css.quiet}>{t('functions.answerNoLog')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={css.log} tabIndex={0} aria-label={t('functions.answerLog')}>
          <pre>
            <PlainText text={logTail} />
          </pre>
        </section>
      )}
      <dl className={css.ids}>
        <dt>{t('functions.requestId')}</dt>
        <dd>
          <CopyText text={requestId} shown={shortId(requestId)} label={t('functions.copyRequestId')} />
        </dd>
        <dt>{t('functions.instance')}</dt>
        <dd>
          <CopyText text={instanceId} shown={shortId(instanceId)} label={t('functions.copyInstanceId')} />
        </dd>
      </dl>
    </section>
  )
}
