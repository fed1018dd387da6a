/**
 * Two panes side by side; the line between them moves by pointer and by keyboard (arrows, with Shift in
 * larger steps; Home and End for the least and the most; Enter or a double click for the design's
 * width). `onResize` is told once a move is over, with null for the design's width, so that it may be
 * stored. Without an end pane the start has all the room. Widths in pixels.
 */
import { type KeyboardEvent, type PointerEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { useText } from '../../i18n/text.ts'
import { followPointer } from './followPointer.ts'
import css from './Split.module.css'
import { clampWidth, type SplitLimits, widthAfterKey } from './splitWidth.ts'

export type SplitProps = {
  start: ReactNode
  end: ReactNode | null
  /** null: the design's width, `--w-drawer`. */
  endWidthPixels: number | null
  onResize: (endWidthPixels: number | null) => void
  minEndPixels: number
  maxEndPixels: number
  /** What the separator moves, for a screen reader. */
  label?: string
}

export function Split({ start, end, endWidthPixels, onResize, minEndPixels, maxEndPixels, label }: SplitProps) {
  const t = useText()
  const endPane = useRef<HTMLDivElement>(null)
  const [draggedPixels, setDraggedPixels] = useState<number | null>(null)
  const [drawnPixels, setDrawnPixels] = useState(minEndPixels)
  const hasEnd = end !== null && end !== undefined && end !== false
  const widthPixels = draggedPixels ?? endWidthPixels

  useLayoutEffect(() => {
    const pane = endPane.current
    if (!pane || !hasEnd) return
    const observer = new ResizeObserver(() => setDrawnPixels(Math.round(pane.getBoundingClientRect().width)))
    observer.observe(pane)
    return () => observer.disconnect()
  }, [hasEnd])

  /** The start pane keeps at least what the end pane must have. */
  const limits = (): SplitLimits => {
    const roomPixels = endPane.current?.parentElement?.clientWidth ?? maxEndPixels
    return { minPixels: minEndPixels, maxPixels: Math.min(maxEndPixels, roomPixels - minEndPixels) }
  }

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const startPixels = endPane.current?.getBoundingClientRect().width ?? drawnPixels
    let reached: number | null = null
    followPointer(event, {
      onMove: ({ x }) => {
        reached = clampWidth(startPixels - x, limits())
        setDraggedPixels(reached)
      },
      onEnd: () => {
        setDraggedPixels(null)
        if (reached !== null) onResize(reached)
      },
    })
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const { key, shiftKey } = event
    const next = key === 'Enter' ? null : widthAfterKey({ key, hasShift: shiftKey, widthPixels: drawnPixels }, limits())
    if (next === null && key !== 'Enter') return
    event.preventDefault()
    event.stopPropagation()
    onResize(next)
  }

  return (
    <div className={css.split}>
      <div className={css.start}>{start}</div>
      {hasEnd && (
        <div
          ref={endPane}
          className={css.end}
          style={{ width: widthPixels ?? undefined, minWidth: minEndPixels, maxWidth: maxEndPixels }}
        >
          {/* biome-ignore lint/a11y/useSemanticElements: a rule cannot be focused and moved */}
          <div
            className={css.separator}
            role="separator"
            aria-orientation="vertical"
            aria-label={label ?? t('common.resizePane')}
            aria-valuenow={drawnPixels}
            aria-valuemin={minEndPixels}
            aria-valuemax={maxEndPixels}
            tabIndex={0}
            onPointerDown={onPointerDown}
            onDoubleClick={() => onResize(null)}
            onKeyDown={onKeyDown}
          />
          {end}
        </div>
      )}
    </div>
  )
}
