/** One field that leads everywhere: tasks by id, functions, screens, commands. Arrow keys move, Enter goes. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useText } from '../../i18n/text.ts'
import { functionsActions } from '../../stores/functions.ts'
import { uiActions, useUi } from '../../stores/ui.ts'
import { Icon, Kbd } from '../../ui/index.ts'
import css from './Palette.module.css'
import { PaletteList } from './PaletteList.tsx'
import { type Entry, paletteGroups } from './paletteItems.ts'
import { taskEntry, usePaletteEntries } from './usePaletteEntries.ts'
import { usePaletteTasks } from './usePaletteTasks.ts'

export function Palette() {
  const isOpen = useUi(({ isPaletteOpen }) => isPaletteOpen)
  return isOpen ? <OpenPalette /> : null
}

function OpenPalette() {
  const t = useText()
  const listId = useId()
  const pasted = useUi(({ pasted }) => pasted)
  const dialog = useRef<HTMLDialogElement>(null)
  const [text, setText] = useState(pasted?.id ?? '')
  const [chosen, setChosen] = useState(0)
  const entries = usePaletteEntries()
  const { recent, found, isSearching, failure } = usePaletteTasks(text, pasted)
  const groups = paletteGroups({ text, ...entries, found: found.map(taskEntry), recent: recent.map(taskEntry) })
  const flat = groups.flatMap(({ entries }) => entries)
  const index = Math.min(chosen, flat.length - 1)

  useEffect(() => {
    dialog.current?.showModal()
    void functionsActions.load()
  }, [])

  /** Closed first, so that what the entry opens gets the focus and keeps it. */
  const run = (entry: Entry) => {
    dialog.current?.close()
    uiActions.closePalette()
    entry.run()
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const entry = flat[index]
    const isAgain = event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey)
    if (event.nativeEvent.isComposing) return
    if (step !== undefined && flat.length > 0) setChosen((index + step + flat.length) % flat.length)
    else if (event.key === 'Enter' && entry !== undefined) run(entry)
    else if (isAgain) dialog.current?.close()
    else return
    event.preventDefault()
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press on the veil closes; the keyboard has Escape
    <dialog
      ref={dialog}
      className={css.palette}
      aria-modal="true"
      aria-label={t('shell.palette.label')}
      onClose={uiActions.closePalette}
      onClick={(event) => event.target === event.currentTarget && dialog.current?.close()}
    >
      <div className={css.box}>
        <div className={css.head}>
          <Icon name="search" />
          <input
            className={css.input}
            type="text"
            role="combobox"
            aria-expanded="true"
            aria-controls={listId}
            aria-activedescendant={flat.length > 0 ? `${listId}-${index}` : undefined}
            aria-label={t('shell.palette.placeholder')}
            placeholder={t('shell.palette.placeholder')}
            spellCheck={false}
            autoComplete="off"
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value)
              setChosen(0)
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <PaletteList id={listId} text={text} groups={groups} index={index} onHover={setChosen} onRun={run} />
        {flat.length === 0 && !isSearching && (
          <p className={css.nothing} role="status">
            {failure === null
              ? t('shell.palette.nothing', { query: text.trim() })
              : t('shell.palette.failed', { reason: failure })}
          </p>
        )}
        <div className={css.foot}>
          <span>
            <Kbd keys="ArrowUp" />
            <Kbd keys="ArrowDown" />
            {t('shell.palette.move')}
          </span>
          <span>
            <Kbd keys="Enter" />
            {t('shell.palette.run')}
          </span>
          <span className={css.hint}>{t('shell.palette.hint')}</span>
        </div>
      </div>
    </dialog>
  )
}
