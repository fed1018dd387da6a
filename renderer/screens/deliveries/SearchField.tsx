/** What is looked for: sent when the typing rests, or at once with Enter; Escape empties it, then leaves it. */
import { useEffect, useRef, useState } from 'react'
import { useShortcut } from '../../stores/shortcuts.ts'
import { Icon } from '../../ui/index.ts'
import css from './SearchField.module.css'

const SEARCH_AFTER_MS = 250

type SearchFieldProps = { value: string; label: string; placeholder: string; onChange: (text: string) => void }

export function SearchField({ value, label, placeholder, onChange }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value)
  const sent = useRef(value)
  const latest = useRef(onChange)
  latest.current = onChange
  useEffect(() => {
    if (value !== sent.current) setText(value) // another address, as after Back
    sent.current = value
  }, [value])
  const send = (sending: string) => {
    if (sending === sent.current) return
    sent.current = sending
    latest.current(sending)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts the pause anew
  useEffect(() => {
    const timer = setTimeout(() => send(text), SEARCH_AFTER_MS)
    return () => clearTimeout(timer)
  }, [text])
  useShortcut('filter', () => {
    input.current?.focus()
    input.current?.select()
  })
  return (
    <div className={css.field}>
      <Icon name="search" size={14} />
      <input
        ref={input}
        className={css.input}
        value={text}
        placeholder={placeholder}
        aria-label={label}
        spellCheck={false}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') send(text)
          else if (event.key !== 'Escape') return
          else if (text === '') input.current?.blur()
          else setText('')
          event.preventDefault()
          event.stopPropagation()
        }}
      />
    </div>
  )
}
