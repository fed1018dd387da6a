/** Payloads of the latest tasks, each once. One click puts one into the editor; what was there can be taken back. */
import { shortId } from '../../../shared/format/shortId.ts'
import { useText } from '../../i18n/text.ts'
import { type RecentPayload, type SamplePayload, selectDetail, useFunctionDetail } from '../../stores/functionDetail.ts'
import { useNow } from '../../stores/host.ts'
import { payloadOf, sizeBytesOf, textPayload } from '../../stores/submitDraft.ts'
import { submitForm } from '../../stores/submitForm.ts'
import { Icon, Instant, StatusLabel } from '../../ui/index.ts'
import css from './RecentPayloads.module.css'
import { PayloadPreview, RunTime } from './TaskParts.tsx'

export function RecentPayloads({ functionName }: { functionName: string }) {
  const t = useText()
  const payloads = useFunctionDetail((state) => selectDetail(functionName)(state).payloads)
  return (
    <section aria-label={t('functions.recent')}>
      <h2 className={css.title}>{t('functions.recent')}</h2>
      {payloads?.length === 0 && <NoneYet functionName={functionName} />}
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

/** Nothing to repeat yet: the sample files of the project are the beginning. */
function NoneYet({ functionName }: { functionName: string }) {
  const t = useText()
  const samples = useFunctionDetail((state) => selectDetail(functionName)(state).samples)
  return (
    <>
      <p className={css.none}>{t('functions.recentNone')}</p>
      {samples.length > 0 && (
        <>
          <h3 className={css.samples}>{t('functions.startFrom')}</h3>
          <ul className={css.rows}>
            {samples.map((sample) => (
              <li key={sample.name}>
                <SampleRow functionName={functionName} sample={sample} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

function SampleRow({ functionName, sample: { name, text } }: { functionName: string; sample: SamplePayload }) {
  const payload = textPayload(text)
  return (
    <button type="button" className={css.sample} onClick={() => submitForm.fill(functionName, { payload, from: name })}>
      <Icon name="file-text" size={14} />
      <span>{name}</span>
      <PayloadPreview task={{ payloadHead: text, payloadBytes: sizeBytesOf(payload) }} />
    </button>
  )
}
