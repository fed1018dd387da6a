/** The strip of tabs only; what it switches is the caller's. Left and right arrow move and select. */
import { type KeyboardEvent, useRef } from 'react'
import { classes } from '../classes.ts'
import css from './Tabs.module.css'

export type TabsProps<Id extends string> = {
  label: string
  tabs: readonly { id: Id; label: string; count?: string | number }[]
  value: Id
  onChange: (id: Id) => void
}

const STEP_BY_KEY: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 }

export function Tabs<Id extends string>({ label, tabs, value, onChange }: TabsProps<Id>) {
  const strip = useRef<HTMLDivElement>(null)

  const goTo = (index: number) => {
    const tab = tabs[(index + tabs.length) % tabs.length]
    if (!tab) return
    onChange(tab.id)
    strip.current?.querySelector<HTMLElement>(`[data-tab="${tab.id}"]`)?.focus()
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const index = tabs.findIndex((tab) => tab.id === value)
    const step = STEP_BY_KEY[event.key]
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (step !== undefined) goTo(index + step)
    else if (event.key === 'Home') goTo(0)
    else if (event.key === 'End') goTo(tabs.length - 1)
    else return
    event.preventDefault()
  }

  return (
    <div ref={strip} className={css.tabs} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          data-tab={tab.id}
          className={classes(css.tab, tab.id === value && css.on)}
          aria-selected={tab.id === value}
          tabIndex={tab.id === value ? 0 : -1}
          onClick={() => onChange(tab.id)}
        >
          {tab.label}
          {tab.count !== undefined && <span className={css.count}>{tab.count}</span>}
        </button>
      ))}
    </div>
  )
}
