/** Looks for a text in what a terminal shows: Enter goes on, Shift+Enter back, Escape ends it. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { formatCount } from '../../../shared/format/count.ts'
import { useText } from '../../i18n/text.ts'
import { MAX_COUNTED_MATCHES, type Matches, type XtermScreen } from '../../terminal/XtermScreen.ts'
import { IconButton, TextField } from '../../ui/index.ts'
import css from './FindBar.module.css'

const NOTHING: Matches = { count: 0, active: null }

export function FindBar({ screen, onEnd }: { screen: XtermScreen; onEnd: () => void }) {
  const t = useText()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [isRegex, setRegex] = useState(false)
  const [isCaseSensitive, setCaseSensitive] = useState(false)
  const [isInvalid, setInvalid] = useState(false)
  const [matches, setMatches] = useState(NOTHING)

  useEffect(() => {
    field.current?.focus()
    screen.onMatches = setMatches
    return () => {
      screen.onMatches = null
    }
  }, [screen])
  useEffect(() => {
    setMatches(NOTHING)
    setInvalid(!screen.find(text, { isRegex, isCaseSensitive, step: 'typed' }))
  }, [screen, text, isRegex, isCaseSensitive])

  const go = (step: 'next' | 'previous') => screen.find(text, { isRegex, isCaseSensitive, step })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    if (event.key === 'Escape') onEnd()
    else if (event.target === field.current) go(event.shiftKey ? 'previous' : 'next')
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <search className={css.bar} onKeyDown={onKeyDown}>
      <div className={css.field}>
        <TextField
          label={t('terminal.find.label')}
          isLabelHidden
          icon="search"
          isMono
          inputRef={field}
          value={text}
          onChange={setText}
        />
      </div>
      <span className={css.count} role="status">
        {text !== '' && (isInvalid ? t('terminal.find.invalid') : <Count matches={matches} />)}
      </span>
      <IconButton
        icon="case-sensitive"
        label={t('terminal.find.isCaseSensitive')}
        isActive={isCaseSensitive}
        onClick={() => setCaseSensitive(!isCaseSensitive)}
      />
      <IconButton
        icon="regex"
        label={t('terminal.find.isRegex')}
        isActive={isRegex}
        onClick={() => setRegex(!isRegex)}
      />
      <IconButton icon="chevron-up" label={t('terminal.find.previous')} onClick={() => go('previous')} />
      <IconButton icon="chevron-down" label={t('terminal.find.next')} onClick={() => go('next')} />
      <IconButton icon="x" label={t('terminal.find.close')} shortcut="Escape" onClick={onEnd} />
    </search>
  )
}

function Count({ matches: { count, active } }: { matches: Matches }) {
  const t = useText()
  if (count === 0) return t('terminal.find.none')
  if (active === null || count >= MAX_COUNTED_MATCHES)
    return t('terminal.find.countOnly', { count: formatCount(count) })
  return t('terminal.find.count', { active: formatCount(active + 1), count: formatCount(count) })
}
