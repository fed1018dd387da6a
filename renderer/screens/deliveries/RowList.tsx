/**
 * Rows of one height, of which only those in sight are drawn, and the one that has the keyboard. The keys of lists
 * move, Enter opens; while something is open beside the list, moving opens the next.
 */
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useCallback, useEffect, useRef } from 'react'
import { useShortcut } from '../../stores/shortcuts.ts'
import { classes } from '../../ui/index.ts'
import css from './RowList.module.css'

const ROW_PIXELS = 44 // --h-row
const OVERSCAN_ROWS = 8
const LOAD_AHEAD_ROWS = 20

export type RowListProps<Id extends string | number> = {
  label: string
  ids: readonly Id[]
  focusId: Id | null
  openId: Id | null
  hasMore: boolean
  head?: ReactNode
  className?: string | undefined
  renderRow: (id: Id) => ReactNode
  /** For a row that is dimmed. */
  isStale: (id: Id) => boolean
  onFocus: (id: Id) => void
  onOpen: (id: Id, how: { isByKeys: boolean }) => void
  onClose: () => void
  onMore: () => void
  /** Somebody points at the rows, or has the keyboard in them, or has scrolled. */
  onLook?: (isLookedAt: boolean) => void
}

export function RowList<Id extends string | number>(props: RowListProps<Id>) {
  const { label, ids, focusId, openId, hasMore, head, className, renderRow, isStale, onFocus, onMore, onLook } = props
  const scroller = useRef<HTMLDivElement>(null)
  const takesFocus = useRef(false)
  const looks = useRef({ isOver: false, hasFocus: false, isScrolled: false })
  const focusIndex = focusId === null ? -1 : ids.indexOf(focusId)
  const tabStopId = ids[Math.max(0, focusIndex)]

  const rangeExtractor = useCallback(
    (range: Range) => {
      const indices = defaultRangeExtractor(range)
      if (focusIndex < 0 || focusIndex >= range.count || indices.includes(focusIndex)) return indices
      return [...indices, focusIndex].toSorted((a, b) => a - b)
    },
    [focusIndex],
  )
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PIXELS,
    getItemKey: (index) => ids[index] ?? index,
    overscan: OVERSCAN_ROWS,
    rangeExtractor,
  })
  const lastIndex = virtual.range?.endIndex ?? 0
  useEffect(() => {
    if (hasMore && lastIndex >= ids.length - LOAD_AHEAD_ROWS) onMore()
  }, [hasMore, lastIndex, ids.length, onMore])

  const look = (change: Partial<typeof looks.current>) => {
    Object.assign(looks.current, change)
    onLook?.(Object.values(looks.current).some(Boolean))
  }
  const move = (step: 1 | -1) => {
    const from = focusIndex < 0 && step === 1 ? -1 : Math.max(0, focusIndex)
    const index = Math.max(0, Math.min(ids.length - 1, from + step))
    const id = ids[index]
    if (id === undefined) return
    takesFocus.current = true
    virtual.scrollToIndex(index, { align: 'auto' })
    onFocus(id)
    if (openId !== null) props.onOpen(id, { isByKeys: true })
  }
  useEffect(() => {
    if (!takesFocus.current || focusId === null) return
    takesFocus.current = false
    scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(String(focusId))}"]`)?.focus()
  }, [focusId])
  useShortcut('next', () => move(1))
  useShortcut('previous', () => move(-1))
  useShortcut('open', () => focusId !== null && props.onOpen(focusId, { isByKeys: false }))
  useShortcut('close', props.onClose, openId !== null)

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table lays out by its content
    <div
      role="grid"
      className={classes(css.grid, className)}
      aria-label={label}
      aria-rowcount={hasMore ? -1 : ids.length + (head === undefined ? 0 : 1)}
    >
      {head}
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div
        ref={scroller}
        role="rowgroup"
        className={css.rows}
        onScroll={({ currentTarget }) => look({ isScrolled: currentTarget.scrollTop > 0 })}
        onPointerEnter={() => look({ isOver: true })}
        onPointerLeave={() => look({ isOver: false })}
        onFocus={() => look({ hasFocus: true })}
        onBlur={({ currentTarget, relatedTarget }) => {
          if (!currentTarget.contains(relatedTarget)) look({ hasFocus: false })
        }}
      >
        <div role="presentation" className={css.room} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const id = ids[index]
            if (id === undefined) return null
            return (
              // biome-ignore lint/a11y/useSemanticElements: as above
              <div
                key={id}
                role="row"
                aria-rowindex={index + (head === undefined ? 1 : 2)}
                aria-selected={id === openId}
                data-row={id}
                tabIndex={id === tabStopId ? 0 : -1}
                className={classes(css.row, id === openId && css.open, isStale(id) && css.stale)}
                style={{ transform: `translateY(${start}px)` }}
                onFocus={() => onFocus(id)}
                onClick={() => props.onOpen(id, { isByKeys: false })}
                onKeyDown={({ key, target, currentTarget }) => {
                  if (key === ' ' && target === currentTarget) props.onOpen(id, { isByKeys: false })
                }}
              >
                {renderRow(id)}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}
