/** The same numbers as a table, the latest first; some of them at first, the rest on request. */
import { useState } from 'react'
import css from './ChartTable.module.css'
import type { ChartData } from './chartData.ts'

export type ChartTableProps = {
  data: ChartData
  caption: string
  words: { time: string; more: (count: number) => string; partial: string }
  format: (value: number) => string
  /** When a step began, whole. */
  formatTime: (atMs: number) => string
}

const ROWS = 30

export function ChartTable({ data, caption, words, format, formatTime }: ChartTableProps) {
  const [limit, setLimit] = useState(ROWS)
  const { atMs, series, isLastPartial } = data
  const shown = atMs
    .map((_, index) => index)
    .slice(-limit)
    .toReversed()
  const left = atMs.length - shown.length
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and there is no control in it
    <section className={css.scroll} tabIndex={0} aria-label={caption}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{words.time}</th>
            {series.map(({ id, label }) => (
              <th key={id} scope="col" className={css.number}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((index) => (
            <tr key={atMs[index]}>
              <th scope="row">
                {formatTime(atMs[index] ?? 0)}
                {isLastPartial && index === atMs.length - 1 && <span className={css.partial}> {words.partial}</span>}
              </th>
              {series.map(({ id, values }) => {
                const value = values[index] ?? null
                return (
                  <td key={id} className={value === null ? css.none : css.number}>
                    {value === null ? '–' : format(value)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 && (
        <button type="button" className={css.more} onClick={() => setLimit(limit + 4 * ROWS)}>
          {words.more(left)}
        </button>
      )}
    </section>
  )
}
