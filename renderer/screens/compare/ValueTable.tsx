/** Variables or settings that differ, left and right. Of a secret only that it differs: its values never come here. */
import { useText } from '../../i18n/text.ts'
import { Icon } from '../../ui/index.ts'
import css from './ValueTable.module.css'

type Value = { name: string; left: string | null; right: string | null; isSecret?: boolean }

export function ValueTable({ label, values }: { label: string; values: readonly Value[] }) {
  const t = useText()
  return (
    <table className={css.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t('compare.name')}</th>
          <th scope="col">{t('compare.left')}</th>
          <th scope="col">{t('compare.right')}</th>
        </tr>
      </thead>
      <tbody>
        {values.map(({ name, left, right, isSecret = false }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <Cell value={left} isSecret={isSecret} />
            <Cell value={right} isSecret={isSecret} />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell({ value, isSecret }: { value: string | null; isSecret: boolean }) {
  const t = useText()
  if (value === null) return <td className={css.quiet}>{t('compare.notSet')}</td>
  if (isSecret) {
    return (
      <td className={css.quiet}>
        <Icon name="lock" size={12} /> {t('compare.secret')}
      </td>
    )
  }
  return <td className={css.mono}>{value === '' ? '""' : value}</td>
}
