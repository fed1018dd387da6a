/** What could not be done, why, and how to go on; the details are for a report. */
import { useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import { useText } from '../../i18n/text.ts'
import { Button } from '../actions/Button.tsx'
import { Glyph } from '../status/Glyph.tsx'
import css from './States.module.css'

export type ErrorStateProps = {
  error: Pick<AppError, 'code' | 'message'> & { data?: unknown }
  onRetry?: () => void
  /** A sentence: "The list could not be read". */
  what: string
}

export function ErrorState({ error, onRetry, what }: ErrorStateProps) {
  const t = useText()
  const [hasDetails, setDetails] = useState(false)
  const details = error.data === undefined ? error.code : `${error.code} ${JSON.stringify(error.data, null, 2)}`
  return (
    <div className={css.state} role="alert">
      <Glyph name="Failed" size={16} />
      <p className={css.title}>{what}</p>
      <p className={css.text}>{error.message}</p>
      <div className={css.actions}>
        {onRetry && (
          <Button size="sm" onClick={onRetry}>
            {t('common.tryAgain')}
          </Button>
        )}
        <Button size="sm" variant="ghost" aria-expanded={hasDetails} onClick={() => setDetails(!hasDetails)}>
          {hasDetails ? t('common.hideDetails') : t('common.showDetails')}
        </Button>
      </div>
      {hasDetails && <pre className={css.details}>{details}</pre>}
    </div>
  )
}
