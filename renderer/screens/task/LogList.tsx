/**
 * The lines of a log, of which only those in sight are drawn. Lines are only ever added at the end, so what
 * is read stays put; following ends with the first movement up.
 */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import { useShortcut } from '../../stores/shortcuts.ts'
import { logLines, useTaskLog } from '../../stores/taskLog.ts'
import type { TaskView } from '../../stores/taskShapes.ts'
import { useTaskViewing } from '../../stores/taskViewing.ts'
import { LogLineRow } from './LogLineRow.tsx'
import css from './LogList.module.css'
import { useLogWords } from './useLogWords.ts'

export type LogListHandle = { show(place: number): void }
type LogListProps = {
  ref: Ref<LogListHandle>
  label: string
  task: TaskView
  isFollowing: boolean
  onLeave: () => void
  onReachEnd: () => void
}

const LINE_PIXELS = 20 // `--h-line`: of a line that is not wrapped
const OVERSCAN_LINES = 8
/** A movement within this time of a wheel, a key or a press is the user's. */
const USER_MOVES_MS = 400

export function LogList({ ref, label, task, isFollowing, onLeave, onReachEnd }: LogListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const lastMove = useRef({ atMs: 0, top: 0 })
  const revision = useTaskLog((log) => log.revision)
  const lineCount = useTaskLog((log) => log.lineCount)
  const { isWrapped, logTimes } = useTaskViewing()
  const { lines } = logLines()
  const words = useLogWords()
  const virtual = useVirtualizer({
    count: lineCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PIXELS,
    overscan: OVERSCAN_LINES,
  })
  const last = lineCount - 1

  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the log moves the end
  useEffect(() => {
    if (isFollowing && last >= 0) virtual.scrollToIndex(last, { align: 'end' })
  }, [isFollowing, revision])
  // biome-ignore lint/correctness/useExhaustiveDependencies: lines have other heights then
  useEffect(() => virtual.measure(), [isWrapped])
  useImperativeHandle(ref, () => ({ show: (place) => virtual.scrollToIndex(place, { align: 'center' }) }))

  const stepAttempt = (by: 1 | -1) => {
    const top = lines[virtual.range?.startIndex ?? 0]?.attempt ?? 1
    const place = logLines().placesOf.get(top + by)?.[0]
    if (place === undefined) return
    onLeave()
    virtual.scrollToIndex(place, { align: 'start' })
  }
  useShortcut('previousAttempt', () => stepAttempt(-1))
  useShortcut('nextAttempt', () => stepAttempt(1))

  const noteUser = () => {
    lastMove.current.atMs = performance.now()
  }
  const onScroll = () => {
    const top = scroller.current?.scrollTop ?? 0
    const isUser = performance.now() - lastMove.current.atMs < USER_MOVES_MS
    if (isFollowing && isUser && top < lastMove.current.top - 1) onLeave()
    lastMove.current.top = top
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const page = (scroller.current?.clientHeight ?? 0) - LINE_PIXELS
    noteUser()
    if (event.key === 'Home') {
      onLeave()
      virtual.scrollToIndex(0)
    } else if (event.key === 'End') {
      onReachEnd()
      virtual.scrollToIndex(last, { align: 'end' })
    } else if (event.key === 'PageUp') scroller.current?.scrollBy({ top: -page })
    else if (event.key === 'PageDown') scroller.current?.scrollBy({ top: page })
    else if (event.key === 'ArrowUp') scroller.current?.scrollBy({ top: -LINE_PIXELS })
    else if (event.key === 'ArrowDown') scroller.current?.scrollBy({ top: LINE_PIXELS })
    else return
    event.preventDefault()
  }

  const originOf = (attempt: number) => task.attempts.find(({ number }) => number === attempt)?.startedAtMs ?? null
  return (
    <div
      ref={scroller}
      className={css.scroller}
      role="log"
      aria-label={label}
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
          return (
            <div
              key={item.key}
              ref={isWrapped ? virtual.measureElement : undefined}
              data-index={item.index}
              className={isWrapped ? css.wrapped : css.line}
              style={{ top: item.start }}
            >
              <LogLineRow
                line={line}
                words={words}
                times={logTimes}
                originMs={originOf(line.attempt) ?? task.submittedAtMs}
                isWrapped={isWrapped}
                hasAttempt={task.attempts.length > 1}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}
