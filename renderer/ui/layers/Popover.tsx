/** A small pane beside its trigger; takes the focus, gives it back, closes on Escape and on a press outside. */
import { Popover as MantinePopover } from '@mantine/core'
import { cloneElement, type ReactElement, type ReactNode, useState } from 'react'
import css from './Popover.module.css'

export type PopoverProps = {
  /** A Button or an IconButton. */
  trigger: ReactElement<{ onClick?: () => void }>
  children: ReactNode
  label: string
}

export function Popover({ trigger, children, label }: PopoverProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <MantinePopover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-start"
      trapFocus
      returnFocus
      classNames={{ dropdown: css.pane ?? '' }}
    >
      <MantinePopover.Target>{cloneElement(trigger, { onClick: () => setOpen(!isOpen) })}</MantinePopover.Target>
      <MantinePopover.Dropdown aria-label={label} aria-labelledby={undefined}>
        {children}
      </MantinePopover.Dropdown>
    </MantinePopover>
  )
}
