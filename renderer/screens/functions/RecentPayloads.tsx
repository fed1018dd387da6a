/** Payloads of the latest tasks, each once. One click puts one into the editor; what was there can be taken back. */
import { shortId } from '../../../shared/format/shortId.ts'
import { useText } from '../../i18n/text.ts'
import { type RecentPayload, selectDetail, useFunctionDetail } from '../../stores/functionDetail.ts'
import { useNow } from '../../stores/host.ts'
import { payloadOf } from '../../stores/submitDraft.ts'
import { submitForm } from '../../stores/submitForm.ts'
import { Instant, StatusLabel } from '../../ui/index.ts'
import css from './RecentPayloads.module.css'
import { PayloadPreview, RunTime } from './TaskParts.tsx'

export function RecentPayloads({ functionName }: { functionName: string }) {
  const t = useText()
  const payloads = useFunctionDetail((state) => selectDetail(functionName)(state).payloads)
  return (
    <section aria-label={t('functions.recent')}>
      <h2 className={css.title}>{t('functions.recent')}</h2>
      {payloads?.length === 0 && <p className={css.none}>{t('functions.recentNone')}</p>}
      <ul className={css.rows}>
        {payloads?.map((recent) => (
          <li key={recent.task.seq}>
            <PayloadRow functionName={functionName} recent={recent} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function PayloadRow({ functionName, recent: { task, payload } }: { functionName: string; recent: RecentPayload }) {
  const t = useText()
  const nowMs = useNow()
  const id = shortId(task.taskId)
  return (
    <button
      type="button"
      className={css.row}
      title={t('functions.recentUse', { id })}
      onClick={() =>
        submitForm.fill(functionName, {
          payload: payloadOf(payload, id),
          from: t('functions.recentFrom', { id }),
        })
      }
    >
      <StatusLabel state={task.state} />
      <PayloadPreview task={task} />
      <RunTime task={task} />
      <span className={css.age}>
        <Instant atMs={task.submittedAtMs} nowMs={nowMs} />
      </span>
    </button>
  )
}
