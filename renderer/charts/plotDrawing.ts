/** What is drawn around the lines: the ground, the times below, and marks with their labels. Units: pixels of the screen, times uPlot.pxRatio on the canvas. */
import uPlot from 'uplot'
import type { ChartMark } from './chartData.ts'
import { type PlacedMark, placeMarks } from './markLayout.ts'
import type { Palette } from './palette.ts'
import { timeLabel, timeTicks } from './ticks.ts'

const LABEL_GAP = 6
const LABEL_TOP = 6
const ROW_STEP = 22
const MARK_ROWS = 3
const LABEL_HEIGHT = 16
const LABEL_ROOM = 2
const LABEL_GROUND = 0.8 // how much of the lines under a label it hides
const TIMES_GAP = 6
const DASHES = [2, 3]

type Times = { fromMs: number; beforeMs: number; language: string; endWord: string | null }

const scaledFont = (palette: Palette) =>
  palette.font.replace(/^([\d.]+)px/, (_, size: string) => `${Number(size) * uPlot.pxRatio}px`)

/** Round times at their places; the end of the axis is named when it is now. */
export function drawTimes(plot: uPlot, palette: Palette, { fromMs, beforeMs, language, endWord }: Times): void {
  const { ctx, bbox } = plot
  const { ticks, stepMs } = timeTicks(fromMs, beforeMs)
  const labels = ticks.map((atMs) => ({ text: timeLabel(atMs, { stepMs, language }), left: leftOf(plot, atMs) }))
  if (endWord !== null) labels.push({ text: endWord, left: bbox.left + bbox.width })
  ctx.save()
  ctx.font = scaledFont(palette)
  ctx.fillStyle = palette.text
  ctx.textBaseline = 'top'
  ctx.textAlign = 'left'
  let rightEdge = Number.POSITIVE_INFINITY // from the end, which matters most
  for (const { text, left } of labels.toReversed()) {
    const width = ctx.measureText(text).width
    const start = Math.min(Math.max(left - width / 2, bbox.left), bbox.left + bbox.width - width)
    if (start + width + LABEL_GAP * uPlot.pxRatio > rightEdge) continue
    ctx.fillText(text, start, bbox.top + bbox.height + TIMES_GAP * uPlot.pxRatio)
    rightEdge = start
  }
  ctx.restore()
}

export function drawGround({ ctx, bbox }: uPlot, palette: Palette): void {
  const top = Math.round(bbox.top + bbox.height) - 0.5
  strokeLine(ctx, { colour: palette.zero, dash: [], from: [bbox.left, top], to: [bbox.left + bbox.width, top] })
}

export function drawMarks(plot: uPlot, palette: Palette, marks: readonly ChartMark[]): void {
  const { ctx, bbox } = plot
  const ratio = uPlot.pxRatio
  const seen = marks
    .map((mark) => ({ mark, left: leftOf(plot, mark.atMs) }))
    .filter(({ left }) => left >= bbox.left && left <= bbox.left + bbox.width)
    .toSorted((one, other) => one.left - other.left)
  if (seen.length === 0) return
  ctx.save()
  ctx.font = scaledFont(palette)
  const widths = seen.map(({ mark }) => ctx.measureText(mark.label).width)
  const placed = placeMarks(
    seen.map(({ left }) => left - bbox.left),
    {
      widths,
      plotWidth: bbox.width,
      gap: LABEL_GAP * ratio,
      rows: MARK_ROWS,
    },
  )
  ctx.textBaseline = 'top'
  const lineLeft = (place: PlacedMark) => Math.round(bbox.left + place.left) + 0.5
  for (const place of placed) {
    const left = lineLeft(place)
    strokeLine(ctx, {
      colour: palette.text,
      dash: DASHES.map((length) => length * ratio),
      from: [left, bbox.top],
      to: [left, bbox.top + bbox.height],
    })
  }
  for (const [index, place] of placed.entries()) {
    if (!place.isLabelled) continue
    const left = lineLeft(place)
    ctx.textAlign = place.isLabelRight ? 'left' : 'right'
    const side = (place.isLabelRight ? LABEL_GAP : -LABEL_GAP) * ratio
    const label = seen[index]?.mark.label ?? ''
    const top = bbox.top + (LABEL_TOP + place.row * ROW_STEP) * ratio
    const width = (widths[index] ?? 0) + 2 * LABEL_ROOM * ratio
    const start = left + side - (place.isLabelRight ? LABEL_ROOM * ratio : width - LABEL_ROOM * ratio)
    ctx.globalAlpha = LABEL_GROUND
    ctx.fillStyle = palette.surface
    ctx.fillRect(start, top - LABEL_ROOM * ratio, width, LABEL_HEIGHT * ratio)
    ctx.globalAlpha = 1
    ctx.fillStyle = palette.text
    ctx.fillText(label, left + side, top)
  }
  ctx.restore()
}

const leftOf = (plot: uPlot, atMs: number) => plot.valToPos(atMs, 'x', true)

type Line = { colour: string; dash: number[]; from: [number, number]; to: [number, number] }

function strokeLine(ctx: CanvasRenderingContext2D, { colour, dash, from, to }: Line): void {
  ctx.save()
  ctx.strokeStyle = colour
  ctx.lineWidth = Math.max(1, Math.round(uPlot.pxRatio))
  ctx.setLineDash(dash)
  ctx.beginPath()
  ctx.moveTo(...from)
  ctx.lineTo(...to)
  ctx.stroke()
  ctx.restore()
}
