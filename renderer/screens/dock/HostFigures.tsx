/** What the machine gives: how much runs at once, and what the engine takes up in memory and on the disk. */
import { formatBytes } from '../../../shared/format/bytes.ts'
import { useText } from '../../i18n/text.ts'
import { useHost } from '../../stores/host.ts'
import { executingCount } from '../../stores/taskFamilies.ts'
import { Tooltip } from '../../ui/index.ts'

export function HostFigures() {
  return (
    <>
      <Executions />
      <Usage />
    </>
  )
}

function Executions() {
  const t = useText()
  const limit = useHost(({ info }) => info?.executionLimit ?? null)
  const executing = useHost(({ totals }) => (totals === null ? null : executingCount(totals)))
  if (limit === null || executing === null) return null
  const count = Math.min(executing, limit)
  return (
    <Tooltip label={t('shell.dock.executionsHint')}>
      <span>{t('shell.dock.executions', { count, limit })}</span>
    </Tooltip>
  )
}

function Usage() {
  const t = useText()
  const usage = useHost(({ usage }) => usage)
  if (usage === null) return null
  return (
    <>
      <Tooltip label={t('shell.dock.memoryHint')}>
        <span>{t('shell.dock.memory', { size: formatBytes(usage.memoryBytes) })}</span>
      </Tooltip>
      <Tooltip label={t('shell.dock.diskHint', { free: formatBytes(usage.freeDiskBytes) })}>
        <span>{t('shell.dock.disk', { size: formatBytes(usage.databaseBytes) })}</span>
      </Tooltip>
    </>
  )
}
