/** The search over everything stored: text or pattern, how many matches, and the way from one to the next. */
import { useEffect, useRef, useState } from 'react'
import { formatCount } from '../../../shared/format/count.ts'
import { useText } from '../../i18n/text.ts'
import type { StreamFilter } from '../../stores/logFilter.ts'
import { logSearchActions, MAX_HITS, useLogSearch } from '../../stores/logSearch.ts'
import { setLogViewing, useLogViewing } from '../../stores/logViewing.ts'
import { type LogsRoute, navigate } from '../../stores/route.ts'
import { shortcutOf, useShortcut } from '../../stores/shortcuts.ts'
import { classes, Icon, IconButton } from '../../ui/index.ts'
import css from './LogBar.module.css'
import { LogTools } from './LogTools.tsx'

/** Typing is looked for when it rests. */
const SEARCH_AFTER_MS = 250

export function LogBar({ route, filter }: { route: LogsRoute; filter: StreamFilter }) {
  const t = useText()
  const input = useRef<HTMLInputElement>(null)
  const isCaseSensitive = useLogViewing((viewing) => viewing.isCaseSensitive)
  const hasError = useLogSearch(({ error }) => error !== null)
  const { text, setText, send } = useSearchText(route)
  const focus = () => {
    input.current?.focus()
    input.current?.select()
  }
  useShortcut('find', focus)
  useShortcut('filter', focus)
  return (
    <div className={css.bar}>
      <div className={classes(css.field, hasError && css.wrong)}>
        <Icon name="search" size={14} />
        <input
          ref={input}
          className={css.input}
          value={text}
          placeholder={t('logs.searchHint')}
          aria-label={t('logs.search')}
          spellCheck={false}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              if (!send()) (event.shiftKey ? logSearchActions.next : logSearchActions.previous)()
            } else if (event.key === 'Escape') {
              if (text === '') input.current?.blur()
              else setText('')
            } else return
            event.preventDefault()
            event.stopPropagation()
          }}
        />
        <Hits />
        <IconButton
          icon="arrow-up"
          label={t('logs.previous')}
          shortcut={shortcutOf('previousMatch')}
          onClick={logSearchActions.previous}
        />
        <IconButton
          icon="arrow-down"
          label={t('logs.next')}
          shortcut={shortcutOf('nextMatch')}
          onClick={logSearchActions.next}
        />
        <IconButton
          icon="case-sensitive"
          label={t('logs.caseSensitive')}
          isActive={isCaseSensitive}
          onClick={() => setLogViewing({ isCaseSensitive: !isCaseSensitive })}
        />
        <IconButton
          icon="regex"
          label={t('logs.regex')}
          isActive={route.isRegex}
          onClick={() => navigate({ ...route, isRegex: !route.isRegex }, { replace: true })}
        />
      </div>
      <LogTools filter={filter} />
    </div>
  )
}

/**
 * What is typed, and with a pause the address. Another address, as after Back, is what stands here then. `send` does
 * not wait for the pause, and says whether there was anything to send.
 */
function useSearchText(route: LogsRoute) {
  const [text, setText] = useState(route.search)
  const latest = useRef(route)
  const sent = useRef(route.search)
  latest.current = route
  useEffect(() => {
    if (route.search !== sent.current) setText(route.search)
    sent.current = route.search
  }, [route.search])
  const send = () => {
    if (text === latest.current.search) return false
    sent.current = text
    navigate({ ...latest.current, search: text }, { replace: true })
    return true
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts the pause anew
  useEffect(() => {
    if (text === latest.current.search) return
    const timer = setTimeout(send, SEARCH_AFTER_MS)
    return () => clearTimeout(timer)
  }, [text])
  useShortcut('nextMatch', logSearchActions.next)
  useShortcut('previousMatch', logSearchActions.previous)
  return { text, setText, send }
}

function Hits() {
  const t = useText()
  const { pattern, current, isSearching, hasTooMany, error } = useLogSearch()
  const count = useLogSearch(({ hits }) => hits.length)
  if (pattern === null) return null
  if (error !== null) {
    return (
      <span className={css.error} role="alert" title={error.message}>
        {t('logs.searchFailed', { reason: error.message })}
      </span>
    )
  }
  return (
    <span className={css.hits} role="status">
      {textOf()}
    </span>
  )

  function textOf(): string {
    const shown = formatCount(Math.min(count, MAX_HITS))
    if (current !== null) {
      const place = { current: formatCount(current + 1), count: shown }
      return hasTooMany ? t('logs.hitsMany', place) : t('logs.hits', place)
    }
    if (isSearching) return t('logs.searching', { text: shown })
    if (count === 0) return t('logs.hitsNone')
    return hasTooMany ? t('logs.hitsFoundMany', { text: shown }) : t('logs.hitsFound', { count, text: shown })
  }
}
