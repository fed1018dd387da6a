/** A button of 24 px that shows only an icon; its label is its tooltip, together with its shortcut. */
import type { ComponentPropsWithRef, MouseEvent } from 'react'
import { classes } from '../classes.ts'
import type { IconName } from '../icons.ts'
import { Tooltip } from '../layers/Tooltip.tsx'
import { Icon } from '../status/Icon.tsx'
import { ariaShortcut } from '../status/shortcutText.ts'
import css from './IconButton.module.css'

type TriggerProps = Omit<
  ComponentPropsWithRef<'button'>,
  'type' | 'disabled' | 'className' | 'style' | 'onClick' | 'children' | 'title'
>

export type IconButtonProps = TriggerProps & {
  icon: IconName
  label: string
  shortcut?: string
  /** For one that switches something on and off. */
  isActive?: boolean
  isDisabled?: boolean
  hasFrame?: boolean
  onClick?: (event: MouseEvent<HTMLButtonElement>) => void
}

export function IconButton({
  icon,
  label,
  shortcut,
  isActive,
  isDisabled = false,
  hasFrame = false,
  onClick,
  ...others
}: IconButtonProps) {
  return (
    <Tooltip label={label} {...(shortcut !== undefined && { shortcut })}>
      <button
        {...others}
        type="button"
        className={classes(css.button, hasFrame && css.framed, isActive && css.active)}
        aria-label={label}
        aria-pressed={isActive}
        aria-disabled={isDisabled || undefined}
        aria-keyshortcuts={shortcut && ariaShortcut(shortcut)}
        onClick={(event) => {
          if (!isDisabled) onClick?.(event)
        }}
      >
        <Icon name={icon} size={14} />
      </button>
    </Tooltip>
  )
}
