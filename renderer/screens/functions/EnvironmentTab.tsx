/** The variables that a function is given beside those of FC and of the machine. Secrets stay hidden. */
import { useText } from '../../i18n/text.ts'
import type { FunctionConfiguration } from '../../stores/functionDetail.ts'
import { CopyText, EmptyState } from '../../ui/index.ts'
import css from './SettingsTable.module.css'

export function EnvironmentTab({ configuration: { environment } }: { configuration: FunctionConfiguration }) {
  const t = useText()
  if (environment.length === 0) {
    return <EmptyState title={t('functions.noVariables')} text={t('functions.noVariablesText')} />
  }
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{t('functions.variable')}</th>
          <th scope="col">{t('functions.value')}</th>
        </tr>
      </thead>
      <tbody>
        {environment.map(({ name, value, isSecret }) => (
          <tr key={name}>
            <th scope="row" className={css.mono}>
              {name}
            </th>
            <td className={css.mono}>
              {isSecret ? (
                <span className={css.quiet} title={t('functions.hiddenWhy')}>
                  •••••••• {t('functions.hidden')}
                </span>
              ) : (
                <CopyText text={value} label={t('functions.copyVariable', { name })} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
