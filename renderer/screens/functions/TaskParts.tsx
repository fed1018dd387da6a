/** Pieces of a task's line, shared by the recent payloads and the history. */
import { formatBytes } from '../../../shared/format/bytes.ts'
import { formatDurationMs } from '../../../shared/format/duration.ts'
import { flattenJson } from '../../../shared/format/flattenJson.ts'
import { useText } from '../../i18n/text.ts'
import css from './TaskParts.module.css'

const PREVIEW_PAIRS = 6

type PayloadHead = { payloadHead: string | null; payloadBytes: number }

/** The leaf values of a payload in the order they were sent. */
export function PayloadPreview({ task: { payloadHead, payloadBytes } }: { task: PayloadHead }) {
  const t = useText()
  if (payloadHead === null) {
    return <span className={css.preview}>{t('functions.bytesPreview', { size: formatBytes(payloadBytes) })}</span>
  }
  if (payloadBytes === 0) return <span className={css.preview}>{t('functions.emptyPreview')}</span>
  const pairs = flattenJson(payloadHead, PREVIEW_PAIRS)
  if (pairs.length === 0) return <span className={css.preview}>{payloadHead}</span>
  return (
    <span className={css.preview}>
      {pairs.map(({ key, value }) => (
        <span key={key} className={css.pair}>
          <span className={css.key}>{key}</span> {value}
        </span>
      ))}
    </span>
  )
}

type Run = { startedAtMs: number | null; endedAtMs: number | null }

/** How long the last attempt ran; a dash while there is nothing to say. */
export function RunTime({ task: { startedAtMs, endedAtMs } }: { task: Run }) {
  const isKnown = startedAtMs !== null && endedAtMs !== null
  return (
    <span className={isKnown ? css.number : css.none}>
      {isKnown ? formatDurationMs(Math.max(0, endedAtMs - startedAtMs)) : '–'}
    </span>
  )
}
