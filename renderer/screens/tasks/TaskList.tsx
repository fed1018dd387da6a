/**
 * The list: heads, and the rows that can be seen. Rows are drawn at fixed heights by their place; a row that
 * leaves the view is taken out, except for the one that has the keyboard.
 */
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react'
import { usePreferences } from '../../stores/preferences.ts'
import type { TaskTarget } from '../../stores/route.ts'
import { loadMore } from '../../stores/taskList.ts'
import { setPresence } from '../../stores/taskListLive.ts'
import { focusSeq, selectFocusIndex, selectRangeTo, toggleSelected } from '../../stores/taskListSelection.ts'
import { useTaskList } from '../../stores/taskListState.ts'
import { classes } from '../../ui/index.ts'
import css from './TaskList.module.css'
import { TaskListHead } from './TaskListHead.tsx'
import { type RowActions, type TaskColumns, TaskRowView } from './TaskRowView.tsx'
import { useListKeys } from './useListKeys.ts'
import { openTarget } from './useTasksRoute.ts'

const ROW_PIXELS = 44 // --h-row
const COMPACT_ROW_PIXELS = 28 // --h-row-s
const OVERSCAN_ROWS = 8
/** So near the end of what is loaded, the next page is asked for. */
const LOAD_AHEAD_ROWS = 40

/** Where which rows were scrolled to, for a list that comes back after another screen. */
const lastScroll = { firstSeq: -1, pixels: 0 }

type TaskListProps = {
  label: string
  target: TaskTarget | null // open beside it
  rows: RefObject<HTMLDivElement | null>
  columns?: TaskColumns
  /** False while another list of the screen answers the shortcuts. */
  hasKeys?: boolean
  /** Escape, when there is nothing to close and nothing selected. */
  onLeave?: () => void
}

export function TaskList({ label, target, rows: scroller, columns = 'tasks', hasKeys = true, onLeave }: TaskListProps) {
  const seqs = useTaskList((state) => state.seqs)
  const hasMore = useTaskList((state) => state.cursor !== null)
  const focusIndex = useTaskList(selectFocusIndex)
  const isCompact = usePreferences(({ density }) => density === 'compact' || columns !== 'tasks')
  const rowPixels = isCompact ? COMPACT_ROW_PIXELS : ROW_PIXELS
  const openSeq = useOpenSeq(target)
  const takesFocus = useRef(false)

  const rangeExtractor = useCallback(
    (range: Range) => {
      const indices = defaultRangeExtractor(range)
      if (focusIndex < 0 || focusIndex >= range.count || indices.includes(focusIndex)) return indices
      return [...indices, focusIndex].toSorted((a, b) => a - b)
    },
    [focusIndex],
  )
  const virtual = useVirtualizer({
    count: seqs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPixels,
    getItemKey: (index) => seqs[index] ?? index,
    overscan: OVERSCAN_ROWS,
    rangeExtractor,
    initialOffset: () => (lastScroll.firstSeq === seqs[0] ? lastScroll.pixels : 0),
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: all rows are of another height then
  useEffect(() => virtual.measure(), [virtual, rowPixels])

  const range = virtual.range
  const firstIndex = range?.startIndex ?? 0
  const lastIndex = range?.endIndex ?? 0
  useEffect(() => setPresence({ firstIndex, lastIndex }), [firstIndex, lastIndex])
  useEffect(() => {
    if (lastIndex >= seqs.length - LOAD_AHEAD_ROWS) void loadMore()
  }, [lastIndex, seqs.length])

  const toTop = useCallback(() => scroller.current?.scrollTo({ top: 0 }), [scroller])
  const scrollTo = useCallback((index: number) => virtual.scrollToIndex(index, { align: 'auto' }), [virtual])
  const onKeyDown = useListKeys({
    target,
    scrollTo,
    toTop,
    takesFocus,
    pageRows: Math.max(1, lastIndex - firstIndex),
    hasKeys,
    onLeave,
  })

  const actions = useMemo<RowActions>(
    () => ({
      press(seq, { shiftKey, ctrlKey, metaKey }) {
        takesFocus.current = true
        if (shiftKey) return selectRangeTo(seq)
        if (ctrlKey || metaKey) return toggleSelected(seq)
        focusSeq(seq)
        const task = useTaskList.getState().rows.get(seq)?.task
        if (task !== undefined) openTarget(task)
      },
      select: (seq, isRange) => (isRange ? selectRangeTo(seq) : toggleSelected(seq)),
      takesFocus: () => takesFocus.current,
    }),
    [],
  )
  const tabStopSeq = seqs[Math.max(0, focusIndex)]

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table lays out by its content
    <div
      role="grid"
      className={classes(css.grid, columns !== 'tasks' && css.letters)}
      aria-label={label}
      aria-rowcount={hasMore ? -1 : seqs.length + 1}
      aria-multiselectable="true"
      onKeyDown={onKeyDown}
    >
      <TaskListHead columns={columns} onNewest={toTop} />
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div
        ref={scroller}
        role="rowgroup"
        className={css.rows}
        onScroll={(event) => {
          const pixels = event.currentTarget.scrollTop
          Object.assign(lastScroll, { firstSeq: seqs[0] ?? -1, pixels })
          setPresence({ isAtTop: pixels <= 0 })
        }}
        onPointerEnter={() => setPresence({ isPointerOver: true })}
        onPointerLeave={() => setPresence({ isPointerOver: false })}
        onFocus={() => {
          takesFocus.current = true
          setPresence({ hasRowFocus: true })
        }}
        onBlur={({ currentTarget, relatedTarget }) => {
          if (currentTarget.contains(relatedTarget)) return
          takesFocus.current = false
          setPresence({ hasRowFocus: false })
        }}
      >
        <div role="presentation" className={css.room} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const seq = seqs[index]
            return (
              seq !== undefined && (
                <TaskRowView
                  key={seq}
                  seq={seq}
                  index={index}
                  topPixels={start}
                  isCompact={isCompact}
                  columns={columns}
                  isOpen={seq === openSeq}
                  isTabStop={seq === tabStopSeq}
                  actions={actions}
                />
              )
            )
          })}
        </div>
      </div>
    </div>
  )
}

/** The seq of the task that is open beside the list, if it is among its rows. */
export function useOpenSeq(target: TaskTarget | null): number | null {
  return useTaskList(({ seqs, rows, focusSeq }) => {
    if (target === null) return null
    const isTarget = (seq: number) => {
      const task = rows.get(seq)?.task
      return task !== undefined && task.taskId === target.taskId && task.functionName === target.functionName
    }
    // nearly always the focused one, which spares looking through all rows at each change
    if (focusSeq !== null && isTarget(focusSeq)) return focusSeq
    return seqs.find(isTarget) ?? null
  })
}
