/** One line of the stream: when, how grave, who, and what was written, with the matches in it. */
import { memo, type ReactNode } from 'react'
import type { LogHit } from '../../../shared/contract/logs.contract.ts'
import { formatCount } from '../../../shared/format/count.ts'
import { formatInstant } from '../../../shared/format/instant.ts'
import { shortInstanceId } from '../../../shared/format/shortInstanceId.ts'
import { text } from '../../i18n/text.ts'
import { hitsOf } from '../../stores/logSearch.ts'
import { logStreamActions } from '../../stores/logStream.ts'
import { setLogViewing } from '../../stores/logViewing.ts'
import type { StreamLine } from '../../stores/logWindow.ts'
import type { LogsRoute } from '../../stores/route.ts'
import type { LogTimes } from '../../stores/taskViewing.ts'
import { classes, Icon, PlainText } from '../../ui/index.ts'
import { StyledText } from '../task/StyledText.tsx'
import type { LogWords } from '../task/useLogWords.ts'
import { RowActions } from './RowActions.tsx'
import css from './StreamRow.module.css'
import { sourceColour } from './sourceColour.ts'

/** A longer line is cut where it is shown. */
const MAX_CHARACTERS = 4_000
/** What of a line that is not wrapped is mostly in sight. */
const NEAR_CHARACTERS = 80

type StreamRowProps = {
  line: StreamLine
  words: LogWords
  times: LogTimes
  originMs: number // of relative times
  isWrapped: boolean
  isMarked: boolean
  /** Of the match that was gone to, when it is in this line. */
  currentColumn: number | null
  /** Changes with the matches. */
  hits: readonly LogHit[]
  route: LogsRoute
}

export const StreamRow = memo(function StreamRow(props: StreamRowProps) {
  const { line, words, times, originMs, isWrapped, isMarked, currentColumn, route } = props
  const { kind, level, stream, isContinuation, raw, prefixLength, cutCharacters, functionName, instanceId } = line
  const matches = hitsOf(line)
  // a match in what the columns repeat is shown with it
  const firstStart = matches?.some(({ column }) => column < prefixLength) ? 0 : prefixLength
  const start = startFor({ firstStart, currentColumn, keptCharacters: raw.length, isWrapped })
  const restCharacters = Math.max(0, raw.length - start - MAX_CHARACTERS) + cutCharacters
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: arrows mark a line, too
    <div
      className={classes(
        css.row,
        css[kind],
        isWrapped && css.wrapped,
        isMarked && css.marked,
        isContinuation && css.goesOn,
      )}
      data-level={level ?? undefined}
      data-stream={stream}
      onClick={() => {
        setLogViewing({ marked: { chunk: line.chunk, line: line.line } })
        logStreamActions.leave() // its actions stay under the pointer
      }}
    >
      {times !== 'off' && <span className={css.time}>{timeOf(line.atMs, { times, originMs })}</span>}
      <span className={css.level}>
        {level === null ? (stream === 'stderr' ? words.stderr : '') : words.levels[level]}
      </span>
      <span className={css.source} data-colour={sourceColour(functionName)} title={functionName}>
        {functionName}
      </span>
      <span className={css.instance} title={instanceId}>
        {shortInstanceId(instanceId)}
      </span>
      <span className={css.message}>
        {kind === 'loss' && <Icon name="triangle-alert" size={12} />}
        {currentColumn !== null && currentColumn >= raw.length && (
          <span className={css.rest}>{text('logs.matchInRest', { column: formatCount(currentColumn + 1) })}</span>
        )}
        {start > firstStart && (
          <span className={css.rest}>{text('logs.before', { text: formatCount(start - firstStart) })}</span>
        )}
        <Message raw={raw} start={start} matches={matches} currentColumn={currentColumn} />
        {restCharacters > 0 && (
          <span className={css.rest}>{text('logs.long', { shown: formatCount(restCharacters) })}</span>
        )}
      </span>
      {isMarked && <RowActions line={line} route={route} />}
    </div>
  )
})

/** A match far behind the beginning of a long line is shown with a little of what stands before it. */
const BEFORE_MATCH_CHARACTERS = 40

type Place = { firstStart: number; currentColumn: number | null; keptCharacters: number; isWrapped: boolean }
function startFor({ firstStart, currentColumn, keptCharacters, isWrapped }: Place): number {
  if (currentColumn === null || currentColumn >= keptCharacters) return firstStart
  const shownCharacters = isWrapped ? MAX_CHARACTERS : NEAR_CHARACTERS
  return currentColumn < firstStart + shownCharacters ? firstStart : currentColumn - BEFORE_MATCH_CHARACTERS
}

type MessageProps = { raw: string; start: number; matches: readonly LogHit[] | undefined; currentColumn: number | null }

/** Colours where nothing was found; where something was, the matches and no colours: escapes would move them. */
function Message({ raw, start, matches, currentColumn }: MessageProps): ReactNode {
  const end = start + MAX_CHARACTERS
  if (matches === undefined) return <StyledText text={raw.slice(start, end)} />
  const parts: ReactNode[] = []
  let from = start
  for (const { column, length } of matches.toSorted((a, b) => a.column - b.column)) {
    if (column < from || column >= end) continue
    parts.push(<PlainText key={`${from} before`} text={raw.slice(from, column)} />)
    parts.push(
      <mark key={column} className={classes(css.match, column === currentColumn && css.current)}>
        <PlainText text={raw.slice(column, Math.min(end, column + length))} />
      </mark>,
    )
    from = column + length
  }
  parts.push(<PlainText key="rest" text={raw.slice(from, end)} />)
  return parts
}

function timeOf(atMs: number, { times, originMs }: { times: LogTimes; originMs: number }): string {
  if (times === 'absolute') return formatInstant(atMs, { withMs: true })
  const seconds = (atMs - originMs) / 1_000
  return `${seconds < 0 ? '−' : '+'}${Math.abs(seconds).toFixed(3)}`
}
