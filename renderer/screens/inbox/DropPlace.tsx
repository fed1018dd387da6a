/** The screen as a place to drop or paste the body of a failure destination on: it opens the dialog that reads it. */
import { type DragEvent, type ReactNode, useEffect, useState } from 'react'
import { text } from '../../i18n/text.ts'
import { looksLikeFailure, MAX_BODY_CHARACTERS, openImport } from '../../stores/inboxImport.ts'
import { isBehindDialog, ownerOf } from '../../stores/shortcuts.ts'
import { Icon, toast } from '../../ui/index.ts'
import css from './DropPlace.module.css'

export function DropPlace({ children }: { children: ReactNode }) {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    document.addEventListener('paste', takePasted)
    return () => document.removeEventListener('paste', takePasted)
  }, [])
  const onDrop = (event: DragEvent) => {
    setOver(false)
    if (!canTake(event)) return
    event.preventDefault()
    const file = event.dataTransfer.files[0]
    if (file === undefined) openImport(event.dataTransfer.getData('text/plain'))
    else void openFile(file)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button in the list's head does the same by keyboard
    <div
      className={css.place}
      onDragOver={(event) => {
        if (!canTake(event)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false)
      }}
      onDrop={onDrop}
    >
      {children}
      {isOver && (
        <div className={css.over}>
          <span className={css.word}>
            <Icon name="cloud-download" />
            {text('inbox.import.drop')}
          </span>
        </div>
      )}
    </div>
  )
}

const canTake = ({ dataTransfer }: DragEvent) =>
  dataTransfer.types.includes('Files') || dataTransfer.types.includes('text/plain')

async function openFile(file: File): Promise<void> {
  if (file.size > MAX_BODY_CHARACTERS * 4) return toast({ text: text('inbox.import.fileTooLong'), tone: 'fail' })
  try {
    openImport(await file.text())
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    toast({ text: text('inbox.import.fileFailed', { reason }), tone: 'fail' })
  }
}

/** Anywhere but into a field; other texts are left to whoever wants them. */
function takePasted(event: ClipboardEvent): void {
  if (event.defaultPrevented || ownerOf(event.target) === 'field' || isBehindDialog()) return
  const pasted = event.clipboardData?.getData('text/plain') ?? ''
  if (!looksLikeFailure(pasted)) return
  event.preventDefault()
  openImport(pasted)
}
