/** A menu that its trigger opens: arrow keys move, a letter jumps, Escape closes and gives the focus back. */
import { Menu as MantineMenu } from '@mantine/core'
import type { ReactElement } from 'react'
import type { IconName } from '../icons.ts'
import { Icon } from '../status/Icon.tsx'
import { Kbd } from '../status/Kbd.tsx'
import css from './Menu.module.css'

export type MenuItem = {
  id: string
  label: string
  icon?: IconName
  shortcut?: string
  tone?: 'neutral' | 'danger'
  isDisabled?: boolean
  onSelect: () => void
}

export type MenuProps = {
  /** A Button or an IconButton. */
  trigger: ReactElement
  items: readonly (MenuItem | 'divider')[]
  align?: 'start' | 'end'
}

/** A divider has no id of its own: it is named after the item before it. */
const keyOf = (items: MenuProps['items'], index: number): string => {
  const item = items[index]
  if (item === undefined) return 'start'
  return item === 'divider' ? `after-${keyOf(items, index - 1)}` : item.id
}

export function Menu({ trigger, items, align = 'start' }: MenuProps) {
  const hasIcons = items.some((item) => item !== 'divider' && item.icon !== undefined)
  return (
    <MantineMenu
      withInitialFocusPlaceholder={false}
      position={align === 'start' ? 'bottom-start' : 'bottom-end'}
      classNames={{
        dropdown: css.menu ?? '',
        item: css.item ?? '',
        itemLabel: css.label ?? '',
        itemSection: css.section ?? '',
        divider: css.divider ?? '',
      }}
    >
      <MantineMenu.Target>{trigger}</MantineMenu.Target>
      <MantineMenu.Dropdown>
        {items.map((item, index) =>
          item === 'divider' ? (
            <MantineMenu.Divider key={keyOf(items, index)} role="separator" />
          ) : (
            <MantineMenu.Item
              key={item.id}
              disabled={item.isDisabled ?? false}
              data-tone={item.tone}
              leftSection={
                hasIcons ? (
                  <span className={css.icon}>{item.icon && <Icon name={item.icon} size={14} />}</span>
                ) : undefined
              }
              rightSection={item.shortcut ? <Kbd keys={item.shortcut} /> : undefined}
              onClick={item.onSelect}
            >
              {item.label}
            </MantineMenu.Item>
          ),
        )}
      </MantineMenu.Dropdown>
    </MantineMenu>
  )
}
