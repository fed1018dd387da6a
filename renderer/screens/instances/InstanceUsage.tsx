/** What an instance used, second by second: CPU and memory side by side under one crosshair. */
import { useMemo, useState } from 'react'
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import { SECOND_MS } from '../../../shared/units/time.ts'
import { type ChartData, createCrosshair, type TimeSpan } from '../../charts/index.ts'
import { useText } from '../../i18n/text.ts'
import type { InstanceDetail } from '../../stores/instancePage.ts'
import { ChartPane } from '../metrics/ChartPane.tsx'
import css from './InstancePage.module.css'

export function InstanceUsage({ instance }: { instance: InstanceDetail }) {
  const t = useText()
  const [crosshair] = useState(createCrosshair)
  const [selection, setSelection] = useState<TimeSpan | null>(null)
  const { samples, memoryLimitBytes, endedAtMs } = instance
  const steps = useMemo(() => ({ atMs: samples.atMs, stepMs: SECOND_MS, isLastPartial: false, marks: [] }), [samples])
  const cpu = useMemo(
    (): ChartData => ({
      ...steps,
      series: [
        { id: 'cpu', label: t('instances.page.cpu'), tone: 'cat-1', values: samples.cpuPercents, isFilled: true },
      ],
    }),
    [samples, t, steps],
  )
  const memory = useMemo((): ChartData => {
    const inMegabytes = (bytes: number) => Math.round(bytes / MIB_BYTES)
    const limit = inMegabytes(memoryLimitBytes)
    return {
      ...steps,
      series: [
        {
          id: 'memory',
          label: t('instances.page.memory'),
          tone: 'cat-2',
          values: samples.memoryBytes.map(inMegabytes),
          isFilled: true,
        },
        { id: 'limit', label: t('instances.page.limit'), tone: 'retry-solid', values: samples.atMs.map(() => limit) },
      ],
    }
  }, [samples, memoryLimitBytes, t, steps])
  if (samples.atMs.length === 0) {
    return <p className={`${css.section} ${css.quiet}`}>{t('instances.page.noSamples')}</p>
  }
  const shared = {
    scale: 'count' as const,
    crosshair,
    selection,
    onSelect: setSelection,
    isLive: endedAtMs === null,
  }
  return (
    <div className={css.charts}>
      <ChartPane {...shared} title={t('instances.page.cpu')} unit={t('instances.page.cpuUnit')} data={cpu} />
      <ChartPane {...shared} title={t('instances.page.memory')} unit={t('instances.page.memoryUnit')} data={memory} />
    </div>
  )
}
