/** Makes a queue, or changes for how long the received messages of one are hidden. */
import { useState } from 'react'
import { formatCount } from '../../../shared/format/count.ts'
import { useText, text as word } from '../../i18n/text.ts'
import { type MessageQueue, messageQueuesActions, useMessageQueues } from '../../stores/messageQueues.ts'
import { navigate } from '../../stores/route.ts'
import { NumberField, TextField, toast } from '../../ui/index.ts'
import { DialogForm } from './DialogForm.tsx'
import { queueRoute } from './deliveriesMoves.ts'
import { useDoing } from './useDoing.ts'

const NAME = /^[A-Za-z0-9][A-Za-z0-9-]{0,119}$/
const DEFAULT_VISIBILITY_SECONDS = 30
export const MAX_VISIBILITY_SECONDS = 43_200

/** `queue` null: a new one. */
export function QueueDialog({ queue, onClose }: { queue: MessageQueue | null; onClose: () => void }) {
  const t = useText()
  const [name, setName] = useState(queue?.queueName ?? '')
  const [seconds, setSeconds] = useState<number | null>(queue?.visibilitySeconds ?? DEFAULT_VISIBILITY_SECONDS)
  const isTaken = useMessageQueues(
    ({ queues }) => queue === null && queues?.some((one) => one.queueName === name) === true,
  )
  const { isBusy, failure, act } = useDoing()
  const isNameWrong = !NAME.test(name)
  const isTimeWrong = seconds === null || seconds < 1 || seconds > MAX_VISIBILITY_SECONDS
  const isWrong = isNameWrong || isTaken || isTimeWrong
  const save = () =>
    act(async () => {
      if (isWrong) return
      await messageQueuesActions.create(name, seconds)
      onClose()
      if (queue === null) {
        toast({ text: word('deliveries.dialog.created', { name }), tone: 'ok' })
        navigate(queueRoute(name))
      } else toast({ text: word('deliveries.dialog.changed', { name, seconds: formatCount(seconds) }), tone: 'ok' })
    })
  const nameError = isTaken
    ? t('deliveries.dialog.nameTaken')
    : isNameWrong && name !== ''
      ? t('deliveries.dialog.nameRule')
      : null
  return (
    <DialogForm
      title={queue === null ? t('deliveries.dialog.createTitle') : t('deliveries.dialog.changeTitle', { name })}
      verb={t(queue === null ? 'deliveries.dialog.create' : 'deliveries.dialog.save')}
      isBusy={isBusy}
      isWrong={isWrong}
      failure={failure}
      onDo={save}
      onClose={onClose}
    >
      {queue === null && (
        <TextField
          label={t('deliveries.dialog.name')}
          value={name}
          isMono
          hasFirstFocus
          {...(nameError !== null && { error: nameError })}
          onChange={(typed) => setName(typed.trim())}
        />
      )}
      <NumberField
        label={t('deliveries.dialog.visibility')}
        hint={t('deliveries.dialog.visibilityHint')}
        unit="s"
        min={1}
        value={seconds}
        {...(isTimeWrong && { error: t('deliveries.dialog.visibilityRule') })}
        onChange={setSeconds}
      />
    </DialogForm>
  )
}
