/**
 * The keyboard's way into a chart: arrows move the crosshair of all charts, with Shift they select, Enter uses the
 * selection, Escape clears it. A screen reader hears the time and the values of the step.
 */
import { type KeyboardEvent, useState } from 'react'
import uPlot from 'uplot'
import { type StepRange, spanOf } from './buckets.ts'
import type { ChartData, TimeSpan } from './chartData.ts'
import { type Crosshair, useCrosshair } from './crosshair.ts'
import css from './PlotKeys.module.css'

export type PlotKeysProps = {
  data: ChartData
  crosshair: Crosshair
  onSelect: (span: TimeSpan | null) => void
  label: string
  /** Time and values of a step, in words. */
  describe: (index: number) => string
}

export function PlotKeys({ data, crosshair, onSelect, label, describe }: PlotKeysProps) {
  const index = useCrosshair(crosshair)
  const [range, setRange] = useState<StepRange | null>(null)
  const last = data.atMs.length - 1
  const place = Math.min(index ?? last, last)

  const preview = (next: StepRange | null) => {
    setRange(next)
    crosshair.showPreview(next === null ? null : spanOf(data, next))
  }
  const leave = () => {
    preview(null)
    showCrosshair(crosshair, null)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const target = targetOf(event, { place: index === null ? null : place, last })
    if (target !== null) {
      showCrosshair(crosshair, target)
      preview(event.shiftKey ? { first: range?.first ?? place, last: target } : null)
    } else if (event.key === 'Enter' && range !== null) {
      onSelect(spanOf(data, range))
      preview(null)
    } else if (event.key === 'Escape' && (range !== null || index !== null)) {
      leave()
      onSelect(null)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      className={css.keys}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, last)}
      aria-valuenow={Math.max(0, place)}
      aria-valuetext={place < 0 ? '' : describe(place)}
      onKeyDown={onKeyDown}
      onBlur={() => index !== null && leave()}
    />
  )
}

/** The step that a key leads to; null for a key that leads nowhere. */
function targetOf(
  { key, ctrlKey, metaKey, altKey }: KeyboardEvent,
  { place, last }: { place: number | null; last: number },
) {
  if (ctrlKey || metaKey || altKey || last < 0) return null
  const from = place ?? last
  const wanted: Record<string, number> = {
    ArrowLeft: place === null ? last : from - 1,
    ArrowRight: from + 1,
    PageUp: from + 10,
    PageDown: from - 10,
    Home: 0,
    End: last,
  }
  const target = wanted[key]
  return target === undefined ? null : Math.max(0, Math.min(last, target))
}

/** In all charts that share it, each by its own width. */
function showCrosshair(crosshair: Crosshair, index: number | null): void {
  for (const plot of uPlot.sync(crosshair.key).plots) {
    const atMs = index === null ? undefined : plot.data[0][index]
    const left = atMs === undefined ? -10 : plot.valToPos(atMs, 'x')
    plot.setCursor({ left, top: 0 }, false)
  }
  crosshair.move(index)
}
