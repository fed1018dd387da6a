/** Sends a made-up result to a destination, saved or not, and leads to what became of it. */
import { useState } from 'react'
import { AppError } from '../../../shared/errors.ts'
import { useText } from '../../i18n/text.ts'
import { asyncActions } from '../../stores/asyncSettings.ts'
import { DELIVERIES_ROUTE, formatRoute } from '../../stores/route.ts'
import { type TargetChoice, targetOfChoice } from '../../stores/targetChoice.ts'
import { Button } from '../../ui/index.ts'
import css from './AsyncSetting.module.css'

type Props = {
  functionName: string
  side: 'onSuccess' | 'onFailure'
  choice: TargetChoice
  saved: string | null
  isWrong: boolean
}
type Sent = { target: string; outcome: { deliveryId: number } | { reason: string } }

export function TestDelivery({ functionName, side, choice, saved, isWrong }: Props) {
  const t = useText()
  const [isSending, setSending] = useState(false)
  const [sent, setSent] = useState<Sent | null>(null)
  const target = targetOfChoice(choice, saved)
  if (target === null) return null
  const send = async () => {
    setSending(true)
    try {
      const deliveryId = await asyncActions.test(functionName, { side, target })
      setSent({ target, outcome: { deliveryId } })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      setSent({ target, outcome: { reason: error.message } })
    } finally {
      setSending(false)
    }
  }
  const outcome = sent?.target === target ? sent.outcome : null // of this target, not of another one before
  return (
    <div className={css.test}>
      <Button
        size="sm"
        icon="send"
        isBusy={isSending}
        isDisabled={isWrong}
        {...(isWrong && { disabledReason: t('asyncSettings.testWrong') })}
        onClick={() => void send()}
      >
        {t('asyncSettings.test')}
      </Button>
      <span role="status" className={css.outcome}>
        {outcome !== null && 'deliveryId' in outcome && (
          <>
            {t('asyncSettings.testSent')}{' '}
            <a className={css.link} href={formatRoute({ ...DELIVERIES_ROUTE, deliveryId: outcome.deliveryId })}>
              {t('asyncSettings.testOpen')}
            </a>
          </>
        )}
        {outcome !== null && 'reason' in outcome && (
          <span className={css.failed}>{t('asyncSettings.testFailed', { reason: outcome.reason })}</span>
        )}
      </span>
    </div>
  )
}
