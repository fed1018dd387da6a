/** A chart with the words of the window, and the button that shows its numbers as a table. */
import { useState } from 'react'
import {
  Chart,
  type ChartData,
  type ChartScale,
  type Crosshair,
  type Gutter,
  liveValue,
  type TimeSpan,
} from '../../charts/index.ts'
import { useText } from '../../i18n/text.ts'
import { IconButton } from '../../ui/index.ts'
import css from './ChartPane.module.css'
import { formatOf } from './curves.ts'
import { useChartWords } from './useChartWords.ts'

export type ChartPaneProps = {
  title: string
  unit: string
  scale: ChartScale
  gutter?: Gutter
  data: ChartData
  crosshair: Crosshair
  selection: TimeSpan | null
  onSelect: (span: TimeSpan | null) => void
  /** The end of the axis is now. */
  isLive: boolean
}

export function ChartPane({
  title,
  unit,
  scale,
  gutter = 'narrow',
  data,
  crosshair,
  selection,
  onSelect,
  isLive,
}: ChartPaneProps) {
  const t = useText()
  const words = useChartWords()
  const [isTable, setTable] = useState(false)
  const format = formatOf(scale)
  const withSeconds = data.stepMs < 60_000
  const time = (atMs: number) => words.time(atMs, { withSeconds })
  return (
    <div className={css.pane}>
      <Chart
        title={title}
        unit={unit}
        scale={scale}
        gutter={gutter}
        data={data}
        crosshair={crosshair}
        selection={selection}
        onSelect={onSelect}
        endWord={isLive ? t('metrics.now') : null}
        language={words.language}
        view={isTable ? 'table' : 'curves'}
        format={format}
        formatTime={time}
        words={{
          summary: summaryOf(),
          keys: t('metrics.keys', { title }),
          time: t('metrics.table.time'),
          partial: t('metrics.table.partial'),
          more: (count) => t('metrics.table.more', { count }),
        }}
        actions={
          <IconButton
            icon="table"
            label={t(isTable ? 'metrics.showCurves' : 'metrics.showTable', { title })}
            isActive={isTable}
            onClick={() => setTable(!isTable)}
          />
        }
      />
    </div>
  )

  function summaryOf(): string {
    const values = data.series.map((series) => {
      const value = liveValue(series, data.isLastPartial)
      return `${series.label} ${value === null ? '–' : format(value)}`
    })
    return t('metrics.summary', {
      title,
      unit,
      from: time(data.atMs[0] ?? 0),
      to: isLive ? t('metrics.now') : time(data.atMs.at(-1) ?? 0),
      values: values.length === 0 ? t('metrics.noValues') : values.join(', '),
    })
  }
}
