/** One line of output: its time, its level, what was written, in its own colours. */
import { memo, useState } from 'react'
import { formatCount } from '../../../shared/format/count.ts'
import { formatInstant } from '../../../shared/format/instant.ts'
import type { LogLine } from '../../stores/taskLogLine.ts'
import type { LogTimes } from '../../stores/taskViewing.ts'
import { classes, Icon } from '../../ui/index.ts'
import css from './LogLineRow.module.css'
import { StyledText } from './StyledText.tsx'
import type { LogWords } from './useLogWords.ts'

/** A longer line is cut where it is shown: one of a megabyte would stop the window. */
const MAX_CHARACTERS = 4_000
/** A wrapped line that is longer, such as an error as JSON, is folded to its beginning until it is asked for. */
const FOLD_CHARACTERS = 320

/** Looked up once for all rows: hundreds are drawn in each second of scrolling. */
type LogLineRowProps = {
  line: LogLine
  words: LogWords
  times: LogTimes
  originMs: number // of relative times
  isWrapped: boolean
  hasAttempt?: boolean
  isSmall?: boolean
}

export const LogLineRow = memo(function LogLineRow(props: LogLineRowProps) {
  const { line, words, times, originMs, isWrapped, hasAttempt = false, isSmall = false } = props
  const { kind, level, stream, isContinuation, raw, prefixLength } = line
  const text = raw.slice(prefixLength, prefixLength + MAX_CHARACTERS)
  const [isWhole, setWhole] = useState(false)
  const canFold = isWrapped && text.length > FOLD_CHARACTERS
  return (
    <div
      className={classes(
        css.line,
        css[kind],
        stream === 'stderr' && css.stderr,
        isWrapped && css.wrapped,
        isSmall && css.small,
      )}
      data-level={level ?? undefined}
    >
      {hasAttempt && <span className={css.attempt}>{isContinuation ? '' : line.attempt}</span>}
      {times !== 'off' && (
        <span className={classes(css.time, times === 'absolute' && css.clock)}>
          {isContinuation ? '' : timeOf(line.atMs, { times, originMs })}
        </span>
      )}
      <span className={css.level}>{levelWord(line, words)}</span>
      <span className={css.message}>
        <span className={classes(canFold && !isWhole && css.folded)}>
          {kind === 'loss' && <Icon name="triangle-alert" size={12} />}
          <StyledText text={text} />
          {raw.length > prefixLength + MAX_CHARACTERS && (
            <span className={css.rest}>{words.long(formatCount(raw.length - prefixLength - MAX_CHARACTERS))}</span>
          )}
        </span>
        {canFold && (
          <button type="button" className={css.fold} aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? words.fold : words.unfold(formatCount(text.length))}
          </button>
        )}
      </span>
    </div>
  )
})

function levelWord({ level, stream, isContinuation }: LogLine, words: LogWords): string {
  if (isContinuation) return ''
  if (level !== null) return words.levels[level]
  return stream === 'stderr' ? words.stderr : ''
}

function timeOf(atMs: number, { times, originMs }: { times: LogTimes; originMs: number }): string {
  if (times === 'absolute') return formatInstant(atMs, { withMs: true })
  return `+${(Math.max(atMs - originMs, 0) / 1_000).toFixed(3)}`
}
