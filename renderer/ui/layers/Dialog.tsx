/**
 * A dialog: title, body, and the actions at the right of its foot. Escape and a press on the veil close
 * it; the focus goes to the first control (or to what carries `data-autofocus`) and comes back.
 */
import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../i18n/text.ts'
import { IconButton } from '../actions/IconButton.tsx'
import { classes } from '../classes.ts'
import css from './Dialog.module.css'

export type DialogProps = {
  title: string
  isOpen: boolean
  onClose: () => void
  children: ReactNode
  footer?: ReactNode
  size?: 'md' | 'sm'
  /** Only words: there is no control in it that the keyboard could scroll it with. */
  isReading?: boolean
}

const WIDTH = { md: 'var(--w-dialog)', sm: 'var(--w-confirm)' }

export function Dialog({ title, isOpen, onClose, children, footer, size = 'md', isReading = false }: DialogProps) {
  const t = useText()
  return (
    <Modal.Root
      opened={isOpen}
      onClose={onClose}
      size={WIDTH[size]}
      yOffset="var(--top-dialog)"
      xOffset="var(--s-4)"
      classNames={{ overlay: css.veil ?? '', content: css.dialog ?? '', title: css.title ?? '' }}
    >
      <Modal.Overlay />
      <Modal.Content>
        <div className={css.head}>
          <Modal.Title>{title}</Modal.Title>
          <IconButton icon="x" label={t('common.close')} shortcut="Escape" onClick={onClose} />
        </div>
        <div
          className={classes(css.body, isReading && css.reading)}
          {...(isReading && { tabIndex: 0, 'data-autofocus': true })}
        >
          {children}
        </div>
        {footer && <div className={css.foot}>{footer}</div>}
      </Modal.Content>
    </Modal.Root>
  )
}
