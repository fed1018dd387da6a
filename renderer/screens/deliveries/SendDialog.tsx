/** Sends a message by hand. */
import { useState } from 'react'
import { formatBytes } from '../../../shared/format/bytes.ts'
import { findJsonError } from '../../../shared/format/jsonText.ts'
import { useText, text as word } from '../../i18n/text.ts'
import { messageQueuesActions } from '../../stores/messageQueues.ts'
import { queuePeekActions } from '../../stores/messageQueuesPeek.ts'
import { CodeEditor, NumberField, toast } from '../../ui/index.ts'
import { DialogForm } from './DialogForm.tsx'
import css from './SendDialog.module.css'
import { useDoing } from './useDoing.ts'

const MAX_BYTES = 65_536
const MAX_DELAY_SECONDS = 604_800

export function SendDialog({ queueName, onClose }: { queueName: string; onClose: () => void }) {
  const t = useText()
  const [body, setBody] = useState('')
  const [delaySeconds, setDelaySeconds] = useState<number | null>(0)
  const { isBusy, failure, act } = useDoing()
  const bytes = new TextEncoder().encode(body).length
  const isTooBig = bytes > MAX_BYTES
  const isDelayWrong = delaySeconds === null || delaySeconds < 0 || delaySeconds > MAX_DELAY_SECONDS
  const isWrong = body === '' || isTooBig || isDelayWrong
  const send = () =>
    act(async () => {
      if (isWrong) return
      await queuePeekActions.send(body, delaySeconds)
      toast({ text: word('deliveries.dialog.sent'), tone: 'ok' })
      onClose()
      await messageQueuesActions.load()
    })
  return (
    <DialogForm
      title={t('deliveries.dialog.sendTitle', { name: queueName })}
      verb={t('deliveries.dialog.send')}
      size="md"
      isBusy={isBusy}
      isWrong={isWrong}
      failure={failure}
      onDo={send}
      onClose={onClose}
    >
      <div className={css.body}>
        <div className={css.head}>
          <span>{t('deliveries.dialog.body')}</span>
          <span className={isTooBig ? css.tooBig : undefined}>
            {isTooBig ? t('deliveries.dialog.tooBig') : t('deliveries.dialog.size', { size: formatBytes(bytes) })}
          </span>
        </div>
        <CodeEditor
          value={body}
          onChange={setBody}
          language={body !== '' && findJsonError(body) === null ? 'json' : 'text'}
          label={t('deliveries.dialog.body')}
          minHeight="var(--h-payload)"
          onSubmit={send}
        />
      </div>
      <div className={css.delay}>
        <NumberField
          label={t('deliveries.dialog.delay')}
          unit="s"
          min={0}
          value={delaySeconds}
          {...(isDelayWrong && { error: t('deliveries.dialog.delayRule') })}
          onChange={setDelaySeconds}
        />
      </div>
    </DialogForm>
  )
}
