/**
 * A button of 28 px (24 in bars). One that cannot be used now and says why (`disabledReason`) stays
 * reachable by keyboard and shows the reason; one without a reason leaves the tab order.
 */
import type { ComponentPropsWithRef, MouseEvent, ReactNode } from 'react'
import { classes } from '../classes.ts'
import type { IconName } from '../icons.ts'
import { Tooltip } from '../layers/Tooltip.tsx'
import { Icon } from '../status/Icon.tsx'
import { Kbd } from '../status/Kbd.tsx'
import { ariaShortcut } from '../status/shortcutText.ts'
import css from './Button.module.css'

/** What a menu or a popover adds to its trigger. */
type TriggerProps = Omit<
  ComponentPropsWithRef<'button'>,
  'type' | 'disabled' | 'className' | 'style' | 'onClick' | 'children' | 'title'
>

export type ButtonProps = TriggerProps & {
  variant?: 'default' | 'primary' | 'ghost' | 'danger'
  size?: 'md' | 'sm'
  icon?: IconName
  shortcut?: string
  isDisabled?: boolean
  disabledReason?: string
  isBusy?: boolean
  type?: 'button' | 'submit'
  onClick?: (event: MouseEvent<HTMLButtonElement>) => void
  children: ReactNode
}

export function Button({
  variant = 'default',
  size = 'md',
  icon,
  shortcut,
  isDisabled = false,
  disabledReason,
  isBusy = false,
  type = 'button',
  onClick,
  children,
  ...others
}: ButtonProps) {
  const hasReason = isDisabled && disabledReason !== undefined
  const isOff = isDisabled || isBusy
  const button = (
    <button
      {...others}
      type={type}
      className={classes(css.button, css[variant], css[size], isDisabled && css.off, isBusy && css.busy)}
      disabled={isDisabled && !hasReason}
      aria-disabled={isOff ? true : undefined}
      aria-busy={isBusy || undefined}
      aria-keyshortcuts={shortcut && ariaShortcut(shortcut)}
      onClick={(event) => {
        if (isOff) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {icon && <Icon name={icon} size={14} />}
      <span className={css.text}>{children}</span>
      {shortcut && (
        <span className={css.keys} aria-hidden="true">
          <Kbd keys={shortcut} />
        </span>
      )}
      {isBusy && <span className={css.work} />}
    </button>
  )
  return hasReason ? <Tooltip label={disabledReason}>{button}</Tooltip> : button
}
