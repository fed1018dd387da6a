/** The lines of a chart by name, with the value of now or of where the crosshair is. */
import { liveValue } from './buckets.ts'
import css from './ChartLegend.module.css'
import type { ChartData } from './chartData.ts'
import { type Crosshair, useCrosshair } from './crosshair.ts'

type ChartLegendProps = { data: ChartData; crosshair: Crosshair; format: (value: number) => string }

export function ChartLegend({ data, crosshair, format }: ChartLegendProps) {
  const index = useCrosshair(crosshair)
  return (
    <ul className={css.legend}>
      {data.series.map((series) => {
        const value = index === null ? liveValue(series, data.isLastPartial) : (series.values[index] ?? null)
        return (
          <li key={series.id} className={css.item}>
            <span className={css.sample} style={{ background: `var(--${series.tone})` }} />
            <span className={css.name}>{series.label}</span>
            <span className={value === null ? css.none : css.value}>{value === null ? '–' : format(value)}</span>
          </li>
        )
      })}
    </ul>
  )
}
