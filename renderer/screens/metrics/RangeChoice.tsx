/** How far back the charts go. */
import { useText } from '../../i18n/text.ts'
import { METRIC_RANGES, type MetricRange } from '../../stores/route.ts'
import { Segmented } from '../../ui/index.ts'

export function RangeChoice({ range, onChange }: { range: MetricRange; onChange: (range: MetricRange) => void }) {
  const t = useText()
  return (
    <Segmented
      label={t('metrics.ranges')}
      value={range}
      onChange={onChange}
      options={METRIC_RANGES.map((value) => ({ value, label: t(`metrics.range.${value}`) }))}
    />
  )
}
