/** A lane for each attempt: what it waited, how it was started, how long it ran, and how that ended. */
import { Fragment } from 'react'
import { taskStates } from '../../../shared/domain/taskStates.ts'
import { formatDurationMs } from '../../../shared/format/duration.ts'
import { useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/host.ts'
import type { TaskView } from '../../stores/taskShapes.ts'
import { type Lane, SEGMENT_KINDS, timelineOf } from '../../stores/taskTimeline.ts'
import { classes, Glyph } from '../../ui/index.ts'
import { outcomeGlyph } from './outcomes.ts'
import css from './Timeline.module.css'
import { TimelineAxis } from './TimelineAxis.tsx'
import { TimelineTable } from './TimelineTable.tsx'

const percent = (ratio: number) => `${ratio * 100}%`

export function Timeline({ task }: { task: TaskView }) {
  const t = useText()
  const nowMs = useNow()
  const isFinal = taskStates.isFinal(task.state)
  const timeline = timelineOf({ ...task, isFinal }, isFinal ? task.submittedAtMs : nowMs)
  return (
    <section className={css.timeline} aria-label={t('task.timeline.title')}>
      <div className={css.head}>
        <h3 className={css.title}>{t('task.timeline.title')}</h3>
        <span className={css.total}>{formatDurationMs(timeline.totalMs)}</span>
        {SEGMENT_KINDS.map((kind) => (
          <span key={kind} className={css.key} title={t(`task.timeline.${kind}Hint`)}>
            <i className={classes(css.swatch, css[kind])} />
            {t(`task.timeline.${kind}`)}
          </span>
        ))}
      </div>
      <span className={css.number}>{t('task.timeline.wait')}</span>
      <span className={css.number}>{t('task.timeline.run')}</span>
      <div className={css.lanes} aria-hidden="true">
        {timeline.lanes.map((lane) => (
          <LaneRow key={lane.number ?? 'rest'} lane={lane} />
        ))}
        <TimelineAxis timeline={timeline} />
      </div>
      <TimelineTable timeline={timeline} />
    </section>
  )
}

function LaneRow({ lane }: { lane: Lane }) {
  const t = useText()
  const { number, outcome, segments, waitMs, runMs } = lane
  const glyph = outcomeGlyph(outcome)
  return (
    <Fragment>
      <span className={css.laneNumber}>{number ?? ''}</span>
      <div className={css.lane}>
        <div className={css.track}>
          {segments.map(({ kind, fromRatio, toRatio, lengthMs, isLive }) => (
            <i
              key={kind}
              className={classes(css.segment, css[kind], isLive && css.live)}
              style={{ left: percent(fromRatio), width: percent(toRatio - fromRatio) }}
              title={`${t(`task.timeline.${kind}`)} ${formatDurationMs(lengthMs)}`}
            />
          ))}
          {glyph !== null && outcome !== 'Succeeded' && (
            <span className={css.end} style={{ left: percent(segments.at(-1)?.toRatio ?? 0) }}>
              <Glyph name={glyph} size={12} />
            </span>
          )}
        </div>
      </div>
      <span className={css.number}>{formatDurationMs(waitMs)}</span>
      <span className={classes(css.number, css.ran)}>{runMs === null ? '–' : formatDurationMs(runMs)}</span>
    </Fragment>
  )
}
