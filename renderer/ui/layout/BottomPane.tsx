/**
 * A pane at the foot of others; its upper edge moves by pointer and by keyboard (up and down, with Shift in larger
 * steps; Home and End for the least and the most; Enter or a double click for the design's height). `onResize` is
 * told once a move is over, with null for the design's height. Heights in pixels.
 */
import { type KeyboardEvent, type PointerEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { classes } from '../classes.ts'
import css from './BottomPane.module.css'
import { followPointer } from './followPointer.ts'
import { clampWidth, type SplitLimits, widthAfterKey } from './splitWidth.ts'

export type BottomPaneProps = {
  children: ReactNode
  /** null: the design's height, `--h-bottom`. */
  heightPixels: number | null
  onResize: (heightPixels: number | null) => void
  minPixels: number
  /** What must stay of the panes above it. */
  minRestPixels: number
  /** It has all the room there is, and no edge. */
  isFull: boolean
  /** What the edge moves, for a screen reader. */
  label: string
}

/** The pane grows upwards: what makes a pane at the right wider makes this one higher. */
const KEY_OF_SPLIT: Record<string, string> = { ArrowUp: 'ArrowLeft', ArrowDown: 'ArrowRight', Home: 'Home', End: 'End' }

export function BottomPane(props: BottomPaneProps) {
  const { children, heightPixels, onResize, minPixels, minRestPixels, isFull, label } = props
  const pane = useRef<HTMLDivElement>(null)
  const [draggedPixels, setDraggedPixels] = useState<number | null>(null)
  const [drawn, setDrawn] = useState({ heightPixels: minPixels, maxPixels: minPixels })

  const limits = (): SplitLimits => ({ minPixels, maxPixels: roomOf(pane.current) - minRestPixels })

  useLayoutEffect(() => {
    const watched = pane.current
    if (watched === null) return
    const observer = new ResizeObserver(() => {
      const height = Math.round(watched.getBoundingClientRect().height)
      setDrawn({ heightPixels: height, maxPixels: Math.max(height, roomOf(watched) - minRestPixels) })
    })
    observer.observe(watched)
    return () => observer.disconnect()
  }, [minRestPixels])

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const startPixels = pane.current?.getBoundingClientRect().height ?? drawn.heightPixels
    let reached: number | null = null
    followPointer(event, {
      onMove: ({ y }) => {
        reached = clampWidth(startPixels - y, limits())
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
    const key = KEY_OF_SPLIT[event.key]
    if (key === undefined && event.key !== 'Enter') return
    event.preventDefault()
    event.stopPropagation()
    const moved = { key: key ?? '', hasShift: event.shiftKey, widthPixels: drawn.heightPixels }
    onResize(key === undefined ? null : widthAfterKey(moved, limits()))
  }

  return (
    <div
      ref={pane}
      className={classes(css.pane, isFull && css.full)}
      style={{ height: isFull ? undefined : (draggedPixels ?? heightPixels ?? undefined) }}
    >
      {!isFull && (
        // biome-ignore lint/a11y/useSemanticElements: a rule cannot be focused and moved
        <div
          className={css.edge}
          role="separator"
          aria-orientation="horizontal"
          aria-label={label}
          aria-valuenow={drawn.heightPixels}
          aria-valuemin={minPixels}
          aria-valuemax={drawn.maxPixels}
          tabIndex={0}
          onPointerDown={onPointerDown}
          onDoubleClick={() => onResize(null)}
          onKeyDown={onKeyDown}
        />
      )}
      {children}
    </div>
  )
}

/** From the top of what holds all the panes to the foot of this one. */
function roomOf(pane: HTMLElement | null): number {
  const column = pane?.parentElement?.parentElement
  if (!pane || !column) return 0
  return pane.getBoundingClientRect().bottom - column.getBoundingClientRect().top
}
