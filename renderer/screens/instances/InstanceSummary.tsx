/** `9 alive of 24 places, 1.4 GB, 132 % CPU`. */
import { formatBytes } from '../../../shared/format/bytes.ts'
import { formatCount } from '../../../shared/format/count.ts'
import { useText } from '../../i18n/text.ts'
import { useHost } from '../../stores/host.ts'
import { useLivingTotals } from '../../stores/instances.ts'

export function InstanceSummary() {
  const t = useText()
  const limit = useHost(({ info }) => info?.executionLimit ?? 0)
  const { alive, memoryBytes, cpuPercent } = useLivingTotals()
  if (alive === 0) return t('instances.summaryNone', { limit: formatCount(limit) })
  return t('instances.summary', {
    alive: formatCount(alive),
    limit: formatCount(limit),
    memory: formatBytes(memoryBytes),
    cpu: formatCount(cpuPercent),
  })
}
