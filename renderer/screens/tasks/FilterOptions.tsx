/** The suggestions under the filter's field. The field keeps the focus; the options are reached with its arrow keys. */
import { useText } from '../../i18n/text.ts'
import { classes } from '../../ui/index.ts'
import css from './FilterOptions.module.css'
import type { useSuggestions } from './useSuggestions.ts'

type FilterOptionsProps = {
  id: string
  suggestions: ReturnType<typeof useSuggestions>
  onChoose(index: number): void
}

export function FilterOptions({ id, suggestions, onChoose }: FilterOptionsProps) {
  const t = useText()
  const { options, isOpen, highlighted, highlight } = suggestions
  return (
    <div id={id} role="listbox" aria-label={t('tasks.filter.suggestions')} className={css.list} hidden={!isOpen}>
      {options.map(({ text, kind }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field has the keyboard
        <div
          key={text}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === highlighted}
          className={classes(css.option, index === highlighted && css.highlighted)}
          onPointerDown={(event) => event.preventDefault()}
          onPointerMove={() => highlight(index)}
          onClick={() => onChoose(index)}
        >
          <bdi className={css.text}>{text}</bdi>
          <span className={css.kind}>{t(`tasks.filter.kind.${kind}`)}</span>
        </div>
      ))}
    </div>
  )
}
