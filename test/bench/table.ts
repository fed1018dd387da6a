/** The figures of one bench as text for a terminal. */
import type { Bench, Target } from './bench.ts'
import { type Figure, judged } from './figures.ts'

const HEADINGS = ['figure', 'subject', 'median', 'min', 'max', 'runs', 'ours ÷ it']
const TEXT_COLUMN_COUNT = 2

export function tableOf(bench: Bench, figures: Figure[]): string {
  const rows = figures.map((one) => {
    const ours = figures.find(({ figure, kind }) => figure === one.figure && kind === 'ours')
    const ratio = ours && one.kind !== 'ours' ? times(ours.median / one.median) : ''
    return [one.figure, one.subject, number(one.median), number(one.min), number(one.max), String(one.runs), ratio]
  })
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return column < TEXT_COLUMN_COUNT ? cell.padEnd(width) : cell.padStart(width)
      })
      .join('  ')
      .trimEnd()
  const targets = bench.targets.map((target) => targetLine(target, figures))
  return [
    `${bench.name}: ${bench.about}`,
    '',
    line(HEADINGS),
    ...rows.map(line),
    '',
    ...targets,
    ...bench.notes,
    '',
  ].join('\n')
}

function targetLine(target: Target, figures: Figure[]): string {
  const { figure, against } = target
  const wanted = against === null ? number(target.times) : `${times(target.times)} ${against}`
  const outcome = judged(target, figures)
  if (outcome === null) return `  target ${figure} ${wanted}: not measured`
  const value = against === null ? number(outcome.value) : times(outcome.value)
  return `${outcome.isMet ? '✓' : '✗'} target ${figure} ${wanted}: ${value}`
}

const times = (ratio: number) => `${ratio.toFixed(2)}x`

function number(value: number): string {
  if (value >= 1_000) return Math.round(value).toLocaleString('en-US')
  return value.toFixed(value >= 10 ? 1 : 2)
}
