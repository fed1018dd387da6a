/**
 * How uPlot draws our charts: lines without points, horizontal grid, one area, dashes into the step that is not
 * over, the crosshair and the brush. Built once for a theme; what changes with the data is read from `current`.
 */
import type uPlot from 'uplot'
import { dashedValues, lonelyIndices, solidValues } from './buckets.ts'
import type { ChartData, ChartScale, ChartSeries } from './chartData.ts'
import type { Crosshair } from './crosshair.ts'
import { fillOf, type Palette } from './palette.ts'
import { drawGround, drawMarks, drawTimes } from './plotDrawing.ts'
import { LOG_FLOOR_MS, type ValueAxis, valueAxis } from './ticks.ts'

const LINE_WIDTH = 1.5
const DOT_SIZE = 7
const LONELY_SIZE = 3
/** For `1,500`; `100 ms` is wider, and charts of one screen have the same. */
const GUTTER_WIDTHS = { narrow: 36, wide: 48 }
export type Gutter = keyof typeof GUTTER_WIDTHS
const TIMES_HEIGHT = 22
const TOP_ROOM = 6
const DRAG_FROM = 4
const DASHES = [2, 3]

/** What is shown now; the options below read it at each drawing. */
export type PlotState = {
  data: ChartData
  axis: ValueAxis
  language: string
  /** At the end of the axis when it is now. */
  endWord: string | null
}

export type PlotEvents = { onSelect(plot: uPlot): void }

type Request = {
  size: { width: number; height: number }
  gutter: Gutter
  palette: Palette
  series: readonly ChartSeries[]
  crosshair: Crosshair
  current: () => PlotState
  events: PlotEvents
}

export function plotOptions({ size, gutter, palette, series, crosshair, current, events }: Request): uPlot.Options {
  const isShown = new Set<uPlot>() // uPlot calls its hooks while it is being built, too
  return {
    ...size,
    padding: [TOP_ROOM, 0, TIMES_HEIGHT, 0],
    legend: { show: false },
    select: { show: true, over: false, left: 0, top: 0, width: 0, height: 0 },
    cursor: {
      y: false,
      points: {
        size: DOT_SIZE,
        width: 1,
        stroke: palette.surface,
        fill: (_, index) => toneOf(palette, series, index),
      },
      drag: { x: true, y: false, setScale: false, dist: DRAG_FROM },
      sync: {
        key: crosshair.key,
        setSeries: false,
        scales: ['x', null],
        // a drag that comes over another chart is still a drag of the one it began in
        filters: { pub: (_, plot) => mayMove(crosshair, plot) },
      },
      bind: {
        mousedown: (plot, _, handler) => (event) => {
          crosshair.setDragOrigin(plot)
          return handler(event)
        },
        mouseup: (_plot, _, handler) => (event) => {
          handler(event)
          crosshair.setDragOrigin(null)
          return null
        },
      },
      move: (plot, left, top) => (left < 0 ? [left, top] : [stepLeft(plot, left), top]),
    },
    scales: {
      x: { time: false, range: (_, min, max) => (min === max ? [min - 1, max + 1] : [min, max]) },
      y: { range: () => [current().axis.min, current().axis.max] },
    },
    axes: [{ show: false }, valueAxisOptions({ palette, gutter, current })],
    series: [{}, ...series.map(solidLine(palette)), ...series.map(dashedLine(palette))],
    hooks: {
      ready: [(plot) => isShown.add(plot)],
      destroy: [(plot) => isShown.delete(plot)],
      drawAxes: [
        (plot) => {
          drawGround(plot, palette)
          const { data, language, endWord } = current()
          const fromMs = data.atMs[0]
          if (fromMs === undefined) return
          drawTimes(plot, palette, { fromMs, beforeMs: data.atMs.at(-1) ?? fromMs, language, endWord })
        },
      ],
      draw: [(plot) => drawMarks(plot, palette, current().data.marks)],
      setCursor: [(plot) => isShown.has(plot) && mayMove(crosshair, plot) && crosshair.move(plot.cursor.idx ?? null)],
      setSelect: [(plot) => isShown.has(plot) && plot === crosshair.dragOrigin() && events.onSelect(plot)],
    },
  }
}

const mayMove = (crosshair: Crosshair, plot: uPlot): boolean =>
  crosshair.dragOrigin() === null || crosshair.dragOrigin() === plot

/** The crosshair stands on a step, never between two. */
const stepLeft = (plot: uPlot, left: number): number => {
  const atMs = plot.data[0][plot.posToIdx(left)]
  return atMs === undefined ? left : plot.valToPos(atMs, 'x')
}

/** The dashed twins stand behind the solid lines, in the same order. */
function toneOf(palette: Palette, series: readonly ChartSeries[], plotIndex: number): string {
  const one = series[(plotIndex - 1) % Math.max(1, series.length)]
  return one === undefined ? palette.text : palette.tones[one.tone]
}

const solidLine =
  (palette: Palette) =>
  ({ tone, isFilled = false }: ChartSeries): uPlot.Series => ({
    stroke: palette.tones[tone],
    width: LINE_WIDTH,
    ...(isFilled && { fill: fillOf(palette.tones[tone]) }),
    points: {
      show: true,
      size: LONELY_SIZE,
      width: 0,
      fill: palette.tones[tone],
      filter: (plot, index) => lonelyIndices(Array.from(plot.data[index] ?? [], (value) => value ?? null)),
    },
  })

const dashedLine =
  (palette: Palette) =>
  ({ tone }: ChartSeries): uPlot.Series => ({
    stroke: palette.tones[tone],
    width: LINE_WIDTH,
    dash: DASHES,
    points: { show: false },
  })

function valueAxisOptions({ palette, gutter, current }: Pick<Request, 'palette' | 'gutter' | 'current'>): uPlot.Axis {
  return {
    size: GUTTER_WIDTHS[gutter],
    gap: 6,
    font: palette.font,
    stroke: palette.text,
    ticks: { show: false },
    grid: { stroke: palette.grid, width: 1 },
    splits: () => current().axis.ticks.map(({ value }) => value),
    values: () => current().axis.ticks.map(({ label }) => label),
  }
}

/** Times, then the solid part of each column, then the dashed one. */
export function alignedData({ atMs, series, isLastPartial }: ChartData, scale: ChartScale): uPlot.AlignedData {
  const columns = series.map(({ values }) => (scale === 'logDuration' ? values.map(logOf) : values))
  return [
    [...atMs],
    ...columns.map((values) => solidValues(values, isLastPartial)),
    ...columns.map((values) => dashedValues(values, isLastPartial)),
  ]
}

const logOf = (value: number | null) => (value === null ? null : Math.log10(Math.max(LOG_FLOOR_MS, value)))

export const axisOf = ({ series }: ChartData, scale: ChartScale): ValueAxis =>
  valueAxis(
    scale,
    series.map(({ values }) => values),
  )
