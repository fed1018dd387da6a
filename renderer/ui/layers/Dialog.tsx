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
  /** What the title is about, quietly beside it. */
  summary?: ReactNode
  size?: 'lg' | 'md' | 'sm'
  /** Only words: there is no control in it that the keyboard could scroll it with. */
  isReading?: boolean
}

const WIDTH = { lg: 'var(--w-dialog-wide)', md: 'var(--w-dialog)', sm: 'var(--w-confirm)' }

export function Dialog(props: DialogProps) {
  const { title, isOpen, onClose, children, footer, summary, size = 'md', isReading = false } = props
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
          <div className={css.about}>
            <Modal.Title>{title}</Modal.Title>
            {summary !== undefined && <div className={css.summary}>{summary}</div>}
          </div>
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
