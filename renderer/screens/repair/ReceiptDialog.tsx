/** What a replay or a compensation has made so far, task by task, while it runs and afterwards. */
import { type ReactNode, useEffect } from 'react'
import { formatInstant } from '../../../shared/format/instant.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import { batchesActions } from '../../stores/batches.ts'
import { batchReceiptActions, followReceipt, useBatchReceipt } from '../../stores/batchReceipt.ts'
import { closeRepair, openBatches } from '../../stores/repair.ts'
import { Button, Dialog, ErrorState, SlowState, Tooltip } from '../../ui/index.ts'
import { copyWithWord } from '../task/copyText.ts'
import { BatchNumbers } from './BatchNumbers.tsx'
import { Note } from './Note.tsx'
import css from './ReceiptDialog.module.css'
import { ReceiptItems } from './ReceiptItems.tsx'
import { receiptText } from './receiptText.ts'
import { SingleReceipt } from './SingleReceipt.tsx'
import { tellRunning } from './tellRunning.ts'

export function ReceiptDialog({ batchId, isFromList }: { batchId: number; isFromList: boolean }) {
  const t = useText()
  const language = useLanguage()
  useEffect(() => {
    batchesActions.waitNoMore(batchId) // somebody looks at it
    return followReceipt(batchId)
  }, [batchId])
  const receipt = useBatchReceipt()
  const { batch, error, isAborting, refusal } = receipt
  const isRunning = batch?.state === 'Running'
  const close = () => {
    if (batch !== null && isRunning) tellRunning(batch)
    closeRepair()
  }
  const copy = () => void copyWithWord(receiptText(receipt, { t, language }), t('repair.receipt.copied'))
  return (
    <Dialog
      title={t(`repair.receipt.${batch?.action ?? 'replay'}`)}
      {...(batch !== null && {
        summary: t('repair.receipt.started', {
          time: formatInstant(batch.createdAtMs, { withDate: !isToday(batch.createdAtMs), language }),
        }),
      })}
      isOpen
      onClose={close}
      footer={
        <>
          <span className={css.ways}>
            <Button variant="ghost" icon={isFromList ? 'arrow-left' : 'list-checks'} onClick={openBatches}>
              {t('repair.receipt.allBatches')}
            </Button>
          </span>
          {isRunning && (
            <Tooltip label={t('repair.receipt.abortHint')}>
              <Button variant="danger" isBusy={isAborting} onClick={() => void batchReceiptActions.abort()}>
                {t('repair.receipt.abort')}
              </Button>
            </Tooltip>
          )}
          <Button icon="copy" isDisabled={batch === null} onClick={copy}>
            {t('repair.receipt.copy')}
          </Button>
          <Button variant="primary" data-autofocus onClick={close}>
            {t('repair.close')}
          </Button>
        </>
      }
    >
      <Loading>
        {batch !== null && (
          <div className={css.receipt}>
            {error !== null && <p className={css.stale}>{t('repair.receipt.stale', { reason: error.message })}</p>}
            <BatchNumbers batch={batch} />
            {batch.action === 'compensate' && batch.totalCount === 1 && batch.madeCount === 1 ? (
              <SingleReceipt />
            ) : (
              <ReceiptItems batch={batch} />
            )}
            {refusal !== null && (
              <Note tone="fail" icon="circle-alert">
                {t('repair.receipt.abortRefused')} {refusal.message}
              </Note>
            )}
          </div>
        )}
      </Loading>
    </Dialog>
  )
}

function Loading({ children }: { children: ReactNode }) {
  const t = useText()
  const error = useBatchReceipt((state) => state.error)
  const isThere = useBatchReceipt(({ batch }) => batch !== null)
  if (isThere) return children
  if (error === null) return <SlowState text={t('repair.receipt.reading')} />
  const retry = () => void batchReceiptActions.retry()
  return <ErrorState what={t('repair.receipt.readFailed')} error={error} onRetry={retry} />
}

function isToday(atMs: number): boolean {
  return new Date(atMs).toDateString() === new Date().toDateString()
}
