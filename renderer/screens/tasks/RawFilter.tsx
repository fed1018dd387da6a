/** The filter as the text that it is. It filters as it is typed; what cannot be read is said below the bar. */
import { useEffect, useState } from 'react'
import { useText } from '../../i18n/text.ts'
import { Icon } from '../../ui/index.ts'
import css from './FilterInput.module.css'
import type { FilterFieldProps } from './FilterInput.tsx'
import { setQuery } from './useTasksRoute.ts'

const APPLY_AFTER_MS = 300

export function RawFilter({ query, field, onLeave }: FilterFieldProps) {
  const t = useText()
  const [text, setText] = useState(query)
  const [applied, setApplied] = useState(query)
  if (query !== applied) {
    // the address changed: back, forward, a pill
    setApplied(query)
    setText(query)
  }
  useEffect(() => {
    if (text === applied) return
    const timer = setTimeout(() => {
      setApplied(text)
      setQuery(text, { isTyped: true })
    }, APPLY_AFTER_MS)
    return () => clearTimeout(timer)
  }, [text, applied])

  return (
    <div className={css.place}>
      <div className={css.input}>
        <Icon name="code" size={14} />
        <input
          ref={field}
          className={css.field}
          aria-label={t('tasks.filter.label')}
          autoComplete="off"
          spellCheck={false}
          placeholder={t('tasks.filter.placeholder')}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return
            if (event.key === 'Enter') {
              setApplied(text)
              setQuery(text)
            }
            if (event.key === 'Escape') onLeave()
          }}
        />
      </div>
    </div>
  )
}
