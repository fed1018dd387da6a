/** The timeline as a table, for screen readers. */
import { formatDurationMs } from '../../../shared/format/duration.ts'
import { useText } from '../../i18n/text.ts'
import type { Lane, SegmentKind, Timeline } from '../../stores/taskTimeline.ts'
import css from './TimelineTable.module.css'

export function TimelineTable({ timeline }: { timeline: Timeline }) {
  const t = useText()
  return (
    <table className={css.unseen}>
      <caption>{t('task.timeline.table')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('task.timeline.attempt')}</th>
          <th scope="col">{t('task.timeline.wait')}</th>
          <th scope="col">{t('task.timeline.start')}</th>
          <th scope="col">{t('task.timeline.run')}</th>
          <th scope="col">{t('task.timeline.outcome')}</th>
        </tr>
      </thead>
      <tbody>
        {timeline.lanes.map((lane) => (
          <tr key={lane.number ?? 'rest'}>
            <th scope="row">{lane.number ?? t('task.timeline.none')}</th>
            <td>{lengthOf(lane, 'wait')}</td>
            <td>{lengthOf(lane, 'start')}</td>
            <td>{lengthOf(lane, 'run')}</td>
            <td>{lane.outcome === null ? endWord(lane) : outcomeWord(lane.outcome)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )

  function outcomeWord(outcome: NonNullable<Lane['outcome']>): string {
    return outcome === 'Interrupted' ? t('task.attempts.interrupted') : t(`common.state.${outcome}`)
  }

  function endWord(lane: Lane): string {
    return lane.segments.some(({ isLive }) => isLive) ? t('task.timeline.live') : t('task.timeline.none')
  }
}

function lengthOf({ segments }: Lane, kind: SegmentKind): string {
  const segment = segments.find((candidate) => candidate.kind === kind)
  return segment === undefined ? '–' : formatDurationMs(segment.lengthMs)
}
