/** The receipt of one compensation: which function ran with which key, when, how it ended and what it returned. */
import { formatInstant } from '../../../shared/format/instant.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import { useBatchReceipt } from '../../stores/batchReceipt.ts'
import type { TaskView } from '../../stores/taskShapes.ts'
import { CopyText, JsonView, StatusLabel } from '../../ui/index.ts'
import { TaskLink } from './ReceiptItems.tsx'
import css from './SingleReceipt.module.css'

export function SingleReceipt() {
  const t = useText()
  const language = useLanguage()
  const item = useBatchReceipt(({ items }) => items[0] ?? null)
  const task = useBatchReceipt(({ made }) => made)
  if (item?.made == null) return null
  const { made } = item
  return (
    <dl className={css.facts}>
      {item.task !== null && (
        <>
          <dt>{t('repair.receipt.for')}</dt>
          <dd>
            <TaskLink task={item.task} hasFunction />
          </dd>
        </>
      )}
      <dt>{t('repair.receipt.function')}</dt>
      <dd>
        <TaskLink task={made} hasFunction />
      </dd>
      <dt>{t('repair.receipt.key')}</dt>
      <dd className={css.key}>
        <CopyText text={made.taskId} label={t('repair.compensation.copyKey')} />
      </dd>
      {task !== null && (
        <>
          <dt>{t('repair.receipt.when')}</dt>
          <dd>{formatInstant(task.submittedAtMs, { withDate: true, withMs: true, language })}</dd>
          <dt>{t('repair.receipt.task')}</dt>
          <dd>
            <span role="status">
              <StatusLabel state={task.state} />
            </span>
          </dd>
          <dt>{t('repair.receipt.result')}</dt>
          <dd>
            <Result task={task} />
          </dd>
        </>
      )}
    </dl>
  )
}

function Result({ task }: { task: TaskView }) {
  const t = useText()
  const { result, errorBody, reason } = task
  if (typeof result === 'string' && result !== '') {
    return (
      <div className={css.result}>
        <JsonView text={result} label={t('repair.receipt.result')} />
      </div>
    )
  }
  const why = errorBody ?? reason
  return why === null ? t('repair.receipt.noResult') : t('repair.receipt.noResultFailed', { reason: why })
}
