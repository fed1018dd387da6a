/** The drawing of a sparkline as paths of SVG, in a box of `width` x `height` units. Pure. */
import type { ChartValues } from './chartData.ts'

export type Box = { width: number; height: number }

/** Lines and gaps between them; one value alone is a short line. Higher values are further up. */
export function linePath(values: ChartValues, { width, height }: Box): string {
  const max = largestOf(values)
  const x = (index: number) => round(values.length < 2 ? width / 2 : (index * width) / (values.length - 1))
  const y = (value: number) => round(max === 0 ? height : height - (Math.max(0, value) / max) * height)
  return values
    .map((value, index) => {
      if (value === null) return ''
      const isFirst = (values[index - 1] ?? null) === null
      const isLast = (values[index + 1] ?? null) === null
      if (isFirst && isLast) return `M${round(x(index) - 1)} ${y(value)}h2`
      return `${isFirst ? 'M' : 'L'}${x(index)} ${y(value)}`
    })
    .join('')
}

const BAR_RATIO = 0.7 // of the place that each value has
const MIN_BAR = 1.5 // what is not zero is seen

/** A bar from the ground for each value above zero. */
export function barsPath(values: ChartValues, { width, height }: Box): string {
  const max = largestOf(values)
  const place = width / Math.max(1, values.length)
  const barWidth = round(place * BAR_RATIO)
  return values
    .map((value, index) => {
      if (value === null || value <= 0 || max === 0) return ''
      const barHeight = round(Math.max(MIN_BAR, (value / max) * height))
      return `M${round(index * place)} ${round(height - barHeight)}h${barWidth}v${barHeight}h-${barWidth}z`
    })
    .join('')
}

const largestOf = (values: ChartValues) => values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0)
const round = (value: number) => Math.round(value * 100) / 100
