/** A dialog with fields, one verb, and why the verb could not be done. */
import type { ReactNode } from 'react'
import { useText } from '../../i18n/text.ts'
import { shortcutOf, useDialogShortcut } from '../../stores/shortcuts.ts'
import { Button, Dialog } from '../../ui/index.ts'
import css from './DialogForm.module.css'

export type DialogFormProps = {
  title: string
  verb: string
  size?: 'md' | 'sm'
  isBusy: boolean
  isWrong: boolean
  failure: string | null
  onDo: () => void
  onClose: () => void
  children: ReactNode
}

export function DialogForm(props: DialogFormProps) {
  const { title, verb, size = 'sm', isBusy, isWrong, failure, onDo, onClose, children } = props
  const t = useText()
  useDialogShortcut('submit', () => !isWrong && onDo())
  return (
    <Dialog
      title={title}
      size={size}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button variant="primary" shortcut={shortcutOf('submit')} isBusy={isBusy} isDisabled={isWrong} onClick={onDo}>
            {verb}
          </Button>
        </>
      }
    >
      <div className={css.fields}>{children}</div>
      {failure !== null && (
        <p className={css.failure} role="alert">
          {failure}
        </p>
      )}
    </Dialog>
  )
}
