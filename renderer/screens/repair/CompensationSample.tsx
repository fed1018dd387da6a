/** Exactly what a compensation function gets, and the key that lets it run only once. */
import { shortId } from '../../../shared/format/shortId.ts'
import { useText } from '../../i18n/text.ts'
import type { CompensationPlan } from '../../stores/repairPlan.ts'
import { CopyText, JsonView } from '../../ui/index.ts'
import css from './CompensationSample.module.css'

type CompensationSampleProps = { sample: NonNullable<CompensationPlan['sample']>; newCount: number }

export function CompensationSample({ sample, newCount }: CompensationSampleProps) {
  const t = useText()
  const { compensation, task, payload, taskId } = sample
  const words = { compensation, id: shortId(task.taskId), total: newCount }
  return (
    <section className={css.sample}>
      <h3 className={css.title}>
        {t('repair.compensation.sample')}{' '}
        <span className={css.about}>
          {t(newCount > 1 ? 'repair.compensation.sampleFirst' : 'repair.compensation.sampleFor', words)}
        </span>
      </h3>
      <div className={css.payload}>
        <JsonView text={payload} label={t('repair.compensation.payload')} />
      </div>
      <dl className={css.key}>
        <dt>{t('repair.compensation.key')}</dt>
        <dd>
          <CopyText text={taskId} label={t('repair.compensation.copyKey')} />
        </dd>
        <dd className={css.about}>{t('repair.compensation.keyHint')}</dd>
      </dl>
    </section>
  )
}
