/**
 * A chart: title and unit at the left, the lines with their values at the right, the drawing or its table below.
 * Words come from outside; `actions` are controls beside the legend.
 */
import type { ReactNode } from 'react'
import css from './Chart.module.css'
import { ChartLegend } from './ChartLegend.tsx'
import { ChartTable, type ChartTableProps } from './ChartTable.tsx'
import { usePreview } from './crosshair.ts'
import { Plot, type PlotProps } from './Plot.tsx'
import { PlotKeys } from './PlotKeys.tsx'

export type ChartProps = Omit<PlotProps, 'label'> & {
  title: string
  /** In words: `tasks waiting`. */
  unit: string
  view: 'curves' | 'table'
  format: (value: number) => string
  formatTime: (atMs: number) => string
  words: ChartTableProps['words'] & { summary: string; keys: string }
  actions?: ReactNode
}

export function Chart({ title, unit, view, format, formatTime, words, actions, ...plot }: ChartProps) {
  const { data, crosshair, selection, onSelect } = plot
  const preview = usePreview(crosshair)
  const describe = (index: number) =>
    [
      formatTime(data.atMs[index] ?? 0),
      ...data.series.map((one) => `${one.label} ${valueText(one.values[index] ?? null)}`),
    ].join(', ')
  const valueText = (value: number | null) => (value === null ? '–' : format(value))
  return (
    <figure className={css.chart} aria-label={title}>
      <figcaption className={css.head}>
        <h2 className={css.title}>{title}</h2>
        <span className={css.unit}>{unit}</span>
        <ChartLegend data={data} crosshair={crosshair} format={format} />
        {actions}
      </figcaption>
      <div className={css.body}>
        {view === 'table' ? (
          <ChartTable data={data} caption={title} words={words} format={format} formatTime={formatTime} />
        ) : (
          <>
            <Plot {...plot} selection={preview ?? selection} label={words.summary} />
            <PlotKeys data={data} crosshair={crosshair} onSelect={onSelect} label={words.keys} describe={describe} />
          </>
        )}
      </div>
    </figure>
  )
}
