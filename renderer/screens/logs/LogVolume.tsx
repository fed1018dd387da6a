/** How much was written when, as bars: a press goes there. Arrows go from one to the next that has lines. */
import { type KeyboardEvent, useState } from 'react'
import { AppError } from '../../../shared/errors.ts'
import { formatCount } from '../../../shared/format/count.ts'
import { formatInstant } from '../../../shared/format/instant.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import type { StreamFilter } from '../../stores/logFilter.ts'
import { logStreamActions } from '../../stores/logStream.ts'
import { chunkAt, logVolumeActions, useLogVolume, VOLUME_SPANS } from '../../stores/logVolume.ts'
import { Segmented, toast } from '../../ui/index.ts'
import css from './LogVolume.module.css'

const SPAN_WORDS = { '15m': 'logs.span15m', '1h': 'logs.span1h', '24h': 'logs.span24h' } as const
const LABEL_PARTS = 4

export function LogVolume({ filter }: { filter: StreamFilter }) {
  const t = useText()
  const language = useLanguage()
  const { span, fromMs, beforeMs, lines, errorLines } = useLogVolume()
  const highest = Math.max(1, ...lines)
  const volumeLabel = t('logs.volume', { count: lines.reduce((sum, count) => sum + count, 0) })
  const partMs = lines.length === 0 ? 0 : (beforeMs - fromMs) / lines.length
  /** The one bar that Tab reaches: the one that was gone to, or the latest that has lines. */
  const [reached, setReached] = useState<number | null>(null)
  const filled = lines.flatMap((count, index) => (count > 0 ? [index] : []))
  const tabStop = reached !== null && filled.includes(reached) ? reached : filled.at(-1)
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const place = filled.indexOf(tabStop ?? -1)
    const next = { ArrowLeft: filled[place - 1], ArrowRight: filled[place + 1], Home: filled[0], End: filled.at(-1) }[
      event.key
    ]
    if (next === undefined) return
    event.preventDefault()
    setReached(next)
    const bar = event.currentTarget.children[next]
    if (bar instanceof HTMLElement) bar.focus()
  }
  const goTo = async (atMs: number) => {
    try {
      const chunk = await chunkAt(filter, atMs)
      if (chunk !== null) await logStreamActions.showAround({ chunk, line: 0 })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      toast({ text: t('logs.failed', { reason: error.message }), tone: 'fail' })
    }
  }
  return (
    <div className={css.volume}>
      <div className={css.picture}>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend */}
        <div className={css.bars} role="group" aria-label={volumeLabel} onKeyDown={onKeyDown}>
          {lines.map((count, index) => {
            const atMs = fromMs + index * partMs
            const errors = errorLines[index] ?? 0
            const label = t('logs.volumePart', {
              time: formatInstant(atMs, { language }),
              lines: formatCount(count),
              errors: formatCount(errors),
            })
            return (
              <button
                key={atMs}
                type="button"
                className={css.bar}
                title={label}
                aria-label={label}
                tabIndex={index === tabStop ? 0 : -1}
                disabled={count === 0}
                onFocus={() => setReached(index)}
                onClick={() => void goTo(atMs)}
              >
                {count > errors && <span style={{ height: `${(100 * (count - errors)) / highest}%` }} />}
                {errors > 0 && <span className={css.errors} style={{ height: `${(100 * errors) / highest}%` }} />}
              </button>
            )
          })}
        </div>
        <div className={css.times} aria-hidden="true">
          {beforeMs > 0 &&
            Array.from({ length: LABEL_PARTS + 1 }, (_, index) => {
              const atMs = fromMs + (index * (beforeMs - fromMs)) / LABEL_PARTS
              return <span key={atMs}>{formatInstant(atMs, { language })}</span>
            })}
        </div>
      </div>
      <Segmented
        label={t('logs.span')}
        value={span}
        options={VOLUME_SPANS.map((value) => ({ value, label: t(SPAN_WORDS[value]) }))}
        onChange={logVolumeActions.show}
      />
    </div>
  )
}
