/** A word about a control, on hover and on keyboard focus. Never the only place of a fact that matters. */
import { Tooltip as MantineTooltip } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import { Kbd } from '../status/Kbd.tsx'
import css from './Tooltip.module.css'

export type TooltipProps = { label: ReactNode; shortcut?: string; children: ReactElement }

export function Tooltip({ label, shortcut, children }: TooltipProps) {
  const content =
    shortcut === undefined ? (
      label
    ) : (
      <span className={css.content}>
        {label}
        <Kbd keys={shortcut} />
      </span>
    )
  return (
    <MantineTooltip
      label={content}
      events={{ hover: true, focus: true, touch: false }}
      multiline
      classNames={{ tooltip: css.tooltip ?? '' }}
    >
      {children}
    </MantineTooltip>
  )
}
