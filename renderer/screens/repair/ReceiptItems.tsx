/** The tasks of a batch one by one, of one outcome or all of them, and in which states the new ones are now. */
import { taskStates } from '../../../shared/domain/taskStates.ts'
import { formatCount } from '../../../shared/format/count.ts'
import { shortId } from '../../../shared/format/shortId.ts'
import { useText } from '../../i18n/text.ts'
import { type BatchItem, batchReceiptActions, useBatchReceipt } from '../../stores/batchReceipt.ts'
import { closeRepair } from '../../stores/repair.ts'
import type { Batch } from '../../stores/repairPlan.ts'
import type { TaskTarget } from '../../stores/route.ts'
import { Button, Icon, Segmented, StatusLabel } from '../../ui/index.ts'
import { goToTask } from '../task/taskMoves.ts'
import css from './ReceiptItems.module.css'
import { itemReason } from './receiptText.ts'

const OUTCOMES = ['made', 'skipped', 'failed'] as const

export function ReceiptItems({ batch }: { batch: Batch }) {
  const t = useText()
  const { outcome, items, nextNumber, isLoadingMore } = useBatchReceipt()
  const options = [
    { value: 'all', label: t('repair.receipt.all') },
    ...OUTCOMES.map((value) => ({ value, label: t(`repair.receipt.outcomes.${value}`) })),
  ] as const
  return (
    <div className={css.part}>
      <NewStates />
      {(batch.skippedCount > 0 || batch.failedCount > 0) && (
        <Segmented
          label={t('repair.receipt.outcome')}
          options={options}
          value={outcome ?? 'all'}
          onChange={(value) => void batchReceiptActions.show(OUTCOMES.find((one) => one === value) ?? null)}
        />
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <section className={css.table} tabIndex={0} aria-label={t('repair.receipt.items')}>
        {items.length === 0 && <p className={css.none}>{t('repair.receipt.none')}</p>}
        <ol className={css.items}>
          {items.map((item) => (
            <ItemLine key={item.number} item={item} />
          ))}
        </ol>
        {nextNumber !== null && (
          <Button size="sm" variant="ghost" isBusy={isLoadingMore} onClick={() => void batchReceiptActions.more()}>
            {t('repair.receipt.more')}
          </Button>
        )}
      </section>
    </div>
  )
}

/** In the order of a task's life. */
function NewStates() {
  const t = useText()
  const states = useBatchReceipt((receipt) => receipt.states)
  const known = taskStates.states.flatMap((state) => {
    const count = states.find((one) => one.state === state)?.count ?? 0
    return count === 0 ? [] : [{ state, count }]
  })
  if (known.length === 0) return null
  return (
    <p className={css.states}>
      <span className={css.quiet}>{t('repair.receipt.states')}</span>
      {known.map(({ state, count }) => (
        <span key={state} className={css.state}>
          <StatusLabel state={state} /> {formatCount(count)}
        </span>
      ))}
    </p>
  )
}

function ItemLine({ item }: { item: BatchItem }) {
  const t = useText()
  const { number, task, outcome, made } = item
  return (
    <li className={css.item}>
      <span className={css.quiet}>{number}</span>
      {task === null ? (
        <span className={css.quiet}>{t('repair.receipt.oldGone')}</span>
      ) : (
        <TaskLink task={task} hasFunction />
      )}
      <span className={css.arrow}>{made !== null && <Icon name="arrow-right" size={12} />}</span>
      {made === null ? (
        <span className={outcome === 'failed' ? css.wrong : css.quiet}>{itemReason(item, t)}</span>
      ) : (
        <TaskLink task={made} hasFunction={made.functionName !== task?.functionName} />
      )}
    </li>
  )
}

export function TaskLink({ task, hasFunction }: { task: TaskTarget; hasFunction: boolean }) {
  const leave = () => {
    closeRepair()
    goToTask(task)
  }
  return (
    <button type="button" className={css.link} title={task.taskId} onClick={leave}>
      {hasFunction && <span className={css.function}>{task.functionName}</span>}
      <span className={css.id}>{shortId(task.taskId)}</span>
    </button>
  )
}
