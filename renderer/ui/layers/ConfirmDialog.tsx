/**
 * Asks once before what cannot be taken back: the text names the number and the consequence, the button
 * the verb. The focus starts on the verb, but on the way out where the verb destroys.
 */
import { useText } from '../../i18n/text.ts'
import { Button } from '../actions/Button.tsx'
import css from './Dialog.module.css'
import { Dialog } from './Dialog.tsx'

export type ConfirmDialogProps = {
  title: string
  text: string
  confirmLabel: string
  tone?: 'primary' | 'danger'
  isOpen: boolean
  isBusy?: boolean
  onConfirm: () => void
  onClose: () => void
}

export function ConfirmDialog({
  title,
  text,
  confirmLabel,
  tone = 'primary',
  isOpen,
  isBusy = false,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const t = useText()
  const isDanger = tone === 'danger'
  const footer = (
    <>
      <Button variant="ghost" data-autofocus={isDanger || undefined} onClick={onClose}>
        {t('common.cancel')}
      </Button>
      <Button variant={tone} isBusy={isBusy} data-autofocus={!isDanger || undefined} onClick={onConfirm}>
        {confirmLabel}
      </Button>
    </>
  )
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose} footer={footer} size="sm">
      <p className={css.sentence}>{text}</p>
    </Dialog>
  )
}
