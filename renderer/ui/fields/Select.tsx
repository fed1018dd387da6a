/** A choice of one from a list that opens; a letter jumps to an option. */
import { Select as MantineSelect } from '@mantine/core'
import { useId } from 'react'
import { useText } from '../../i18n/text.ts'
import { Icon } from '../status/Icon.tsx'
import css from './Field.module.css'
import { describedBy, FieldFrame, type FieldTexts } from './FieldFrame.tsx'

export type SelectProps<Value extends string> = FieldTexts & {
  options: readonly { value: Value; label: string }[]
  value: Value | null
  onChange: (value: Value) => void
  placeholder?: string
  isSearchable?: boolean
  isDisabled?: boolean
}

export function Select<Value extends string>(props: SelectProps<Value>) {
  const { options, value, onChange, placeholder, isSearchable = false, isDisabled = false, ...texts } = props
  const id = useId()
  const t = useText()
  return (
    <FieldFrame id={id} {...texts}>
      <MantineSelect
        id={id}
        data={options.map((option) => ({ ...option }))}
        value={value}
        onChange={(chosen) => {
          const option = options.find((candidate) => candidate.value === chosen)
          if (option) onChange(option.value)
        }}
        {...(placeholder !== undefined && { placeholder })}
        searchable={isSearchable}
        disabled={isDisabled}
        allowDeselect={false}
        withCheckIcon={false}
        nothingFoundMessage={t('common.noMatch')}
        rightSection={<Icon name="chevrons-up-down" size={14} />}
        aria-invalid={texts.error ? true : undefined}
        aria-describedby={describedBy(id, texts)}
        comboboxProps={{ offset: 4, transitionProps: { duration: 80, transition: 'fade' }, shadow: 'md' }}
        classNames={{
          input: css.select ?? '',
          section: css.selectSection ?? '',
          dropdown: css.dropdown ?? '',
          option: css.option ?? '',
        }}
      />
    </FieldFrame>
  )
}
