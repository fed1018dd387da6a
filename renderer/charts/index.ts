/** Charts and sparklines: the one door for screens. */
export { liveValue, withOther } from './buckets.ts'
export { Chart } from './Chart.tsx'
export type { ChartData, ChartMark, ChartScale, ChartSeries, ChartTone, TimeSpan } from './chartData.ts'
export { type Crosshair, createCrosshair } from './crosshair.ts'
export type { Gutter } from './plotOptions.ts'
export { Sparkline } from './Sparkline.tsx'
