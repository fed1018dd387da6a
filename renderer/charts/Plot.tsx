/**
 * The canvas of a chart. Data goes in by setData, so a tick rebuilds nothing; another theme or another set of
 * lines makes it anew. A drag selects whole steps, a click beside the selection clears it.
 */
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { spanOf, stepsIn } from './buckets.ts'
import type { ChartData, ChartScale, TimeSpan } from './chartData.ts'
import type { Crosshair } from './crosshair.ts'
import css from './Plot.module.css'
import { usePalette } from './palette.ts'
import { alignedData, axisOf, type Gutter, type PlotState, plotOptions } from './plotOptions.ts'

export type PlotProps = {
  data: ChartData
  scale: ChartScale
  gutter?: Gutter
  crosshair: Crosshair
  selection: TimeSpan | null
  /** Null: nothing is selected any more. */
  onSelect: (span: TimeSpan | null) => void
  /** What stands at the end of the axis; null: its time. */
  endWord: string | null
  language: string
  /** A sentence: what is to be seen. */
  label: string
}

export function Plot(props: PlotProps) {
  const { data, scale, gutter = 'narrow', crosshair, selection, endWord, language, label } = props
  const palette = usePalette()
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const latest = useRef(props)
  const state = useRef<PlotState>({ data, axis: axisOf(data, scale), language, endWord })
  // before the effects below, which read both
  useEffect(() => {
    latest.current = props
  })
  useEffect(() => {
    state.current = { data, axis: axisOf(data, scale), language, endWord }
  }, [data, scale, language, endWord])
  const lines = data.series.map(({ id, tone, isFilled }) => `${id} ${tone} ${isFilled ?? false}`).join()

  // biome-ignore lint/correctness/useExhaustiveDependencies: `lines` is what of the series makes another drawing
  useEffect(() => {
    const element = host.current
    if (element === null) return
    const made = new uPlot(
      plotOptions({
        size: sizeOf(element),
        gutter,
        palette,
        series: latest.current.data.series,
        crosshair,
        current: () => state.current,
        events: { onSelect: (source) => takeSelection(source, latest.current) },
      }),
      alignedData(state.current.data, scale),
      element,
    )
    plot.current = made
    showSelection(made, latest.current)
    const clear = clearOnClick(made, () => latest.current)
    const observer = new ResizeObserver(() => {
      made.setSize(sizeOf(element))
      showSelection(made, latest.current)
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
      clear()
      if (crosshair.dragOrigin() === made) crosshair.setDragOrigin(null)
      made.destroy()
      plot.current = null
    }
  }, [palette, crosshair, scale, gutter, lines])

  // biome-ignore lint/correctness/useExhaustiveDependencies: language and word are on the canvas, too
  useEffect(() => {
    if (plot.current === null) return
    plot.current.setData(alignedData(data, scale))
    showSelection(plot.current, latest.current)
  }, [data, scale, language, endWord])

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is read from the latest properties
  useEffect(() => {
    if (plot.current !== null) showSelection(plot.current, latest.current)
  }, [selection?.fromMs, selection?.beforeMs])

  return <div ref={host} className={css.plot} role="img" aria-label={label} />
}

const sizeOf = ({ clientWidth, clientHeight }: HTMLElement) => ({
  width: Math.max(1, clientWidth),
  height: Math.max(1, clientHeight),
})

/** Of the drag that has just ended; what is drawn then are whole steps. */
function takeSelection(plot: uPlot, { data, onSelect }: PlotProps): void {
  const { left, width } = plot.select
  if (width <= 0) return
  onSelect(spanOf(data, { first: plot.posToIdx(left), last: plot.posToIdx(left + width) }))
}

/** From half a step before the first to half a step after the last, as far as there is room. */
function showSelection(plot: uPlot, { data, selection, crosshair }: PlotProps): void {
  if (crosshair.dragOrigin() !== null) return
  const height = plot.over.clientHeight
  const steps = selection === null ? null : stepsIn(data, selection)
  if (steps === null) return plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
  const half = data.stepMs / 2
  const at = (index: number, side: number) => plot.valToPos((data.atMs[index] ?? 0) + side, 'x')
  const left = Math.max(0, at(steps.first, -half))
  const right = Math.min(plot.over.clientWidth, at(steps.last, half))
  plot.setSelect({ left, top: 0, width: Math.max(1, right - left), height }, false)
}

/** A press that became no drag. Returns how to stop. */
function clearOnClick(plot: uPlot, latest: () => PlotProps): () => void {
  let downAt = 0
  const down = (event: MouseEvent) => {
    downAt = event.clientX
  }
  const up = (event: MouseEvent) => {
    if (event.clientX === downAt && latest().selection !== null) latest().onSelect(null)
  }
  plot.over.addEventListener('mousedown', down)
  plot.over.addEventListener('mouseup', up)
  return () => {
    plot.over.removeEventListener('mousedown', down)
    plot.over.removeEventListener('mouseup', up)
  }
}
