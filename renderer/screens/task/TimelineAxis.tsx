/** The instants under the lanes of a timeline, and how long the waits were that are drawn shorter. */
import { useLayoutEffect, useRef, useState } from 'react'
import { formatDurationMs } from '../../../shared/format/duration.ts'
import { formatInstant } from '../../../shared/format/instant.ts'
import { useText } from '../../i18n/text.ts'
import type { Timeline } from '../../stores/taskTimeline.ts'
import { type AxisLabel, placeLabels } from '../../stores/timelineLabels.ts'
import css from './Timeline.module.css'

const SHOW_MS_BELOW_MS = 10_000
const FIRST_AXIS_CH = 48 // until it is measured: that of the narrowest drawer
const CH_PER_EM = 0.65 // a little more than a figure takes
const percent = (ratio: number) => `${ratio * 100}%`

export function TimelineAxis({ timeline }: { timeline: Timeline }) {
  const t = useText()
  const track = useRef<HTMLDivElement>(null)
  const [axisCh, setAxisCh] = useState(FIRST_AXIS_CH)
  useLayoutEffect(() => {
    const element = track.current
    if (element === null) return
    const observer = new ResizeObserver(() => {
      const chPixels = Number.parseFloat(getComputedStyle(element).fontSize) * CH_PER_EM
      if (element.clientWidth > 0) setAxisCh(Math.floor(element.clientWidth / chPixels))
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  const withMs = timeline.totalMs < SHOW_MS_BELOW_MS
  const ticks = timeline.ticks.map(({ atRatio, atMs }): AxisLabel => {
    const instant = formatInstant(atMs, { withMs })
    return { kind: 'tick', atRatio, text: atRatio === 0 ? instant : shortened(instant, withMs) }
  })
  const cuts = timeline.cuts.map(({ atRatio, lengthMs }): AxisLabel => {
    const span = formatDurationMs(lengthMs)
    return { kind: 'cut', atRatio, text: t('task.timeline.cut', { span }), title: t('task.timeline.cutHint', { span }) }
  })
  return (
    <div className={css.axis}>
      <div className={css.track} ref={track}>
        {placeLabels([...ticks, ...cuts], axisCh).map(
          ({ kind, atRatio, text, title, fromRatio, widthRatio, align }) => (
            <span
              key={`${kind} ${atRatio}`}
              className={css.tick}
              style={{ left: percent(fromRatio), width: percent(widthRatio), textAlign: align }}
              title={title}
            >
              {text}
            </span>
          ),
        )}
      </div>
    </div>
  )
}

/** `:46` after `14:00:04`; `:04.218` where a timeline is short. */
function shortened(instant: string, withMs: boolean): string {
  return instant.slice(instant.length - (withMs ? ':00.000' : ':00').length)
}
