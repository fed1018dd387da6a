/** A curve or bars as small as a word, for lists: grey, and coloured only where the value itself is a status. */
import type { ChartValues } from './chartData.ts'
import css from './Sparkline.module.css'
import { barsPath, linePath } from './sparklinePaths.ts'

export type SparklineProps = {
  values: ChartValues
  /** What a screen reader says of it: a sentence. */
  label: string
  tone?: 'quiet' | 'fail' | 'retry' | 'ok' | 'run'
  kind?: 'line' | 'bars'
  size?: 'small' | 'large' // 64 x 16, 96 x 24
}

const BOXES = { small: { width: 64, height: 16 }, large: { width: 96, height: 24 } }

export function Sparkline({ values, label, tone = 'quiet', kind = 'line', size = 'small' }: SparklineProps) {
  const { width, height } = BOXES[size]
  const inner = { width, height: height - 2 } // room for half of a line at the top and at the bottom
  return (
    <svg
      className={`${css.spark} ${css[tone]} ${css[kind]}`}
      width={width}
      height={height}
      viewBox={`0 -1 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      <path className={css.ground} d={`M0 ${inner.height}h${width}`} />
      <path className={css.drawing} d={kind === 'line' ? linePath(values, inner) : barsPath(values, inner)} />
    </svg>
  )
}
