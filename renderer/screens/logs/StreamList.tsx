/**
 * The loaded lines, of which only those in sight are drawn. Reads earlier and later ones when the user comes near
 * them; what is read stays in its place, and following ends with the first movement up.
 */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react'
import { useText } from '../../i18n/text.ts'
import { logSearchActions, useLogSearch } from '../../stores/logSearch.ts'
import { logStreamActions, placeOfHit, type StreamLine, streamLines, useLogStream } from '../../stores/logStream.ts'
import { setLogViewing, useLogViewing } from '../../stores/logViewing.ts'
import { type LogsRoute, navigate, TASKS_ROUTE } from '../../stores/route.ts'
import { useLogWords } from '../task/useLogWords.ts'
import css from './StreamList.module.css'
import { StreamRow } from './StreamRow.tsx'

export type StreamListHandle = { toEnd(): void }

const LINE_PIXELS = 20 // `--h-line`: of a line that is not wrapped
const OVERSCAN_LINES = 12
/** So near to either end more is read. */
const NEAR_LINES = 300
/** A movement within this time of a wheel, a key or a press is the user's. */
const USER_MOVES_MS = 400

export function StreamList({ ref, route }: { ref: Ref<StreamListHandle>; route: LogsRoute }) {
  const t = useText()
  const words = useLogWords()
  const scroller = useRef<HTMLDivElement>(null)
  const lastMove = useRef({ atMs: 0, top: 0 })
  const revision = useLogStream((stream) => stream.revision)
  const lineCount = useLogStream((stream) => stream.lineCount)
  const isFollowing = useLogStream((stream) => stream.isFollowing)
  const prepended = useLogStream((stream) => stream.prepended)
  const { isWrapped, times, marked } = useLogViewing()
  const hit = useLogSearch(({ hits, current }) => (current === null ? null : (hits[current] ?? null)))
  const hitRevision = useLogSearch(({ hits }) => hits)
  const lines = streamLines()
  const last = lineCount - 1
  const virtual = useVirtualizer({
    count: lineCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PIXELS,
    getItemKey: (index) => keyOf(lines[index], index),
    overscan: OVERSCAN_LINES,
  })

  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the lines moves the end
  useLayoutEffect(() => {
    if (isFollowing && last >= 0) virtual.scrollToIndex(last, { align: 'end' })
  }, [isFollowing, revision])
  // biome-ignore lint/correctness/useExhaustiveDependencies: lines that came above push down what is looked at
  useLayoutEffect(() => {
    if (prepended.count > 0 && scroller.current !== null) scroller.current.scrollTop += prepended.count * LINE_PIXELS
  }, [prepended.revision])
  // biome-ignore lint/correctness/useExhaustiveDependencies: lines have other heights then
  useEffect(() => virtual.measure(), [isWrapped])
  useShownPlace((place) => virtual.scrollToIndex(place, { align: 'center' }))
  useImperativeHandle(ref, () => ({
    toEnd: () => {
      virtual.scrollToIndex(last, { align: 'end' })
      scroller.current?.focus()
    },
  }))

  const range = virtual.range
  const isNearStart = (range?.startIndex ?? NEAR_LINES) < NEAR_LINES
  const isNearEnd = (range?.endIndex ?? 0) > last - NEAR_LINES
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each change of the lines it is near again, or not
  useEffect(() => {
    if (isNearStart) logStreamActions.readEarlier()
    if (isNearEnd && !isFollowing && useLogStream.getState().hasLater) logStreamActions.readLater()
  }, [isNearStart, isNearEnd, isFollowing, revision])

  const noteUser = () => {
    lastMove.current.atMs = performance.now()
  }
  const onScroll = () => {
    const top = scroller.current?.scrollTop ?? 0
    const isUser = performance.now() - lastMove.current.atMs < USER_MOVES_MS
    if (isFollowing && isUser && top < lastMove.current.top - 1) logStreamActions.leave()
    lastMove.current.top = top
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
    noteUser()
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / LINE_PIXELS) - 1)
    const place = marked === null ? (range?.endIndex ?? last) : placeOfHit(marked)
    const line = marked === null ? undefined : streamLines()[place]
    if (event.key === 'Home') {
      logStreamActions.leave()
      virtual.scrollToIndex(0)
    } else if (event.key === 'End') {
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
    else if (event.key === 'Enter' && line?.taskId) openTask(line)
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
      onWheel={noteUser}
      onPointerDown={noteUser}
      onPointerMove={(event) => event.buttons > 0 && noteUser()}
      onTouchMove={noteUser}
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

const keyOf = (line: StreamLine | undefined, index: number) =>
  line === undefined ? index : `${line.chunk}:${line.line}`

function openTask({ functionName, taskId }: StreamLine): void {
  if (taskId !== null) navigate({ ...TASKS_ROUTE, task: { functionName, taskId }, tab: 'log' })
}

/** Scrolls to the match that was gone to, and to the place that the address names, once it is loaded. */
function useShownPlace(show: (place: number) => void): void {
  const shownChunk = useLogStream((stream) => stream.shownChunk)
  const hit = useLogSearch(({ hits, current }) => (current === null ? null : (hits[current] ?? null)))
  const revision = useLogStream((stream) => stream.revision)
  const shown = useRef<object | number | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it may not be loaded before the lines change
  useEffect(() => {
    const target = hit ?? (shownChunk === null ? null : { chunk: shownChunk, line: 0 })
    const name = hit ?? shownChunk
    if (target === null || name === shown.current) return
    const place = placeOfHit(target)
    const line = streamLines()[place]
    if (line === undefined || line.chunk !== target.chunk) return
    shown.current = name
    setLogViewing({ marked: { chunk: line.chunk, line: line.line } })
    show(place)
  }, [hit, shownChunk, revision])
}
