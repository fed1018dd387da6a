/** The latest lines of all functions in the dock. It stays at the end until somebody scrolls up. */
import { useEffect, useLayoutEffect, useRef } from 'react'
import { formatInstant } from '../../../shared/format/instant.ts'
import { useText } from '../../i18n/text.ts'
import { followLogTail, useLogTail } from '../../stores/logTail.ts'
import type { StreamLine } from '../../stores/logWindow.ts'
import { styledPieces } from '../../stores/taskLogStyles.ts'
import { classes, PlainText } from '../../ui/index.ts'
import css from './LogTail.module.css'
import { sourceColour } from './sourceColour.ts'

/** A longer line is cut where it is shown. */
const MAX_CHARACTERS = 1_000

export function LogTail() {
  const t = useText()
  const lines = useLogTail((tail) => tail.lines)
  const error = useLogTail((tail) => tail.error)
  const isLoading = useLogTail((tail) => tail.isLoading)
  const list = useRef<HTMLOListElement>(null)
  const isAtEnd = useRef(true)
  useEffect(followLogTail, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each change of the lines
  useLayoutEffect(() => {
    if (isAtEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight
  }, [lines])

  if (lines.length === 0) {
    return <p className={css.none}>{error?.message ?? (isLoading ? t('shell.loading') : t('shell.dock.noLines'))}</p>
  }
  return (
    <ol
      ref={list}
      className={css.list}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must do so by keyboard
      tabIndex={0}
      aria-label={t('shell.dock.latestLines')}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < clientHeight / 4
      }}
    >
      {lines.map((line) => (
        <Line key={`${line.chunk} ${line.line}`} line={line} />
      ))}
    </ol>
  )
}

function Line({ line }: { line: StreamLine }) {
  const { atMs, functionName, kind, level, raw, prefixLength } = line
  const shown = raw.slice(prefixLength, prefixLength + MAX_CHARACTERS)
  return (
    <li className={classes(css.line, css[kind])} data-level={level ?? undefined}>
      <span className={css.time}>{formatInstant(atMs)}</span>
      <span className={css.source} data-source={sourceColour(functionName)}>
        {functionName}
      </span>
      <span className={css.message}>
        {styledPieces(shown).map((piece, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a line never change their order
          <PlainText key={index} text={piece.text} />
        ))}
      </span>
    </li>
  )
}
