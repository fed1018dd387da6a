/** Copies a text; quiet until its row is hovered or it has the focus (its surroundings decide, see the modules). */
import { useText } from '../../i18n/text.ts'
import { classes } from '../classes.ts'
import type { IconName } from '../icons.ts'
import { Icon } from '../status/Icon.tsx'
import css from './CopyButton.module.css'
import { useCopy } from './useCopy.ts'

type CopyButtonProps = {
  label: string
  icon?: IconName
  className?: string | undefined
  tabIndex?: number
  text: () => string
}

export function CopyButton({ label, icon = 'copy', className, tabIndex, text }: CopyButtonProps) {
  const t = useText()
  const { isCopied, copy } = useCopy()
  return (
    <button
      type="button"
      className={classes(css.copy, className, isCopied && css.copied)}
      aria-label={isCopied ? t('common.copied') : label}
      title={isCopied ? t('common.copied') : label}
      tabIndex={tabIndex}
      onClick={(event) => {
        event.stopPropagation()
        copy(text())
      }}
    >
      <Icon name={isCopied ? 'check' : icon} size={12} />
    </button>
  )
}
