/**
 * The loaded lines, of which only those in sight are drawn. Reads earlier and later ones when the user comes near
 * them; what is read stays in its place, and following ends with the first movement up.
 */
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react'
import { useText } from '../../i18n/text.ts'
import { logSearchActions, useLogSearch } from '../../stores/logSearch.ts'
import { logStreamActions, placeOfHit, streamLines } from '../../stores/logStream.ts'
import { useLogStream } from '../../stores/logStreamState.ts'
import { setLogViewing, useLogViewing } from '../../stores/logViewing.ts'
import type { StreamLine } from '../../stores/logWindow.ts'
import { type LogsRoute, navigate, TASKS_ROUTE } from '../../stores/route.ts'
import { useLogWords } from '../task/useLogWords.ts'
import css from './StreamList.module.css'
import { StreamRow } from './StreamRow.tsx'

export type StreamListHandle = { toEnd(): void }

const LINE_PIXELS = 20 // `--h-line`: of a line that is not wrapped
const OVERSCAN_LINES = 12
/** So near to either end more is read. */
const NEAR_LINES = 300

export function StreamList({ ref, route }: { ref: Ref<StreamListHandle>; route: LogsRoute }) {
  const t = useText()
  const words = useLogWords()
  const scroller = useRef<HTMLDivElement>(null)
  /** Held by a pointer or a finger: a movement is the user's then. The end moves by itself, too, and also up. */
  const lastMove = useRef({ top: 0, isHeld: false })
  const revision = useLogStream((stream) => stream.revision)
  const lineCount = useLogStream((stream) => stream.lineCount)
  const isFollowing = useLogStream((stream) => stream.isFollowing)
  const { isWrapped, times, marked } = useLogViewing()
  const hit = useLogSearch(({ hits, current }) => (current === null ? null : (hits[current] ?? null)))
  const hitRevision = useLogSearch(({ hits }) => hits)
  const lines = streamLines()
  const last = lineCount - 1
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same while the lines are, or all would be measured anew
  const getItemKey = useCallback((index: number) => keyOf(lines[index]) ?? index, [revision])
  const virtual = useVirtualizer({
    count: lineCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PIXELS,
    getItemKey,
    overscan: OVERSCAN_LINES,
  })

  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the lines moves the end
  useLayoutEffect(() => {
    if (isFollowing && last >= 0) virtual.scrollToIndex(last, { align: 'end' })
  }, [isFollowing, revision])
  const keepTop = useKeptTop(virtual)
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each change of the lines
  useLayoutEffect(() => {
    if (!isFollowing) keepTop.restore()
  }, [revision])
  // biome-ignore lint/correctness/useExhaustiveDependencies: lines have other heights then, and the first in sight stays
  useLayoutEffect(() => {
    const top = keepTop.place()
    virtual.measure()
    if (!useLogStream.getState().isFollowing && top > 0) virtual.scrollToIndex(top, { align: 'start' })
  }, [isWrapped])
  useShownPlace((place, at) => virtual.scrollToIndex(place, { align: at === 'top' ? 'start' : 'center' }))
  useImperativeHandle(ref, () => ({
    toEnd: () => {
      virtual.scrollToIndex(last, { align: 'end' })
      scroller.current?.focus()
    },
  }))

  const range = virtual.range
  const isMoving = virtual.isScrolling && !isFollowing
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each change of the lines it is near again, or not
  useEffect(() => {
    const { startIndex, endIndex } = virtual.range ?? { startIndex: NEAR_LINES, endIndex: 0 } // as it is by now
    // a wheel that is still turning would be taken to where its lines were before
    if (startIndex < NEAR_LINES && !isMoving) logStreamActions.readEarlier()
    if (endIndex > last - NEAR_LINES && !isFollowing && useLogStream.getState().hasLater) logStreamActions.readLater()
  }, [range?.startIndex, range?.endIndex, isMoving, isFollowing, revision])

  const hold = (isHeld: boolean) => () => {
    lastMove.current.isHeld = isHeld
  }
  const onScroll = () => {
    const top = scroller.current?.scrollTop ?? 0
    if (isFollowing && lastMove.current.isHeld && top < lastMove.current.top - 1) logStreamActions.leave()
    lastMove.current.top = top
    keepTop.note()
  }
  const mark = (place: number) => {
    const line = streamLines()[Math.max(0, Math.min(last, place))]
    if (line === undefined) return
    setLogViewing({ marked: { chunk: line.chunk, line: line.line } })
    if (place < last) logStreamActions.leave()
    virtual.scrollToIndex(Math.max(0, Math.min(last, place)), { align: 'auto' })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const isOnAction = event.target !== event.currentTarget
    if (isOnAction && (event.key === 'Enter' || event.key === ' ')) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / LINE_PIXELS) - 1)
    const line = marked === null ? undefined : streamLines()[placeOfHit(marked)]
    const isLoaded = line !== undefined && line.chunk === marked?.chunk && line.line === marked.line
    const place = isLoaded && marked !== null ? placeOfHit(marked) : (range?.endIndex ?? last)
    if (event.key === ' ' && event.shiftKey) {
      logStreamActions.leave()
      return
    }
    if (event.key === 'Home') void logStreamActions.toBeginning()
    else if (event.key === 'End') {
      logStreamActions.follow()
      virtual.scrollToIndex(last, { align: 'end' })
    } else if (event.key === 'PageUp') {
      logStreamActions.leave()
      scroller.current?.scrollBy({ top: -page * LINE_PIXELS })
    } else if (event.key === 'PageDown') scroller.current?.scrollBy({ top: page * LINE_PIXELS })
    else if (event.key === 'ArrowUp' || event.key === 'k') mark(place - 1)
    else if (event.key === 'ArrowDown' || event.key === 'j') mark(place + 1)
    else if (event.key === 'n') logSearchActions.next()
    else if (event.key === 'N') logSearchActions.previous()
    else if (event.key === 'Enter' && isLoaded && line.taskId !== null) openTask(line, route)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const originMs = (marked === null ? undefined : lines[placeOfHit(marked)]?.atMs) ?? lines[last]?.atMs ?? 0
  return (
    <div
      ref={scroller}
      className={css.scroller}
      role="log"
      aria-label={t('logs.stream')}
      aria-live="off"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={onScroll}
      onWheel={({ deltaY }) => deltaY < 0 && logStreamActions.leave()}
      onPointerDown={hold(true)}
      onPointerMove={({ buttons }) => hold(buttons > 0)()}
      onPointerUp={hold(false)}
      onTouchMove={hold(true)}
      onTouchEnd={hold(false)}
      onKeyDown={onKeyDown}
    >
      <div className={css.lines} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index]
          if (line === undefined) return null
          const isHit = hit !== null && hit.chunk === line.chunk && hit.line === line.line
          return (
            <div
              key={item.key}
              ref={isWrapped ? virtual.measureElement : undefined}
              data-index={item.index}
              className={css.line}
              style={{ top: item.start }}
            >
              <StreamRow
                line={line}
                words={words}
                times={times}
                originMs={times === 'relative' ? originMs : 0}
                isWrapped={isWrapped}
                isMarked={marked !== null && marked.chunk === line.chunk && marked.line === line.line}
                currentColumn={isHit ? hit.column : null}
                hits={hitRevision}
                route={route}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** The first line in sight, which stays where it is when lines come or go above it. */
function useKeptTop(virtual: Virtualizer<HTMLDivElement, Element>) {
  const kept = useRef<{ key: number; belowPixels: number } | null>(null)
  const place = () => {
    const key = kept.current?.key ?? -1
    const found = placeOfHit({ chunk: Math.floor(key / CHUNK_LINES), line: key % CHUNK_LINES })
    return keyOf(streamLines()[found]) === key ? found : -1
  }
  return {
    place,
    note() {
      const top = virtual.scrollElement?.scrollTop ?? 0
      const first = virtual.getVirtualItemForOffset(top)
      if (first !== undefined) kept.current = { key: Number(first.key), belowPixels: top - first.start }
    },
    restore() {
      const item = virtual.measurementsCache[place()]
      const scroller = virtual.scrollElement
      if (item === undefined || scroller === null || kept.current === null) return
      const top = item.start + kept.current.belowPixels
      if (Math.abs(scroller.scrollTop - top) < 1) return
      scroller.scrollTop = top
      scroller.dispatchEvent(new Event('scroll')) // drawn for the new place before anybody sees it
    },
  }
}

/** Of more lines than a chunk can have. */
const CHUNK_LINES = 131_072
const keyOf = (line: StreamLine | undefined) => (line === undefined ? undefined : line.chunk * CHUNK_LINES + line.line)

/** Back comes to the line. */
function openTask({ functionName, taskId, chunk }: StreamLine, route: LogsRoute): void {
  if (taskId === null) return
  navigate({ ...route, chunk }, { replace: true })
  navigate({ ...TASKS_ROUTE, task: { functionName, taskId }, tab: 'log' })
}

/** Scrolls to the place that was asked for, and marks its line. */
function useShownPlace(show: (place: number, at: 'middle' | 'top') => void): void {
  const shown = useLogStream((stream) => stream.shown)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that it was asked for
  useLayoutEffect(() => {
    if (shown === null) return
    const { chunk, line, at } = shown
    const { marked } = useLogViewing.getState()
    const place = placeOfHit({ chunk, line: line ?? (marked?.chunk === chunk ? marked.line : 0) })
    const found = streamLines()[Math.max(0, place)]
    if (found === undefined) return
    if (at === 'middle') setLogViewing({ marked: { chunk: found.chunk, line: found.line } })
    show(Math.max(0, place), at)
  }, [shown])
}
