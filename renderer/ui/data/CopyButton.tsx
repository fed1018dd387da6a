/** Copies a text; quiet until its row is hovered or it has the focus (its surroundings decide, see the modules). */
import { useText } from '../../i18n/text.ts'
import { classes } from '../classes.ts'
import type { IconName } from '../icons.ts'
import { Tooltip } from '../layers/Tooltip.tsx'
import { Icon } from '../status/Icon.tsx'
import css from './CopyButton.module.css'
import { useCopy } from './useCopy.ts'

type CopyButtonProps = {
  label: string
  icon?: IconName
  className?: string | undefined
  tabIndex?: number
  text: () => string
  /** What is shown beside it in short, for who has no pointer; without it the browser shows the label. */
  tooltip?: string
}

export function CopyButton({ label, icon = 'copy', className, tabIndex, text, tooltip }: CopyButtonProps) {
  const t = useText()
  const { isCopied, copy } = useCopy()
  const button = (
    <button
      type="button"
      className={classes(css.copy, className, isCopied && css.copied)}
      aria-label={isCopied ? t('common.copied') : label}
      title={tooltip === undefined ? (isCopied ? t('common.copied') : label) : undefined}
      tabIndex={tabIndex}
      onClick={(event) => {
        event.stopPropagation()
        copy(text())
      }}
    >
      <Icon name={isCopied ? 'check' : icon} size={12} />
    </button>
  )
  return tooltip === undefined ? button : <Tooltip label={isCopied ? t('common.copied') : tooltip}>{button}</Tooltip>
}
