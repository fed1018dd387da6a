/** Finds groups by a text: a button that becomes a field over the head. */
import { useEffect, useRef, useState } from 'react'
import { useText } from '../../i18n/text.ts'
import { setGroupText } from '../../stores/inboxGroups.ts'
import { useInbox } from '../../stores/inboxState.ts'
import { IconButton, TextField } from '../../ui/index.ts'
import css from './GroupFind.module.css'

const APPLY_AFTER_MS = 200

export function GroupFind() {
  const t = useText()
  const text = useInbox((state) => state.text)
  const [isOpen, setOpen] = useState(text !== '')
  const [draft, setDraft] = useState(text)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (draft === useInbox.getState().text) return
    const timer = setTimeout(() => void setGroupText(draft), APPLY_AFTER_MS)
    return () => clearTimeout(timer)
  }, [draft])
  useEffect(() => {
    if (isOpen) field.current?.focus()
  }, [isOpen])
  // cleared from the empty list
  const [applied, setApplied] = useState(text)
  if (text !== applied) {
    setApplied(text)
    setDraft(text)
  }
  const close = () => {
    setDraft('')
    setOpen(false)
  }
  if (!isOpen) return <IconButton icon="filter" label={t('inbox.list.find')} onClick={() => setOpen(true)} />
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape in the field
    <div
      className={css.find}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        close()
      }}
    >
      <div className={css.field}>
        <TextField
          label={t('inbox.list.find')}
          isLabelHidden
          icon="filter"
          placeholder={t('inbox.list.findPlaceholder')}
          value={draft}
          inputRef={field}
          onChange={setDraft}
        />
      </div>
      <IconButton icon="x" label={t('inbox.list.findClear')} onClick={close} />
    </div>
  )
}
