/** What an instance used, second by second: CPU and memory side by side. */
import { useText } from '../../i18n/text.ts'
import type { InstanceDetail } from '../../stores/instancePage.ts'
import css from './InstancePage.module.css'

export function InstanceUsage({ instance: { samples } }: { instance: InstanceDetail }) {
  const t = useText()
  if (samples.atMs.length === 0) {
    return <p className={`${css.section} ${css.quiet}`}>{t('instances.page.noSamples')}</p>
  }
  return <div className={css.charts} />
}
