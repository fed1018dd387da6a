/** What the brush has selected, or what is zoomed into, and what can be done with it. */
import { formatDurationMs } from '../../../shared/format/duration.ts'
import type { TimeSpan } from '../../charts/index.ts'
import { useText } from '../../i18n/text.ts'
import { Button, Tooltip } from '../../ui/index.ts'
import css from './BrushBar.module.css'
import { leaveZoom, select, showTasks, zoomInto } from './metricsRoute.ts'
import { useChartWords } from './useChartWords.ts'

export function BrushBar({ selection, zoom }: { selection: TimeSpan | null; zoom: TimeSpan | null }) {
  const t = useText()
  const words = useChartWords()
  const span = selection ?? zoom
  if (span === null) return null
  const time = (atMs: number) => words.time(atMs, { withSeconds: true })
  const times = { from: time(span.fromMs), to: time(span.beforeMs) }
  return (
    <section className={css.bar} aria-label={t('metrics.brush.label')}>
      <span className={css.text}>
        {t(selection === null ? 'metrics.brush.zoomed' : 'metrics.brush.selected', times)}
        <span className={css.length}>{formatDurationMs(span.beforeMs - span.fromMs)}</span>
      </span>
      <Tooltip label={t('metrics.brush.showTasksHint')}>
        <Button size="sm" variant="primary" onClick={() => showTasks(span)}>
          {t('metrics.brush.showTasks')}
        </Button>
      </Tooltip>
      {selection !== null && (
        <>
          <Button size="sm" onClick={() => zoomInto(selection)}>
            {t('metrics.brush.zoom')}
          </Button>
          <Button size="sm" variant="ghost" onClick={() => select(null)}>
            {t('metrics.brush.clear')}
          </Button>
        </>
      )}
      {selection === null && (
        <Button size="sm" variant="ghost" onClick={leaveZoom}>
          {t('metrics.brush.leaveZoom')}
        </Button>
      )}
    </section>
  )
}
