/**
 * The filter as chips with a field behind them: a term becomes a chip with Enter, or with a space once it is
 * whole; Backspace at the start opens the last chip again. What cannot be read stays in the field, and the
 * reason is said below.
 */
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useId, useState } from 'react'
import { AppError } from '../../../shared/errors.ts'
import { withoutPiece, withTerm } from '../../../shared/query/edit.ts'
import type { Problem } from '../../../shared/query/problems.ts'
import { readQuery } from '../../../shared/query/terms.ts'
import { useText } from '../../i18n/text.ts'
import { findTasks, idIn } from '../../stores/findTask.ts'
import { Icon, Kbd } from '../../ui/index.ts'
import { FilterChips } from './FilterChips.tsx'
import css from './FilterInput.module.css'
import { FilterOptions } from './FilterOptions.tsx'
import { useSuggestions } from './useSuggestions.ts'
import { openTarget, setQuery } from './useTasksRoute.ts'

/** Shorter words are rather the beginning of an id than a whole one. */
const MIN_ID_CHARACTERS = 16

export type FilterFieldProps = {
  query: string
  field: RefObject<HTMLInputElement | null>
  /** What was written and cannot be read; the bar says why. Null: it is being changed. */
  onRefused(refused: { text: string; problems: Problem[] } | null): void
  problemsId: string
  onLeave(): void
}

export function FilterInput({ query, field, onRefused, problemsId, onLeave }: FilterFieldProps) {
  const t = useText()
  const listId = useId()
  const [draft, setDraft] = useState('')
  const [isRefused, setRefused] = useState(false)
  const suggestions = useSuggestions(draft)
  const pieces = readQuery(query)

  const refuse = (refused: Parameters<typeof onRefused>[0]) => {
    setRefused(refused !== null)
    onRefused(refused)
  }
  const write = (text: string) => {
    setDraft(text)
    refuse(null)
    suggestions.open()
  }
  const add = (text: string) => {
    setDraft('')
    refuse(null)
    setQuery(withTerm(query, text))
  }
  const commit = async () => {
    const read = readQuery(draft)
    suggestions.close()
    const problems = read.flatMap(({ problem }) => problem ?? [])
    if (problems.length > 0) return refuse({ text: draft, problems })
    if (read.length === 0 || (await openId(draft))) return setDraft('')
    add(draft)
  }
  const choose = (index: number) => {
    const option = suggestions.options[index]
    if (option === undefined) return
    if (option.isWhole) add(option.text)
    else write(option.text)
    field.current?.focus()
  }
  const reopenLast = () => {
    const last = pieces.at(-1)
    if (last === undefined) return
    setQuery(withoutPiece(query, pieces.length - 1), { isTyped: true })
    write(last.text)
  }
  const move = (step: number) => {
    const { options, highlighted, isOpen } = suggestions
    if (!isOpen) return suggestions.open()
    suggestions.highlight(((highlighted + 1 + step + options.length + 1) % (options.length + 1)) - 1)
  }

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return // Enter chooses a word of an input method
    const { selectionStart, selectionEnd } = event.currentTarget
    const isAtStart = selectionStart === 0 && selectionEnd === 0
    const isWhole = draft.trim() !== '' && readQuery(draft).every(({ problem }) => problem === null)
    const { highlighted, isOpen } = suggestions
    if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else if ((event.key === 'Enter' || event.key === 'Tab') && isOpen && highlighted >= 0) choose(highlighted)
    else if (event.key === 'Enter' && isOpen && !isWhole && isBeginning(draft, suggestions.options[0]?.text)) choose(0)
    else if (event.key === 'Enter') void commit()
    else if (event.key === ' ' && isWhole && selectionStart === draft.length) add(draft)
    else if (event.key === 'Backspace' && isAtStart && pieces.length > 0) reopenLast()
    else if (event.key === 'Escape' && isOpen) suggestions.close()
    else if (event.key === 'Escape') onLeave()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text')
    if (draft !== '' || idIn(pasted) === null || pasted.trim().length < MIN_ID_CHARACTERS) return
    event.preventDefault()
    write(pasted.trim())
    void openId(pasted).then((isFound) => isFound && setDraft(''))
  }

  return (
    <div className={css.place}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: a press beside the field is for the field, which has the keyboard */}
      <div
        className={css.input}
        onClick={(event) => {
          if (event.target === event.currentTarget) field.current?.focus()
        }}
      >
        <Icon name="search" size={14} />
        <FilterChips pieces={pieces} onRemove={(index) => setQuery(withoutPiece(query, index))} />
        <input
          ref={field}
          className={css.field}
          role="combobox"
          aria-label={t('tasks.filter.label')}
          aria-autocomplete="list"
          aria-expanded={suggestions.isOpen}
          aria-controls={listId}
          aria-activedescendant={suggestions.highlighted < 0 ? undefined : `${listId}-${suggestions.highlighted}`}
          aria-invalid={isRefused}
          aria-errormessage={isRefused ? problemsId : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={t('tasks.filter.placeholder')}
          value={draft}
          onChange={(event) => write(event.target.value)}
          onFocus={suggestions.open}
          onBlur={suggestions.close}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        {draft === '' && <Kbd keys="/" />}
      </div>
      <FilterOptions id={listId} suggestions={suggestions} onChoose={choose} />
    </div>
  )
}

/** `status:fai` means `status:failed`: it can mean nothing else. */
const isBeginning = (draft: string, option: string | undefined) =>
  draft.includes(':') && option?.toLowerCase().startsWith(draft.trim().toLowerCase()) === true

/** Whether there is a task with exactly this id; then it is open. */
async function openId(text: string): Promise<boolean> {
  const id = idIn(text)
  if (id === null || id.length < MIN_ID_CHARACTERS) return false
  try {
    const [task] = await findTasks(id)
    if (task !== undefined) openTarget(task)
    return task !== undefined
  } catch (error) {
    if (error instanceof AppError) return false // then it filters, and the list says what is wrong
    throw error
  }
}
